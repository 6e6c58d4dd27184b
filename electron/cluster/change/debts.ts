import { setTimeout as delay } from 'node:timers/promises'
import type { ContainerRuntime, ExecResult } from '../../docker/container-runtime.ts'
import { isNamed } from '../read/fresh-node.ts'

const patienceMs = 20_000

/**
 * Makes Kubernetes forget nodes that are gone: their Node objects and the passwords under which they registered, without which no
 * node of that name could ever join again. The password outlives the Node for a while (k3s v1.36), so both are removed, and looked for
 * again for up to 20 s.
 * Gives the names that are forgotten. The others stay owed, and `words` is what kubectl said to that.
 */
export async function forgetNodes(
  runtime: ContainerRuntime,
  { server, nodes }: { server: string; nodes: readonly string[] },
  signal: AbortSignal,
): Promise<{ forgotten: string[]; words: string }> {
  // Not `k3s kubectl`: the image's k3s is not the wrapper, and refuses it (v1.36.3).
  const kubectl = (...args: string[]) => runtime.exec(server, ['kubectl', ...args], signal)
  const present = await kubectl('get', 'nodes', '-o', 'name')
  if (present.exitCode !== 0) return { forgotten: [], words: wordsOf(present) }
  const forgotten: string[] = []
  const said = new Set<string>()
  for (const node of nodes) {
    const gone = await Promise.all(namesIn(present, node).map((name) => forget(kubectl, name, signal)))
    const failed = gone.filter((words) => words !== undefined)
    if (failed.length === 0) forgotten.push(node)
    for (const words of failed) said.add(words)
  }
  return { forgotten, words: [...said].join('\n') }
}

/** The names of all nodes that Kubernetes has; undefined, with its words, where kubectl cannot tell. */
export async function registeredNames(
  runtime: ContainerRuntime,
  server: string,
  signal: AbortSignal,
): Promise<{ names: string[] | undefined; words: string }> {
  const present = await runtime.exec(server, ['kubectl', 'get', 'nodes', '-o', 'name'], signal)
  return present.exitCode === 0 ? { names: namesOf(present), words: '' } : { names: undefined, words: wordsOf(present) }
}

/** Nodes by their very names. Gives what kubectl said where one could not be forgotten. */
export async function forgetNames(
  runtime: ContainerRuntime,
  { server, names }: { server: string; names: readonly string[] },
  signal: AbortSignal,
): Promise<string | undefined> {
  const kubectl = (...args: string[]) => runtime.exec(server, ['kubectl', ...args], signal)
  const said = await Promise.all(names.map((name) => forget(kubectl, name, signal)))
  return said.find((words) => words !== undefined)
}

const namesOf = ({ stdout }: Pick<ExecResult, 'stdout'>): string[] =>
  stdout.split('\n').flatMap((line) => line.trim().replace(/^node\//, '') || [])

/** The names under which a node has registered, by what `kubectl get nodes -o name` said: with `--with-node-id` they end in an ID. */
export function namesIn(present: Pick<ExecResult, 'stdout'>, node: string): string[] {
  return [...new Set([node, ...namesOf(present).filter((name) => isNamed({ name }, node))])]
}

export const wordsOf = ({ stderr, stdout, exitCode }: ExecResult) =>
  stderr.trim() || stdout.trim() || `kubectl: exit ${exitCode}`

/** What kept a node from being forgotten, in kubectl's words; undefined for one that is. */
async function forget(
  kubectl: (...args: string[]) => Promise<ExecResult>,
  node: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const secret = ['-n', 'kube-system', `secret/${node}.node-password.k3s`, '--ignore-not-found']
  const end = Date.now() + patienceMs
  for (;;) {
    const deleted = await kubectl('delete', `node/${node}`, '--ignore-not-found', '--timeout=10s')
    if (deleted.exitCode !== 0) return wordsOf(deleted)
    const without = await kubectl('delete', ...secret)
    if (without.exitCode !== 0) return wordsOf(without)
    const left = await kubectl('get', '-o', 'name', ...secret)
    if (left.exitCode === 0 && left.stdout.trim() === '') return undefined
    if (Date.now() > end) return wordsOf(left)
    await delay(250, undefined, { signal })
  }
}
