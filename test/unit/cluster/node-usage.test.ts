import { describe, expect, it } from 'vitest'
import { watchUsage } from '../../../electron/cluster/read/node-usage.ts'
import type { ContainerUsage, RuntimeEvent } from '../../../electron/docker/container-runtime.ts'
import { AsyncQueue } from '../../fakes/async-queue.ts'

const ofDev = { label: 'dev.sampan.cluster', value: 'dev' }

const server = { id: 'a', name: 'server-0' }
const agent = { id: 'b', name: 'agent-0' }
const bytes = { memoryBytes: 20, memoryLimitBytes: 100 }

/** Every look of a container is a second after its last one, in which it took half a core. */
function engineWith(stopped: readonly string[] = []) {
  const events = new AsyncQueue<RuntimeEvent>()
  const looks = new Map<string, number>()
  const runtime = {
    usage: async (id: string): Promise<ContainerUsage | undefined> => {
      const look = (looks.get(id) ?? 0) + 1
      looks.set(id, look)
      return stopped.includes(id) ? undefined : { readAtMs: look * 1000, cpuMs: look * 500, ...bytes }
    },
    events: (_: unknown, signal: AbortSignal) => events.read(signal),
  }
  return { runtime, events }
}

describe('what the nodes of a cluster use', () => {
  it('is what they took of the processor between two looks, and their memory; nothing where one does not run', async () => {
    const { runtime } = engineWith(['b'])
    const nodesOf = async () => [server, agent]
    const usages = watchUsage({ runtime, of: ofDev, nodesOf }, AbortSignal.timeout(20_000))
    expect((await usages.next()).value).toEqual([{ node: 'server-0', cpuCores: 0.5, ...bytes }])
    await usages.return(undefined)
  })

  it('has a node that came meanwhile, and lists nodes only when Docker told of a change', async () => {
    const { runtime, events } = engineWith()
    let nodes = [server]
    let lists = 0
    const nodesOf = async () => {
      lists += 1
      return nodes
    }
    const usages = watchUsage({ runtime, of: ofDev, nodesOf, thenMs: 10 }, AbortSignal.timeout(30_000))
    await usages.next()
    nodes = [server, { ...server, id: 'c', name: 'agent-0' }]
    await usages.next()
    expect(lists).toBe(1)
    events.push({
      kind: 'changed',
      object: 'container',
      action: 'start',
      name: 'n',
      labels: { 'dev.sampan.cluster': 'dev' },
    })
    await usages.next()
    const last = await usages.next()
    expect([lists, last.value?.map(({ node }) => node)]).toEqual([2, ['server-0', 'agent-0']])
    await usages.return(undefined)
  })

  it('ends where no node runs, and with the engine’s events', async () => {
    const { runtime } = engineWith(['a'])
    const nothing = watchUsage({ runtime, of: ofDev, nodesOf: async () => [server] }, AbortSignal.timeout(20_000))
    expect(await nothing.next()).toEqual({ done: true, value: undefined })
    const lost = new Error('lost')
    const broken = engineWith()
    broken.events.end(lost)
    const usages = watchUsage(
      { runtime: broken.runtime, of: ofDev, nodesOf: async () => [server] },
      AbortSignal.timeout(20_000),
    )
    await expect(usages.next()).rejects.toBe(lost)
  })
})
