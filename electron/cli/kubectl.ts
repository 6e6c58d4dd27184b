import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ProblemError, problem } from '#shared/problem.ts'
import { translate } from '#shared/translate.ts'
import { carry } from './carried-files.ts'
import { type CommonEngine, clusterOf, refOf } from './cluster-of.ts'
import { interruptionOf } from './interruption.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

export function addKubectlCommand(command: AddCommand, context: CliContext): void {
  const { kubeconfigs, signal, setExitCode, language = 'en' } = context
  command<[string, string[]], CommonOptions>(
    'kubectl <name> [args...]',
    translate(language, 'cli.kubectl'),
    async (run, name, args) => {
      const engine = await run.engine()
      const { its, name: own } = clusterOf(engine, name)
      const { state } = await its.get(own, signal)
      if (state === 'stopped') throw new ProblemError(problem('cluster.stopped', { cluster: name }))
      const { path } = await kubeconfigs.refresh(its, await refOf(engine, name, signal), signal)
      // Everything behind the name is kubectl's, with or without the `--` that other programs want there.
      const words = args[0] === '--' ? args.slice(1) : args
      setExitCode(await runKubectl(words, { kubeconfig: path, engine: its, cluster: own, signal }))
    },
  ).passThroughOptions()
}

/**
 * Runs kubectl on a cluster, with the terminal as its own, and gives its exit code: the one that is installed, or the one in the
 * cluster's server, which is given the files that its options name and the input that it asks for.
 */
async function runKubectl(
  args: readonly string[],
  {
    kubeconfig,
    engine,
    cluster,
    signal,
  }: { kubeconfig: string; engine: CommonEngine; cluster: string; signal: AbortSignal },
): Promise<number> {
  const exitCode = await runInstalled(args, kubeconfig, signal)
  if (exitCode !== undefined) return exitCode
  const { args: words, carried } = await carry(args, process.stdin)
  return engine.kubectl(cluster, { args: words, carried, take }, signal)
}

/** Whoever reads slowly is waited for. */
async function take(stream: 'stdout' | 'stderr', data: Buffer): Promise<void> {
  const { [stream]: target } = process
  if (!target.write(data)) await new Promise((resolve) => target.once('drain', resolve))
}

/** Undefined where there is none. */
function runInstalled(args: readonly string[], kubeconfig: string, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: kubeconfig } })
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    )
    child.once('exit', (code, by) => resolve(code ?? 128 + (by ? constants.signals[by] : 0)))
    // Ctrl-C in a terminal reaches both of us; whoever signals this process alone means what it does.
    const passOn = () => {
      const by = interruptionOf(signal)?.by ?? 'SIGTERM'
      if (by !== 'SIGINT' || !process.stdin.isTTY) child.kill(by)
    }
    signal.addEventListener('abort', passOn, { once: true })
    if (signal.aborted) passOn()
  })
}
