import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'

/**
 * Runs kubectl on a cluster, with the terminal as its own, and gives its exit code: the one that is installed, or the one in the
 * cluster's server, which sees no files of this machine and gets no input.
 */
export async function runKubectl(
  args: readonly string[],
  {
    kubeconfig,
    engine,
    cluster,
    signal,
  }: { kubeconfig: string; engine: ClusterEngine; cluster: string; signal: AbortSignal },
): Promise<number> {
  const exitCode = await runInstalled(args, kubeconfig)
  if (exitCode !== undefined) return exitCode
  const result = await engine.kubectl(cluster, args, signal)
  process.stdout.write(result.stdout)
  process.stderr.write(result.stderr)
  return result.exitCode
}

/** Undefined where there is none. */
function runInstalled(args: readonly string[], kubeconfig: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: kubeconfig } })
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    )
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
