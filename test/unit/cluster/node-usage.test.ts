import { expect, it } from 'vitest'
import { watchUsage } from '../../../electron/cluster/read/node-usage.ts'
import type { ContainerUsage } from '../../../electron/docker/container-runtime.ts'

const nodes = [
  { id: 'a', name: 'server-0' },
  { id: 'b', name: 'agent-0' },
]

it("a node's use of the processor is what it took between two looks", async () => {
  const samples: ContainerUsage[] = [
    { readAtMs: 1000, cpuMs: 500, memoryBytes: 10, memoryLimitBytes: 100 },
    { readAtMs: 2000, cpuMs: 1000, memoryBytes: 20, memoryLimitBytes: 100 },
  ]
  const runtime = { usage: async (id: string) => (id === 'a' ? samples.shift() : undefined) }
  for await (const usage of watchUsage(runtime, nodes, AbortSignal.timeout(20_000))) {
    expect(usage).toEqual([{ node: 'server-0', cpuCores: 0.5, memoryBytes: 20, memoryLimitBytes: 100 }])
    return
  }
  throw new Error('Nothing was measured')
})

it('nothing is measured where no node runs', async () => {
  const usages = watchUsage({ usage: async () => undefined }, nodes, AbortSignal.timeout(20_000))
  expect(await usages.next()).toEqual({ done: true, value: undefined })
})
