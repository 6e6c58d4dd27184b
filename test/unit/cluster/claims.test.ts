import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { type Claim, Claims } from '../../../electron/cluster/change/claims.ts'
import { isProcessRunning, startOf, thisProcess } from '../../../electron/cluster/change/process-identity.ts'
import { observeCluster } from '../../../electron/cluster/read/observe.ts'
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

  it('of a process elsewhere is not judged by its number here, although both call their machine the same', async () => {
    const runtime = new FakeRuntime()
    await new Claims({ maker: 'desktop/1', place: 'win32' }).take(runtime, demo, never)
    const second = await outcome(
      new Claims({ maker: 'desktop/2', place: 'linux', isRunning: isNever }).take(runtime, demo, never),
    )
    expect(second).toMatchObject({ code: 'cluster.busy', params: { maker: 'desktop/1' } })
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

  it('of a process in a container that has ended is taken over, of one that runs it is not', async () => {
    const runtime = new FakeRuntime()
    const elsewhere = new Claims({ maker: 'build-host/7' })
    await elsewhere.take(runtime, demo, never)
    const other = await outcome(new Claims({ maker: 'here/2', isRunning: isNever }).take(runtime, demo, never))
    expect(other).toMatchObject({ code: 'cluster.busy' })
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

describe('whether a process still runs', () => {
  const own = startOf(process.pid) ?? ''

  it('is known of this one, whatever its clock says, of one that never was, and of one whose number it has now', () => {
    expect([
      isProcessRunning(thisProcess(), { started: own, sinceMs: Date.now() }),
      isProcessRunning(thisProcess(), { started: own, sinceMs: 1 }),
      isProcessRunning('here/999999999', { started: own, sinceMs: Date.now() }),
      isProcessRunning('here/nonsense', { started: own, sinceMs: Date.now() }),
      isProcessRunning(thisProcess(), { started: 'another boot 1', sinceMs: Date.now() }),
    ]).toEqual([true, true, false, false, false])
  })

  it('is believed for half an hour where its beginning is not known', () => {
    expect([
      isProcessRunning(thisProcess(), { started: '', sinceMs: Date.now() - 60_000 }),
      isProcessRunning(thisProcess(), { started: '', sinceMs: Date.now() - 31 * 60_000 }),
    ]).toEqual([true, false])
  })
})
