import { describe, expect, it } from 'vitest'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { observeCluster } from '../../../electron/cluster/read/observe.ts'
import { until } from '../../engine/docker.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const never = new AbortController().signal
const demo = { cluster: 'demo', kind: 'start' } as const
const claimsOf = (runtime: FakeRuntime) => runtime.listVolumes({ label: 'dev.sampan.claim' })

describe('a claim that cannot be released', () => {
  it('because its engine is away is released once that is back, although the window has gone over to another one', async () => {
    const runtime = new FakeRuntime()
    const claim = await new Claims({ maker: 'here/1', isRunning: () => true }).take(runtime, demo, never)
    runtime.breakConnection()
    await claim.release()
    runtime.restoreConnection()
    // Nobody calls `tidy`.
    await until('it is released', async () => (await claimsOf(runtime)).length === 0, 20_000)
  }, 30_000)

  it('is never removed late, when its own process has the cluster again', async () => {
    const runtime = new FakeRuntime()
    // Every removal is on its way until it is let go.
    let isRemoving: () => void = () => undefined
    const removing = new Promise<void>((resolve) => {
      isRemoving = resolve
    })
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = new Proxy(runtime, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name !== 'removeVolume') return value.bind(target)
        return async (...args: unknown[]) => {
          isRemoving()
          await gate
          return Reflect.apply(value, target, args)
        }
      },
    })
    const claims = new Claims({ maker: 'here/1', isRunning: () => true })
    const first = await claims.take(slow, demo, never)
    const releasing = first.release()
    await removing
    // As the window tidies when the engine is back.
    const tidying = claims.tidy(slow)
    const taking = claims.take(slow, demo, never)
    go()
    const second = await taking
    await Promise.all([tidying, releasing])
    await second.confirm()
    expect((await observeCluster(runtime, 'demo')).claim?.operationId).toBe(second.operationId)
    await second.release()
    expect(await claimsOf(runtime)).toEqual([])
  })

  it('since Docker was lost while it was asked for goes away by itself', async () => {
    const runtime = new FakeRuntime()
    const create = runtime.createVolume.bind(runtime)
    runtime.createVolume = async (options) => {
      await create(options)
      runtime.breakConnection()
      return create(options)
    }
    await expect(new Claims({ maker: 'here/1' }).take(runtime, demo, never)).rejects.toMatchObject({
      problem: { code: 'docker.not_running' },
    })
    runtime.createVolume = create
    runtime.restoreConnection()
    await until('it is gone', async () => (await claimsOf(runtime)).length === 0, 20_000)
  }, 30_000)
})
