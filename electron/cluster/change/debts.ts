import { setTimeout as delay } from 'node:timers/promises'
import type { ContainerRuntime, ExecResult } from '../../docker/container-runtime.ts'

const patienceMs = 20_000

/**
 * Makes Kubernetes forget nodes that are gone: their Node objects and the passwords under which they registered, without which no
 * node of that name could ever join again. The password outlives the Node for a while (k3s v1.36), so both are removed, and looked for
 * again for up to 20 s.
 * Returns the names that are forgotten; the others stay owed.
 */
export async function forgetNodes(
  runtime: ContainerRuntime,
  { server, nodes }: { server: string; nodes: readonly string[] },
  signal: AbortSignal,
): Promise<string[]> {
  // Not `k3s kubectl`: the image's k3s is not the wrapper, and refuses it (v1.36.3).
  const kubectl = (...args: string[]) => runtime.exec(server, ['kubectl', ...args], signal)
  const present = await kubectl('get', 'nodes', '-o', 'name')
  if (present.exitCode !== 0) return []
  const registered = present.stdout.split('\n').map((line) => line.trim().replace(/^node\//, ''))
  const forgotten: string[] = []
  for (const node of nodes) {
    // With `--with-node-id` k3s appends eight hex digits to the name.
    const isIts = (name: string) => name.startsWith(`${node}-`) && /^[0-9a-f]{8}$/.test(name.slice(node.length + 1))
    const names = [...new Set([node, ...registered.filter(isIts)])]
    const gone = await Promise.all(names.map((name) => forget(kubectl, name, signal)))
    if (gone.every(Boolean)) forgotten.push(node)
  }
  return forgotten
}

async function forget(
  kubectl: (...args: string[]) => Promise<ExecResult>,
  node: string,
  signal: AbortSignal,
): Promise<boolean> {
  const secret = ['-n', 'kube-system', `secret/${node}.node-password.k3s`, '--ignore-not-found']
  const end = Date.now() + patienceMs
  for (;;) {
    const deleted = await kubectl('delete', `node/${node}`, '--ignore-not-found', '--timeout=10s')
    if (deleted.exitCode !== 0) return false
    if ((await kubectl('delete', ...secret)).exitCode !== 0) return false
    const left = await kubectl('get', '-o', 'name', ...secret)
    if (left.exitCode === 0 && left.stdout.trim() === '') return true
    if (Date.now() > end) return false
    await delay(250, undefined, { signal })
  }
}
