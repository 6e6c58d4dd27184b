import { expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { sharedAbort } from '../../electron/async/scope.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { uniqueName } from './docker.ts'
import { writtenBy } from './fake-data.ts'
import { brokenImage, newerImage } from './fake-servers.ts'
import { balancerImage, databaseImage, fakeDocker, image } from './fake-world.ts'
import { type Death, MortalRuntime } from './mortal-runtime.ts'
import { problemFrom } from './problem-from.ts'

const options = { signal: sharedAbort().signal }
const victim = 'here/2'
/** Trials share nothing, and mostly wait. */
const atOnce = 24
/** In the long form at every call, before it and after it. */
const isLong = process.env.SAMPAN_TEST_LONG === '1'
const stride = isLong ? 1 : 3
let nextPort = 21_000

interface Shape {
  readonly name: string
  readonly more: Partial<ClusterSpec>
  /** Whose data it is that an upgrade changes, where that is not the user's own. */
  readonly store: 'server-0' | 'db' | undefined
}

const endpoint = 'postgres://k3s:pw@db.example.net:5432/k3s'
const shapes: Shape[] = [
  { name: 'one server on SQLite', more: {}, store: 'server-0' },
  { name: 'three servers on etcd', more: { servers: 3, datastore: { kind: 'etcd' } }, store: 'server-0' },
  {
    name: 'two servers on a managed database',
    more: { servers: 2, datastore: { kind: 'managed', engine: 'postgres', image: databaseImage } },
    store: 'db',
  },
  {
    name: 'two servers on a database of the user',
    more: { servers: 2, datastore: { kind: 'external', endpoint } },
    store: undefined,
  },
]

interface Trial {
  readonly name: string
  /** The k3s that is there before the process that is killed begins, beside that of before. */
  readonly failed: boolean
  readonly run: (engine: ClusterEngine, spec: ClusterSpec) => Promise<unknown>
  /** What somebody does afterwards, and which k3s is there then. */
  readonly afterwards: (engine: ClusterEngine, spec: ClusterSpec) => Promise<unknown>
  readonly to: string
}

const upgrade = (to: string) => (engine: ClusterEngine, spec: ClusterSpec) =>
  engine.apply({ ...spec, image: to }, options)
const back = (engine: ClusterEngine, { name }: ClusterSpec) => engine.revert(name, options)

const trials: Trial[] = [
  {
    ...{ name: 'an upgrade', failed: false, run: upgrade(newerImage), to: newerImage },
    afterwards: upgrade(newerImage),
  },
  {
    ...{ name: 'an upgrade that fails', failed: false, run: failing, to: image },
    afterwards: async (engine, spec) => {
      await failing(engine, spec)
      await back(engine, spec)
    },
  },
  {
    ...{ name: 'an upgrade that fails, and is not tried again', failed: false, run: failing, to: image },
    afterwards: async (engine, spec) => {
      const { hasWayBack } = await engine.get(spec.name)
      // Nothing newer has been started without a way back; what is not begun is left by asking for what is there.
      await (hasWayBack ? back(engine, spec) : engine.apply(spec, options))
    },
  },
  {
    ...{ name: 'a way back', failed: true, run: back, to: image },
    afterwards: async (engine, spec) => {
      const { hasWayBack } = await engine.get(spec.name)
      await (hasWayBack ? back(engine, spec) : engine.start(spec.name, options))
    },
  },
  {
    ...{ name: 'a way back that a start goes on with', failed: true, run: back, to: image },
    afterwards: async (engine, spec) => {
      const { hasWayBack, problem } = await engine.get(spec.name)
      // Where it has not begun, a start would only start what there is.
      const isBegun = problem?.code === 'cluster.going_back' || !hasWayBack
      await (isBegun ? engine.start(spec.name, options) : back(engine, spec))
    },
  },
]

it.each(shapes.flatMap((shape) => trials.map((trial) => ({ shape, trial, title: `${trial.name} of ${shape.name}` }))))(
  '$title that is killed at any call to Docker ends where it is meant to, with the data of it',
  async ({ shape, trial }) => {
    const at = async (death: Death) => {
      const wreck = await killed(shape, trial, death)
      if (!wreck) return false
      const outcome = await trial.afterwards(wreck.engineOver(wreck.runtime, 'here/3'), wreck.spec).then(
        () => 'done' as const,
        (error: unknown) => problemOf(error),
      )
      expect([death, outcome, await found(wreck, shape)]).toEqual([death, 'done', wanted(wreck.spec, shape, trial)])
      return true
    }
    for (let first = 1; ; first += (atOnce / 2) * stride) {
      const calls = Array.from({ length: atOnce / 2 }, (_, offset) => first + offset * stride)
      const deaths = calls.flatMap((call, index) =>
        (isLong ? [true, false] : [index % 2 === 0]).map((isDone) => ({ call, isDone })),
      )
      const came = await Promise.all(deaths.map(at))
      if (came.includes(false)) break
    }
  },
  600_000,
)

async function failing(engine: ClusterEngine, spec: ClusterSpec): Promise<void> {
  const { code } = await problemFrom(upgrade(brokenImage)(engine, spec))
  if (!['k3s.unknown_flag', 'cluster.stays_upgraded'].includes(code)) throw new Error(`It failed with ${code}`)
}

interface Wreck extends ReturnType<typeof fakeDocker> {
  readonly spec: ClusterSpec
}

/** Undefined when the operation was over before that call. */
async function killed({ more }: Shape, { failed, run }: Trial, death: Death): Promise<Wreck | undefined> {
  const docker = fakeDocker()
  const { runtime, engineOver, dead } = docker
  for (const [at, each] of [newerImage, brokenImage].entries()) runtime.images.set(each, { id: `sha256:newer${at}` })
  nextPort += 1
  const base = { version: 1, name: uniqueName(), image, apiPort: nextPort, loadBalancer: { image: balancerImage } }
  const spec = parseSpec({ ...base, ...more })
  const first = engineOver(runtime, 'here/1')
  await first.create(spec, options)
  // Kubernetes writes whole seconds, and no real node is replaced within the one in which it was Ready.
  runtime.clockAheadMs += 60_000
  if (failed) await failing(first, spec)
  const mortal = new MortalRuntime(runtime, {
    death,
    beforeDeath: async () => {
      dead.add(victim)
    },
  })
  const work = run(engineOver(mortal.runtime, victim), spec)
  const outcome = await Promise.race([work.then(() => 'over' as const), mortal.died.then(() => 'dead' as const)])
  return outcome === 'dead' ? { ...docker, spec } : undefined
}

async function found({ engineOver, runtime, spec: { name } }: Wreck, { store }: Shape) {
  const engine = engineOver(runtime, 'here/3')
  const label = { label: 'dev.sampan.cluster', value: name }
  const [containers, volumes, present, { spec }] = await Promise.all([
    runtime.listContainers(label),
    runtime.listVolumes(label),
    engine.get(name),
    engine.spec(name),
  ])
  return {
    containers: containers
      .map((container) => `${container.name} ${container.state} ${runtime.container(container.name).options.image}`)
      .sort(),
    volumes: volumes.length,
    hasWayBack: present.hasWayBack,
    steps: await engine.preview(spec, options.signal),
    data: store && writtenBy(runtime.container(`sampan-${name}-${store}`)),
  }
}

function wanted({ name, servers, datastore }: ClusterSpec, { store }: Shape, { to }: Trial) {
  const database = datastore.kind === 'managed' ? [['db', databaseImage]] : []
  const balancer = servers > 1 ? [['lb', balancerImage]] : []
  const nodes = Array.from({ length: servers }, (_, index) => [`server-${index}`, to])
  return {
    containers: [...database, ...balancer, ...nodes].map(([each, of]) => `sampan-${name}-${each} running ${of}`),
    volumes: 4 * servers + database.length,
    hasWayBack: undefined,
    steps: [],
    data: store && (to === image ? [image] : expect.arrayContaining([image, to])),
  }
}
