import { setTimeout as delay } from 'node:timers/promises'
import type { NodeUsage } from '#shared/health.ts'
import type { ContainerRuntime, ContainerUsage } from '../../docker/container-runtime.ts'
import type { ObservedNode } from '../model/observed-cluster.ts'

/** The processor's share is a difference, so that the first picture needs two samples, not too near to each other. */
const firstIntervalMs = 1000

/** Asked, not streamed: Docker's stream comes once a second, and a window that moved so often took 1.5 % of a core when idle. */
const intervalMs = 5000

/** CPU and memory of nodes until none of them runs any more. */
export async function* watchUsage(
  runtime: Pick<ContainerRuntime, 'usage'>,
  nodes: readonly Pick<ObservedNode, 'id' | 'name'>[],
  signal: AbortSignal,
): AsyncGenerator<NodeUsage[], void, undefined> {
  let before = await sample()
  for (let pauseMs = firstIntervalMs; before.size > 0; pauseMs = intervalMs) {
    await delay(pauseMs, undefined, { signal })
    const now = await sample()
    yield [...now].flatMap(([node, usage]) => nodeUsage(node, usage, before.get(node)))
    before = now
  }

  async function sample(): Promise<ReadonlyMap<string, ContainerUsage>> {
    const usages = await Promise.all(
      nodes.map(async ({ id, name }) => [name, await runtime.usage(id, signal)] as const),
    )
    return new Map(usages.flatMap(([name, usage]) => (usage ? [[name, usage] as const] : [])))
  }
}

function nodeUsage(node: string, now: ContainerUsage, before: ContainerUsage | undefined): NodeUsage[] {
  if (!before || now.readAtMs <= before.readAtMs) return []
  const cpuCores = Math.max(0, (now.cpuMs - before.cpuMs) / (now.readAtMs - before.readAtMs))
  return [{ node, cpuCores, memoryBytes: now.memoryBytes, memoryLimitBytes: now.memoryLimitBytes }]
}
