import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const options = { signal: new AbortController().signal }

describe('an engine that goes away in the middle of a create', () => {
  it('at whatever step, is waited for: nothing is left once it is back, and the name is free', async () => {
    const probing = await fakeWorld()
    let events = 0
    await probing.engine.create(probing.spec({ agents: 1 }), { ...options, onEvent: () => (events += 1) })
    expect(events).toBeGreaterThan(20)
    const moments = Array.from({ length: events - 1 }, (_, index) => index + 2)
    const results = await Promise.all(moments.map((at) => createWith(at)))
    expect(results.map(({ at, leftovers }) => [at, leftovers])).toEqual(moments.map((at) => [at, []]))
    const codes = new Set(results.map(({ code }) => code))
    expect([...codes].filter((code) => !code.startsWith('docker.') && code !== 'was made')).toEqual([])
  }, 60_000)
})

/** A create during whose n-th event the engine goes away for a moment. */
async function createWith(at: number): Promise<{ at: number; code: string; leftovers: string[] }> {
  const world = await fakeWorld()
  // Ports are really looked at, and all of these worlds are on one machine.
  const spec = world.spec({ agents: 1, apiPort: 17_000 + at })
  let seen = 0
  let isBack: Promise<void> | undefined
  const onEvent = () => {
    seen += 1
    if (seen === at) isBack = goAway(world.runtime, 20)
  }
  const found = await problemFrom(world.engine.create(spec, { ...options, onEvent })).catch(() => undefined)
  await isBack
  if (found) return { at, code: found.code, leftovers: await world.leftovers(spec.name) }
  // Too late to matter.
  expect((await world.engine.get(spec.name)).state).toBe('running')
  await world.engine.delete(spec.name, options)
  return { at, code: 'was made', leftovers: await world.leftovers(spec.name) }
}

/** For so many milliseconds. */
async function goAway(runtime: Awaited<ReturnType<typeof fakeWorld>>['runtime'], ms: number): Promise<void> {
  runtime.breakConnection()
  await delay(ms)
  runtime.restoreConnection()
}

describe('a change that fails', () => {
  it('after the server has come back and before the agents are made goes back, and its generation is not used again', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ agents: 1, apiPort: 18_001 })
    await world.engine.create(spec, options)
    const before = await world.engine.spec(spec.name)
    const full = problem('disk.full', { path: '/var/lib/docker' })
    world.runtime.failNext('createContainer', full, `sampan-${spec.name}-agent-0-next`)
    const changed = { ...spec, env: { ...spec.env, ADDED: 'yes' } }
    expect((await problemFrom(world.engine.apply(changed, options))).code).toBe('disk.full')
    const after = await world.engine.spec(spec.name)
    expect([after, (await world.containers(spec.name)).map(({ state }) => state)]).toEqual([
      before,
      ['running', 'running'],
    ])
    await world.engine.apply(changed, options)
    expect((await world.engine.spec(spec.name)).generation).toBe(before.generation + 2)
  })
})

describe('a container that Docker has lost track of', () => {
  it('is made again by the start, with its data', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ apiPort: 18_002 })
    await world.engine.create(spec, options)
    const [id] = (await world.containers(spec.name)).map(({ name }) => world.runtime.container(name).id)
    await world.engine.stop(spec.name, options)
    const server = `sampan-${spec.name}-server-0`
    world.runtime.failNext('startContainer', problem('docker.container_stuck', { container: server }), server)
    expect((await world.engine.start(spec.name, options)).state).toBe('ready')
    expect(world.runtime.container(server).id).not.toBe(id)
  })
})

describe('a claim that could not be released', () => {
  it('stands in nobody’s way who shares its process', async () => {
    const world = await fakeWorld()
    const claims = new Claims({ maker: 'here/9', isRunning: () => true })
    const claim = await claims.take(world.runtime, { cluster: 'demo', kind: 'create' }, options.signal)
    world.runtime.breakConnection()
    await claim.release()
    world.runtime.restoreConnection()
    await claims.tidy(world.runtime)
    expect(await world.leftovers('demo')).toEqual([])
  })
})
