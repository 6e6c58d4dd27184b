import { setTimeout as delay } from 'node:timers/promises'
import type { NodeUsage } from '#shared/health.ts'
import type { ContainerRuntime, ContainerUsage, LabelFilter } from '../../docker/container-runtime.ts'
import type { ObservedNode } from '../model/observed-cluster.ts'

/** The processor's share is a difference, so that the first picture needs two samples, not too near to each other. */
const firstIntervalMs = 1000

/** Asked, not streamed: Docker's stream comes once a second, and a window that moved so often took 1.5 % of a core when idle. */
const intervalMs = 5000

type UsedNode = Pick<ObservedNode, 'id' | 'name'>

/**
 * CPU and memory of a cluster's nodes until none of them runs any more. Which nodes there are is asked again only after Docker told
 * of a change. Throws what `nodesOf` and Docker's events throw.
 */
export async function* watchUsage(
  {
    runtime,
    of,
    nodesOf,
    thenMs = intervalMs,
  }: {
    runtime: Pick<ContainerRuntime, 'usage' | 'events'>
    /** What the cluster's containers carry. */
    of: LabelFilter
    nodesOf: (signal: AbortSignal) => Promise<readonly UsedNode[]>
    thenMs?: number
  },
  signal: AbortSignal,
): AsyncGenerator<NodeUsage[], void, undefined> {
  const scope = new AbortController()
  const leave = () => scope.abort(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  let mayDiffer = true
  let failure: { readonly error: unknown } | undefined
  const follow = async () => {
    try {
      for await (const _ of runtime.events(of, scope.signal)) mayDiffer = true
    } catch (error) {
      failure = { error }
    }
  }
  let nodes: readonly UsedNode[] = []
  const following = follow()
  try {
    let before = await look()
    for (let pauseMs = firstIntervalMs; before.size > 0; pauseMs = thenMs) {
      await delay(pauseMs, undefined, { signal: scope.signal })
      if (failure) throw failure.error
      const now = await look()
      yield [...now].flatMap(([id, used]) => nodeUsage(used, before.get(id)))
      before = now
    }
  } finally {
    signal.removeEventListener('abort', leave)
    scope.abort(new DOMException('No longer watched', 'AbortError'))
    await following
  }

  async function look(): Promise<ReadonlyMap<string, { name: string; usage: ContainerUsage }>> {
    if (mayDiffer) {
      mayDiffer = false
      nodes = await nodesOf(scope.signal)
    }
    const used = await Promise.all(
      nodes.map(async ({ id, name }) => ({ id, name, usage: await runtime.usage(id, scope.signal) })),
    )
    return new Map(used.flatMap(({ id, name, usage }) => (usage ? [[id, { name, usage }] as const] : [])))
  }
}

/** Nothing for a container that was not there at the look before. */
function nodeUsage(
  { name, usage: now }: { name: string; usage: ContainerUsage },
  before: { usage: ContainerUsage } | undefined,
): NodeUsage[] {
  if (!before || now.readAtMs <= before.usage.readAtMs) return []
  const cpuCores = Math.max(0, (now.cpuMs - before.usage.cpuMs) / (now.readAtMs - before.usage.readAtMs))
  return [
    {
      node: name,
      cpuCores,
      memoryBytes: now.memoryBytes,
      ...(now.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: now.memoryLimitBytes }),
    },
  ]
}
