import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { observeCluster } from '../../../electron/cluster/read/observe.ts'
import { watchList } from '../../../electron/cluster/read/watch-list.ts'
import { startOf } from '../../../electron/host/process-identity.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const never = new AbortController().signal
const demo = { cluster: 'demo', kind: 'create' } as const
const elsewhere = 'linux pid:[9]'
const ofDemo = { label: 'dev.sampan.cluster', value: 'demo' }

/** Here, as a new process, that waits for an answer as long as a test can. */
const comer = () => new Claims({ maker: 'here/2', isRunning: () => undefined, silenceMs: 300 })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: unknown) => problemOf(error).code,
  )

/** What a process leaves that takes the cluster and is killed: nothing of it reaches Docker any more. */
async function leftBy(process: { maker: string; place?: string }): Promise<FakeRuntime> {
  const runtime = new FakeRuntime()
  let isDead = false
  const mortal = new Proxy(runtime, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => (isDead ? new Promise(() => undefined) : Reflect.apply(value, target, args))
    },
  })
  await new Claims(process).take(mortal, demo, never)
  isDead = true
  return runtime
}

const oldClaim = (more: Record<string, string>) => ({
  name: 'sampan-demo-claim',
  labels: {
    'dev.sampan.cluster': 'demo',
    'dev.sampan.claim': 'op-old',
    'dev.sampan.kind': 'create',
    'dev.sampan.place': elsewhere,
    'dev.sampan.started': '',
    ...more,
  },
})
/** A container of somebody else's. */
const alien = {
  ...{ name: 'dev', exitCode: 0, isOutOfMemory: false, restartCount: 0, error: '', labels: {} },
  ...{ finishedAtMs: undefined, logFileBytes: undefined },
}
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

describe('the holder of a claim', () => {
  it('that lives anywhere is asked, and answers, however long it takes', async () => {
    const runtime = new FakeRuntime()
    vi.setSystemTime(Date.now() - 31 * 60_000)
    const claim = await new Claims({ maker: 'far/1', place: elsewhere }).take(runtime, demo, never)
    vi.useRealTimers()
    expect(await outcome(comer().take(runtime, demo, never))).toBe('cluster.busy')
    await claim.release()
    expect(await runtime.listVolumes(ofDemo)).toEqual([])
  })

  it('that is in a container which lives on, and does not answer, is put aside', async () => {
    const runtime = await leftBy({ maker: '0123456789ab/7', place: elsewhere })
    const inspect = runtime.inspectContainer.bind(runtime)
    runtime.inspectContainer = async (id) => {
      if (id !== '0123456789ab') return inspect(id)
      return { ...alien, id, state: 'running', startedAtMs: 0 }
    }
    const claim = await comer().take(runtime, demo, never)
    expect(claim.tookOverFrom).toMatchObject({ maker: '0123456789ab/7' })
    await claim.release()
    expect(await runtime.listVolumes(ofDemo)).toEqual([])
  })

  it('that has our machine’s name and first namespace, on another machine, is asked', async () => {
    const runtime = new FakeRuntime()
    const claims = new Claims({ maker: 'ubuntu/999999' })
    await claims.take(runtime, demo, never)
    const [{ labels } = { labels: {} }] = await runtime.listVolumes({ label: 'dev.sampan.claim' })
    await runtime.removeVolume('sampan-demo-claim')
    await runtime.createVolume({
      name: 'sampan-demo-claim',
      labels: { ...labels, 'dev.sampan.started': 'another-boot 1' },
    })
    expect(await outcome(new Claims({ maker: 'ubuntu/2' }).take(runtime, demo, never))).toBe('cluster.busy')
  })

  it('of a process here that is gone is dead at once, without a question', async () => {
    const runtime = await leftBy({ maker: 'here/999999999' })
    const before = performance.now()
    const claim = await new Claims({ maker: 'here/2' }).take(runtime, demo, never)
    expect(claim.tookOverFrom).toMatchObject({ maker: 'here/999999999' })
    expect(performance.now() - before).toBeLessThan(5000)
  })

  it('answers again after Docker was away', async () => {
    const runtime = new FakeRuntime()
    await new Claims({ maker: 'far/1', place: elsewhere }).take(runtime, demo, never)
    runtime.breakConnection()
    runtime.restoreConnection()
    const patient = new Claims({ maker: 'here/2', isRunning: () => undefined, silenceMs: 20_000 })
    expect(await outcome(patient.take(runtime, demo, never))).toBe('cluster.busy')
  })

  it('is not dead because Docker stood still for longer than it may be silent', async () => {
    const runtime = new FakeRuntime()
    await new Claims({ maker: 'far/1', place: elsewhere }).take(runtime, demo, never)
    let still: Promise<unknown> | undefined
    const { createVolume, listVolumes } = runtime
    runtime.createVolume = async (options) => {
      const made = await createVolume.call(runtime, options)
      if (options.name.includes('-question-')) still ??= pause(600)
      return made
    }
    runtime.listVolumes = async (...args) => {
      await still
      return listVolumes.apply(runtime, args)
    }
    expect(await outcome(comer().take(runtime, demo, never))).toBe('cluster.busy')
  })

  it('answers while it is on its way back, asked to stop by a delete', async () => {
    const runtime = new FakeRuntime()
    const first = await new Claims({ maker: 'far/1', place: elsewhere }).take(runtime, demo, never)
    const deleting = comer().take(runtime, { cluster: 'demo', kind: 'delete' }, never)
    expect(await first.asked(never)).toBe('here/2')
    expect(await outcome(comer().take(runtime, demo, never))).toBe('cluster.busy')
    await first.release()
    const second = await deleting
    expect([second.tookOverFrom, second.hasStoppedAnother]).toEqual([undefined, true])
  })

  it('is not asked twice where somebody only looks, and its question is no part of the cluster and no news', async () => {
    const runtime = await leftBy({ maker: 'far/1', place: elsewhere })
    const made: string[] = []
    const create = runtime.createVolume.bind(runtime)
    let seen: Awaited<ReturnType<typeof observeCluster>> | undefined
    runtime.createVolume = async (options) => {
      const volume = await create(options)
      made.push(options.name)
      seen ??= await observeCluster(runtime, 'demo')
      return volume
    }
    let lists = 0
    const stop = new AbortController()
    const list = async () => {
      lists += 1
      return []
    }
    const watching = watchList({ runtime, list, forget: () => undefined }, stop.signal)
    await watching.next()
    const end = watching.next()
    const claims = comer()
    const { claim } = await observeCluster(runtime, 'demo')
    if (!claim) throw new Error('There is no claim')
    const looks = await Promise.all([1, 2, 3].map(() => claims.seemsAlive(runtime, 'demo', claim)))
    looks.push(await claims.seemsAlive(runtime, 'demo', claim))
    expect([looks, made.length]).toEqual([[false, false, false, false], 1])
    expect([seen?.volumes, seen?.claim?.operationId]).toEqual([[], claim.operationId])
    // Something that is news, after which everything before it would have been told.
    await runtime.createVolume({ name: 'sampan-demo-server-0-k3s', labels: {} })
    await end
    stop.abort()
    expect(lists).toBe(2)
    expect(await runtime.listVolumes({ label: 'dev.sampan.question' })).toEqual([])
  }, 15_000)

  it('leaves the question of somebody who died over it to whoever has the cluster next', async () => {
    const runtime = new FakeRuntime()
    const labels = { 'dev.sampan.cluster': 'demo', 'dev.sampan.question': 'long-gone' }
    await runtime.createVolume({ name: 'sampan-demo-claim-question-1', labels })
    const claim = await comer().take(runtime, demo, never)
    await claim.release()
    expect(await runtime.listVolumes(ofDemo)).toEqual([])
  })
})

// They did not answer.
describe('the holder of a claim of an older Sampan', () => {
  it.each([
    ['on another machine is believed for half an hour', { 'dev.sampan.maker': 'far/7' }, 29, 'cluster.busy'],
    ['on another machine is not believed for ever', { 'dev.sampan.maker': 'far/7' }, 31, 'taken'],
    [
      'here is believed as long as a process of its number is there, though it pulls for long',
      { 'dev.sampan.maker': `mac/${process.pid}`, 'dev.sampan.place': 'darwin' },
      31,
      'cluster.busy',
    ],
    [
      'here is dead once its process is gone',
      { 'dev.sampan.maker': 'mac/999999999', 'dev.sampan.place': 'darwin' },
      1,
      'taken',
    ],
  ])('%s', async (_, labels, minutes, expected) => {
    const runtime = new FakeRuntime()
    await runtime.createVolume(oldClaim({ ...labels, 'dev.sampan.since': ago(minutes) }))
    const claims = new Claims({ maker: 'mac/1', place: 'darwin' })
    expect(await outcome(claims.take(runtime, { cluster: 'demo', kind: 'start' }, never))).toBe(expected)
  })

  it.each([
    ['runs since before is believed', 60, 10, 'cluster.busy'],
    ['was restarted since is dead', 5, 10, 'taken'],
    ['runs on is not believed for ever', 600, 500, 'taken'],
  ])('in a container that %s', async (_, startedMinutes, sinceMinutes, expected) => {
    const runtime = new FakeRuntime()
    runtime.inspectContainer = async (id) => ({
      ...alien,
      id,
      state: 'running' as const,
      startedAtMs: Date.parse(ago(startedMinutes)),
    })
    const labels = { 'dev.sampan.maker': '0123456789ab/7', 'dev.sampan.since': ago(sinceMinutes) }
    await runtime.createVolume(oldClaim(labels))
    expect(await outcome(new Claims().take(runtime, { cluster: 'demo', kind: 'start' }, never))).toBe(expected)
  })

  it('is known by its beginning where that is told', async () => {
    const runtime = new FakeRuntime()
    const [boot = ''] = startOf(process.pid).split(' ')
    const here = new Claims({ maker: 'here/1', place: 'linux' })
    const labels = { 'dev.sampan.maker': `here/${process.pid}`, 'dev.sampan.place': 'linux' }
    await runtime.createVolume(oldClaim({ ...labels, 'dev.sampan.started': `${boot} 1`, 'dev.sampan.since': ago(1) }))
    expect(await outcome(here.take(runtime, { cluster: 'demo', kind: 'start' }, never))).toBe('taken')
  })
})
