import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { type Claim, Claims } from '../../../electron/cluster/change/claims.ts'
import { observeCluster } from '../../../electron/cluster/read/observe.ts'
import { thisProcess } from '../../../electron/host/process-identity.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const never = new AbortController().signal
const isNever = () => false
const isAlways = () => true
const demo = { cluster: 'demo', kind: 'create' } as const

async function outcome(work: Promise<Claim>): Promise<Claim | { code: string; params: unknown }> {
  try {
    return await work
  } catch (error) {
    const { code, params } = problemOf(error)
    return { code, params }
  }
}

const isClaim = (each: Claim | { code: string }): each is Claim => 'release' in each

describe('a claim on a cluster', () => {
  it('is had by one; everybody else hears who has it, what for and since when', async () => {
    const runtime = new FakeRuntime()
    const first = await new Claims({ maker: 'here/1', isRunning: isAlways }).take(runtime, demo, never)
    const second = await outcome(
      new Claims({ maker: 'here/2', isRunning: isAlways }).take(runtime, { cluster: 'demo', kind: 'start' }, never),
    )
    expect(second).toEqual({
      code: 'cluster.busy',
      params: { cluster: 'demo', operation: 'create', maker: 'here/1', since: expect.stringMatching(/^20\d\d-/) },
    })
    await first.release()
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  })

  it('is no part of the cluster: what is only claimed is not there', async () => {
    const runtime = new FakeRuntime()
    const claim = await new Claims().take(runtime, demo, never)
    const { volumes, claim: seen } = await observeCluster(runtime, 'demo')
    expect([volumes, seen?.operationId, seen?.maker]).toEqual([[], claim.operationId, thisProcess()])
  })

  it('is given up for somebody who wants to delete the cluster', async () => {
    const runtime = new FakeRuntime()
    const first = await new Claims({ maker: 'here/1', isRunning: isAlways }).take(runtime, demo, never)
    const deleting = new Claims({ maker: 'here/2', isRunning: isAlways }).take(
      runtime,
      { cluster: 'demo', kind: 'delete' },
      never,
    )
    expect(await first.asked(never)).toBe('here/2')
    await first.release()
    const second = await deleting
    await second.release()
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  })

  it('of a process that died is taken over, and said', async () => {
    const runtime = new FakeRuntime()
    await new Claims({ maker: 'here/1' }).take(runtime, demo, never)
    const next = await new Claims({ maker: 'here/2', isRunning: isNever }).take(runtime, demo, never)
    expect(next.tookOverFrom).toMatchObject({ maker: 'here/1', kind: 'create' })
    await next.release()
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  })

  it('takes along the request of somebody who died while waiting for it to stop', async () => {
    const runtime = new FakeRuntime()
    const claim = await new Claims().take(runtime, demo, never)
    const labels = {
      'dev.sampan.cluster': 'demo',
      'dev.sampan.cancel': claim.operationId,
      'dev.sampan.maker': 'here/9',
    }
    await runtime.createVolume({ name: `sampan-demo-claim-cancel-${claim.operationId}`, labels })
    await claim.release()
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  })

  it('that this very process left behind when Docker went away is taken over by it', async () => {
    const runtime = new FakeRuntime()
    const claims = new Claims({ maker: 'here/1', isRunning: isAlways })
    const first = await claims.take(runtime, demo, never)
    runtime.breakConnection()
    const releasing = first.release()
    await pause(10)
    await releasing
    runtime.restoreConnection()
    expect((await claims.take(runtime, demo, never)).tookOverFrom).toMatchObject({ maker: 'here/1' })
  })

  it('of a kind that this version does not know is respected, and told as what it is', async () => {
    const runtime = new FakeRuntime()
    const held = await new Claims({ maker: 'newer/1' }).take(runtime, demo, never)
    const [{ labels } = { labels: {} }] = await runtime.listVolumes({ label: 'dev.sampan.claim' })
    await held.release()
    const newer: Record<string, string> = { ...labels, 'dev.sampan.kind': 'snapshot' }
    delete newer['dev.sampan.answers']
    await runtime.createVolume({ name: 'sampan-demo-claim', labels: newer })
    const second = await outcome(new Claims({ maker: 'here/2', isRunning: isAlways }).take(runtime, demo, never))
    expect(second).toMatchObject({ code: 'cluster.busy', params: { operation: 'unknown', maker: 'newer/1' } })
  })

  it.each([
    ['without a label', {}],
    ['of another cluster', { 'dev.sampan.cluster': 'demo-2', 'dev.sampan.claim': 'o', 'dev.sampan.maker': 'x/1' }],
    ['of the cluster, and nobody’s', { 'dev.sampan.cluster': 'demo' }],
  ])('cannot be had where a volume %s has its name: that is said at once, and the volume stays', async (_, labels) => {
    const runtime = new FakeRuntime()
    await runtime.createVolume({ name: 'sampan-demo-claim', labels })
    const before = runtime.requests
    expect(await outcome(new Claims().take(runtime, demo, never))).toEqual({
      code: 'volume.taken',
      params: { cluster: 'demo', volume: 'sampan-demo-claim' },
    })
    expect(runtime.requests - before).toBeLessThan(10)
    expect((await runtime.createVolume({ name: 'sampan-demo-claim', labels: { other: 'yes' } })).labels).toEqual(labels)
  })

  it('that somebody else has taken meanwhile is known to be lost', async () => {
    const runtime = new FakeRuntime()
    const first = await new Claims({ maker: 'here/1' }).take(runtime, demo, never)
    await first.confirm()
    const second = await new Claims({ maker: 'here/2', isRunning: isNever }).take(runtime, demo, never)
    await expect(first.confirm()).rejects.toMatchObject({ problem: { code: 'cluster.claim_lost' } })
    // Its late release takes nothing from the new holder.
    await first.release()
    await second.confirm()
  })

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'is had by the next one when another died %d requests into putting a dead one aside',
    async (requests) => {
      const runtime = new FakeRuntime()
      await new Claims({ maker: 'here/1' }).take(runtime, demo, never)
      await outcome(new Claims({ maker: 'here/2', isRunning: isNever }).take(cutAfter(runtime, requests), demo, never))
      const next = await new Claims({ maker: 'here/3', isRunning: isNever }).take(runtime, demo, never)
      expect((await observeCluster(runtime, 'demo')).claim?.operationId).toBe(next.operationId)
      await next.release()
      expect(await runtime.listVolumes({ label: 'dev.sampan.claim' })).toEqual([])
    },
  )

  it('is never had by two, however many come at once, whoever of them is dead', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
        async (dead, comers, delays) => {
          const runtime = new FakeRuntime()
          // The dead left their claims, one of them perhaps while it was putting another one aside.
          for (let index = 0; index < dead; index += 1) {
            runtime.latencyMs = 0
            const claims = new Claims({ maker: `here/${index}`, isRunning: isNever })
            await claims.take(runtime, demo, never)
          }
          runtime.latencyMs = 1
          const isRunning = (maker: string) => Number(maker.split('/')[1]) >= 100
          let holders = 0
          let most = 0
          const results = await Promise.all(
            Array.from({ length: comers }, async (_, index) => {
              await pause(delays[index] ?? 0)
              const claim = await outcome(
                new Claims({ maker: `here/${100 + index}`, isRunning }).take(runtime, demo, never),
              )
              if (!isClaim(claim)) return claim.code
              holders += 1
              most = Math.max(most, holders)
              await pause(5)
              holders -= 1
              await claim.release()
              return 'held'
            }),
          )
          expect(most).toBe(1)
          expect(results).toContain('held')
          expect(results.every((each) => each === 'held' || each === 'cluster.busy')).toBe(true)
          runtime.latencyMs = 0
          expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

/** A process that dies: after so many requests nothing of it reaches Docker any more. */
function cutAfter(runtime: FakeRuntime, requests: number): FakeRuntime {
  let sent = 0
  return new Proxy(runtime, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        sent += 1
        if (sent > requests) throw new Error('killed')
        return Reflect.apply(value, target, args)
      }
    },
  })
}
