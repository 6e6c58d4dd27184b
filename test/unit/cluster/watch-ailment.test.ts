import { describe, expect, it } from 'vitest'
import type { NodeHealth } from '#shared/health.ts'
import { watchAilment } from '../../../electron/cluster/read/watch-ailment.ts'
import { FakeKubeApi } from '../../fakes/fake-kube-api.ts'

const node = (name: string, reason?: string): NodeHealth => ({
  ...{ name, isReady: reason === undefined, roles: [], kubeletVersion: '', containerRuntime: '', osImage: '' },
  ...(reason === undefined ? {} : { reason }),
})

describe('what ails a cluster that was Ready', () => {
  const api = () => {
    const fake = new FakeKubeApi()
    const stop = new AbortController()
    const about = { cluster: 'demo', readKubeconfig: async () => 'one', connectApi: fake.connect }
    return { fake, stop, ailments: watchAilment(about, stop.signal) }
  }
  const value = async (ailments: ReturnType<typeof watchAilment>) => (await ailments.next()).value ?? undefined

  it('is each node that is no longer Ready, with its reason, until all are again', async () => {
    const { fake, stop, ailments } = api()
    fake.health.set({ nodes: [node('server-0'), node('agent-0')] })
    expect(await value(ailments)).toBeUndefined()
    fake.health.set({ nodes: [node('server-0'), node('agent-0', 'Kubelet stopped posting node status.')] })
    expect(await value(ailments)).toEqual({
      code: 'k3s.nodes_not_ready',
      params: { nodes: 'agent-0' },
      detail: 'Kubelet stopped posting node status.',
    })
    // The same again is no news.
    fake.health.set({ nodes: [node('server-0'), node('agent-0', 'Kubelet stopped posting node status.')] })
    const next = value(ailments)
    fake.health.set({ nodes: [node('server-0'), node('agent-0')] })
    expect(await next).toBeUndefined()
    stop.abort()
    expect(await ailments.next()).toMatchObject({ done: true })
    expect(fake.openWatches).toBe(0)
  })

  it('is an API that has been silent for five seconds, and not one that is busy for less', async () => {
    const { fake, stop, ailments } = api()
    fake.health.set({ nodes: [node('server-0')] })
    expect(await value(ailments)).toBeUndefined()
    const sinceMs = Date.now() - 4500
    fake.health.set({ nodes: [node('server-0')], failure: { sinceMs, error: new Error('connect ECONNREFUSED') } })
    expect(await value(ailments)).toMatchObject({ code: 'api.unreachable', detail: 'connect ECONNREFUSED' })
    expect(Date.now() - sinceMs).toBeGreaterThanOrEqual(4990)
    fake.health.set({ nodes: [node('server-0')] })
    expect(await value(ailments)).toBeUndefined()
    stop.abort()
    await ailments.return()
  })
})
