import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Step } from '../model/plan.ts'
import { forgetNodes, namesIn, wordsOf } from './debts.ts'

/** How long the servers that stay may take to answer, milliseconds. */
const patienceMs = 90_000
const pauseMs = 500

/**
 * Takes a server out of the cluster, and its container away. Its Node goes first: with it k3s takes its vote, and without that the others
 * would go on counting it. Then the container, at once: Docker starts a member again that has ended because it was removed, and that
 * would join again. What is left of it in Kubernetes comes last.
 */
export async function removeServer(
  runtime: ContainerRuntime,
  { id, node, through }: Extract<Step, { kind: 'removeServer' }>,
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + patienceMs
  const untilDone = async (work: (server: string) => Promise<{ isDone: boolean; words: string }>) => {
    for (;;) {
      const said = new Set<string>()
      for (const server of through) {
        if ((await runtime.inspectContainer(server, signal))?.state !== 'running') continue
        const { isDone, words } = await work(server)
        if (isDone) return
        said.add(words)
      }
      if (Date.now() > end)
        throw new ProblemError(problem('cluster.server_stays', { node: node ?? '' }, { detail: [...said].join('\n') }))
      await delay(pauseMs, undefined, { signal })
    }
  }
  if (node !== undefined)
    await untilDone(async (server) => {
      const kubectl = (...args: string[]) => runtime.exec(server, ['kubectl', ...args], signal)
      const present = await kubectl('get', 'nodes', '-o', 'name')
      if (present.exitCode !== 0) return { isDone: false, words: wordsOf(present) }
      for (const name of namesIn(present, node)) {
        const deleted = await kubectl('delete', `node/${name}`, '--ignore-not-found', '--timeout=30s')
        if (deleted.exitCode !== 0) return { isDone: false, words: wordsOf(deleted) }
      }
      return { isDone: true, words: '' }
    })
  await runtime.stopContainer(id, 0)
  await runtime.removeContainer(id)
  if (node !== undefined)
    await untilDone(async (server) => {
      const { forgotten, words } = await forgetNodes(runtime, { server, nodes: [node] }, signal)
      return { isDone: forgotten.includes(node), words }
    })
}
