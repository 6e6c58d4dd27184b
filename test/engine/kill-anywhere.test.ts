import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Cluster, ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { sharedAbort } from '../../electron/async/scope.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'
import { type Death, MortalRuntime } from './mortal-runtime.ts'

const options = { signal: sharedAbort().signal }
const newImage = 'rancher/k3s:v1.36.3-k3s1'

interface Operation {
  readonly name: string
  /** What is there before, of the spec below. */
  readonly before: 'nothing' | 'running' | 'stopped'
  readonly run: (engine: ClusterEngine, spec: ClusterSpec) => Promise<unknown>
}

const changed = (name: string, change: (spec: ClusterSpec) => ClusterSpec): Operation => ({
  name,
  before: 'running',
  run: async (engine, spec) => {
    const basedOn = (await known(engine, spec.name)).generation
    const more = { ...options, basedOn }
    return engine.apply(change(spec), more)
  },
})

const operations: Operation[] = [
  { name: 'a create', before: 'nothing', run: (engine, spec) => engine.create(spec, options) },
  changed('a change to two agents more', (spec) => ({ ...spec, agents: spec.agents + 2 })),
  changed('a change to no agents', (spec) => ({ ...spec, agents: 0 })),
  changed('a change of the image', (spec) => ({ ...spec, image: newImage })),
  changed('a change of a flag', (spec) => ({
    ...spec,
    k3sArgs: [...spec.k3sArgs, { flag: '--debug', on: 'all' as const }],
  })),
  changed('a change of the API port', (spec) => ({ ...spec, apiPort: spec.apiPort + 1000 })),
  { name: 'a start', before: 'stopped', run: (engine, { name }) => engine.start(name, options) },
  { name: 'a stop', before: 'running', run: (engine, { name }) => engine.stop(name, options) },
  { name: 'a delete', before: 'running', run: (engine, { name }) => engine.delete(name, options) },
]

const callsAtOnce = 8
let nextPort = 17_000
/** As `host/pid`: who is killed. */
const victim = 'here/2'

describe.each(operations)('$name that is killed at any call to Docker', (operation) => {
  it('is finished by a start where that is offered, and removed by a delete', async () => {
    await atEachCall(async (call) => {
      const came = [false, true].map(async (isDone) => {
        const finished = await killed(operation, { call, isDone })
        if (!finished) return false
        await expectFinished(finished, { call, isDone })
        const removed = await killed(operation, { call, isDone })
        if (!removed) throw new Error('The same operation made fewer calls the second time')
        await expectRemoved(removed, { call, isDone })
        return true
      })
      return (await Promise.all(came)).every(Boolean)
    })
  })

  it('keeps others out while it lives: a create of that name changes nothing and hears who', async () => {
    let times = 0
    await atEachCall(async (call) => {
      const heard: unknown[] = []
      const where = await killed(operation, { call, isDone: false }, async ({ engineOver, runtime, spec }) => {
        // Before the first thing that it does, and after the last, it has no claim to anything.
        if ((await runtime.listVolumes({ label: 'dev.sampan.claim' })).length === 0) return
        times += 1
        const before = await atRest(runtime)
        const failure = await engineOver(runtime, 'here/3')
          .create({ ...spec, apiPort: spec.apiPort + 2000 }, options)
          .then(
            () => 'it was made',
            (error: unknown) => problemOf(error),
          )
        heard.push([failure, await everything(runtime)], [busy(spec.name), before])
      })
      const [actual, expected] = heard
      expect([call, actual]).toEqual([call, expected])
      return where !== undefined
    })
    expect(times).toBeGreaterThan(1)
  })
})

/** They share nothing, and mostly wait. Until one is over before its call. */
async function atEachCall(work: (call: number) => Promise<boolean>): Promise<void> {
  for (let first = 1; ; first += callsAtOnce) {
    const came = await Promise.all(Array.from({ length: callsAtOnce }, (_, offset) => work(first + offset)))
    if (came.includes(false)) return
  }
}

const busy = (cluster: string) =>
  expect.objectContaining({
    code: 'cluster.busy',
    params: expect.objectContaining({ cluster, maker: victim, since: expect.stringMatching(/./) }),
  })

it('two creates of one name in one moment: one is made, and the other says who makes it', async () => {
  const { runtime, engineOver } = fakeDocker()
  for (const latencyMs of [0, 1, 3]) {
    runtime.latencyMs = latencyMs
    const spec = specOf()
    const outcomes = await Promise.all(
      [spec, { ...spec, apiPort: spec.apiPort + 500 }].map((each, at) =>
        engineOver(runtime, `here/${at}`)
          .create(each, options)
          .then(
            ({ state }) => state as string,
            (error: unknown) => problemOf(error).code,
          ),
      ),
    )
    expect([latencyMs, outcomes.sort()]).toEqual([latencyMs, ['cluster.busy', 'ready']])
  }
})

interface Wreck extends ReturnType<typeof fakeDocker> {
  readonly spec: ClusterSpec
}

/** Undefined when the operation was over before that call. */
async function killed(
  operation: Operation,
  death: Death,
  beforeDeath: (wreck: Wreck) => Promise<void> = async () => undefined,
): Promise<Wreck | undefined> {
  const docker = fakeDocker()
  const present = docker.runtime.images.get(image)
  if (present) docker.runtime.images.set(newImage, { ...present, id: 'sha256:2' })
  const spec = specOf()
  const wreck = { ...docker, spec }
  const before = docker.engineOver(docker.runtime, 'here/1')
  if (operation.before !== 'nothing') await before.create(spec, options)
  if (operation.before === 'stopped') await before.stop(spec.name, options)
  const mortal = new MortalRuntime(docker.runtime, {
    death,
    beforeDeath: async () => {
      await beforeDeath(wreck)
      docker.dead.add(victim)
    },
  })
  const work = operation.run(docker.engineOver(mortal.runtime, victim), spec)
  const outcome = await Promise.race([work.then(() => 'over' as const), mortal.died.then(() => 'dead' as const)])
  return outcome === 'dead' ? wreck : undefined
}

async function expectFinished({ engineOver, runtime, spec }: Wreck, death: Death): Promise<void> {
  const engine = engineOver(runtime, 'here/3')
  const found = (await engine.list()).find(({ name }) => name === spec.name)
  if (!found) {
    // Nothing of it counts: the name is free.
    expect([death, (await engine.create(spec, options)).state]).toEqual([death, 'ready'])
    return
  }
  if (!mayFinish(found)) return
  const outcome = await engine.start(spec.name, options).then(
    ({ state }) => state as string,
    (error: unknown) => problemOf(error),
  )
  expect([death, outcome, found]).toEqual([death, 'ready', found])
  const { agents } = (await known(engine, spec.name)).spec
  const containers = await runtime.listContainers({ label: 'dev.sampan.cluster', value: spec.name })
  const nodes = ['server-0', ...Array.from({ length: agents }, (_, at) => `agent-${at}`)]
  expect([death, containers.map(({ name, state }) => [name, state]).sort()]).toEqual([
    death,
    nodes.map((node) => [`sampan-${spec.name}-${node}`, 'running']).sort(),
  ])
  expect([death, await runtime.listVolumes({ label: 'dev.sampan.claim' })]).toEqual([death, []])
}

async function expectRemoved({ engineOver, runtime, spec }: Wreck, death: Death): Promise<void> {
  const engine = engineOver(runtime, 'here/3')
  const isThere = (await engine.list()).some(({ name }) => name === spec.name)
  if (isThere) await engine.delete(spec.name, options)
  // Of a create that was killed before it made anything its claim may be there still; the next of that name takes it over.
  const left = (await everything(runtime)).filter((each) => isThere || !each.includes('-claim'))
  expect([death, left]).toEqual([death, []])
}

function mayFinish({ state, problem }: Cluster): boolean {
  return state !== 'incomplete' || problem?.actions?.some(({ kind }) => kind === 'finishCluster') === true
}

/** What is there once the requests that were on their way have arrived. */
async function atRest(runtime: Wreck['runtime']): Promise<string[]> {
  let last = await everything(runtime)
  for (;;) {
    await pause(4 * (runtime.latencyMs + runtime.listLagMs))
    const now = await everything(runtime)
    if (JSON.stringify(now) === JSON.stringify(last)) return now
    last = now
  }
}

async function everything(runtime: Wreck['runtime']): Promise<string[]> {
  const [containers, volumes, networks] = await Promise.all([
    runtime.listContainers({ label: 'dev.sampan.cluster' }),
    runtime.listVolumes({ label: 'dev.sampan.cluster' }),
    runtime.listNetworks(),
  ])
  return [
    ...containers.map(({ name, id, state }) => `container ${name} ${id} ${state}`),
    ...volumes.map(({ name, labels }) => `volume ${name} ${JSON.stringify(labels)}`),
    ...networks.map(({ name, id }) => `network ${name} ${id}`),
  ].sort()
}

/** The spec that is there, and which one it is. */
async function known(engine: ClusterEngine, name: string): Promise<{ spec: ClusterSpec; generation: number }> {
  const answer: unknown = await engine.spec(name)
  const bare = ClusterSpec.safeParse(answer)
  return bare.success
    ? { spec: bare.data, generation: 1 }
    : z.object({ spec: ClusterSpec, generation: z.int() }).parse(answer)
}

function specOf(): ClusterSpec {
  nextPort += 1
  return parseSpec({ version: 1, name: uniqueName(), image, agents: 1, apiPort: nextPort })
}
