import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { sharedAbort } from '../../electron/async/scope.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import type { FakeRuntime } from '../fakes/fake-runtime.ts'
import { cancelledAt } from './cancelled-at.ts'
import { uniqueName } from './docker.ts'
import { balancerImage, databaseImage, fakeDocker, image } from './fake-world.ts'
import { type Death, MortalRuntime } from './mortal-runtime.ts'

const options = { signal: sharedAbort().signal }
const victim = 'here/2'
let nextPort = 19_000

type Change = Partial<ClusterSpec>
const etcd = { kind: 'etcd' } as const
const external = (password: string) => {
  return { kind: 'external' as const, endpoint: `postgres://k3s:${password}@db.example.net:5432/k3s` }
}
const managed = { kind: 'managed', engine: 'postgres', image: databaseImage } as const

/** From nothing where `before` is undefined. */
const changes: { name: string; before: Change | undefined; after: Change }[] = [
  { name: 'a create of three servers', before: undefined, after: { servers: 3, datastore: etcd } },
  { name: 'a change from SQLite to three servers', before: {}, after: { servers: 3, datastore: etcd } },
  {
    name: 'a change from three servers to one',
    before: { servers: 3, datastore: etcd },
    after: { servers: 1, datastore: etcd },
  },
  {
    name: 'a change of flags of three servers',
    before: { servers: 3, datastore: etcd },
    after: { servers: 3, datastore: etcd, k3sArgs: [{ flag: '--debug', on: 'server' }] },
  },
  {
    name: 'a create of two servers on a managed database',
    before: undefined,
    after: { servers: 2, datastore: managed },
  },
  {
    name: 'a change from one server on a managed database to two',
    before: { datastore: managed },
    after: { servers: 2, datastore: managed },
  },
  {
    name: 'a create of two servers on an external database',
    before: undefined,
    after: { servers: 2, datastore: external('pw') },
  },
  {
    name: 'a change of the password of an external database',
    before: { servers: 2, datastore: external('pw') },
    after: { servers: 2, datastore: external('another') },
  },
  {
    name: 'a change of the image of a managed database',
    before: { datastore: managed },
    after: { datastore: { ...managed, image: `${databaseImage}:2` } },
  },
]

it.each(changes)(
  '$name that is killed at any call to Docker is finished by another one, and leaves nothing over',
  async ({ before, after }) => {
    const at = async (death: Death) => {
      const wreck = await killed({ before, after, death })
      if (wreck) expect([death, await finished(wreck)]).toEqual([death, wanted(wreck)])
      return wreck !== undefined
    }
    // They do not share anything, and mostly wait.
    for (let first = 1; ; first += 8) {
      const calls = Array.from({ length: 8 }, (_, offset) => first + offset)
      const deaths = calls.flatMap((call) => [true, false].map((isDone) => ({ call, isDone })))
      const came = await Promise.all(deaths.map(at))
      if (came.includes(false)) break
    }
  },
  600_000,
)

describe('of three servers that are changed, most are always up', () => {
  /** How the API was while `work` went on with its cluster. */
  const servedDuring = async (docker: ReturnType<typeof fakeDocker>, cluster: string, work: () => Promise<unknown>) => {
    const api = docker.apiOf(cluster)
    const seen = new Set([api.readiness])
    let now = api.readiness
    Object.defineProperty(api, 'readiness', {
      configurable: true,
      get: () => now,
      set: (value: typeof now) => {
        now = value
        seen.add(value)
      },
    })
    await work()
    await docker.runtime.untilEnded()
    return [...seen]
  }
  const made = async () => {
    const docker = fakeDocker()
    nextPort += 1
    const spec = parseSpec({
      ...{ version: 1, name: uniqueName(), image, apiPort: nextPort, loadBalancer: { image: balancerImage } },
      servers: 3,
    })
    const engine = docker.engineOver(docker.runtime, 'here/1')
    await engine.create(spec, options)
    // Kubernetes writes whole seconds. No real node is made and restarted within one.
    docker.runtime.clockAheadMs += 60_000
    const debug: ClusterSpec = { ...spec, k3sArgs: [{ flag: '--debug', on: 'server' }] }
    return { docker, spec, engine, debug }
  }

  it('by a plan that tells each wait between them', async () => {
    const { spec, engine, debug } = await made()
    const planned = await engine.preview(debug, options.signal)
    const suffix = (target: string) => target.replace(`sampan-${spec.name}-`, '')
    expect(planned.map(({ action, target }) => `${action} ${suffix(target)}`.trim())).toEqual([
      ...['write files server-0', 'write files server-1', 'write files server-2'],
      ...['restart container server-0', 'wait for the API'],
      ...['restart container server-1', 'wait for the API'],
      'restart container server-2',
    ])
  })

  it.each([
    ['that waits', {}],
    ['in a hurry', { wait: false }],
  ])('by somebody %s', async (_, how) => {
    const { docker, spec, engine, debug } = await made()
    const work = () => engine.apply(debug, { ...options, ...how })
    expect(await servedDuring(docker, spec.name, work)).toEqual(['ready'])
    expect(await engine.preview(debug, options.signal)).toEqual([])
  })

  it('and when it is taken back', async () => {
    const { docker, spec, engine, debug } = await made()
    const work = () =>
      cancelledAt(
        (own) => engine.apply(debug, own),
        (event) =>
          event.kind === 'step' &&
          event.action === 'restart container' &&
          event.target === `sampan-${spec.name}-server-2` &&
          event.state === 'done',
      )
    expect(await servedDuring(docker, spec.name, work)).toEqual(['ready'])
    expect(await engine.preview(spec, options.signal)).toEqual([])
  })
})

interface Wreck extends ReturnType<typeof fakeDocker> {
  readonly spec: ClusterSpec
  /** The volumes that were there before, each with a file that says so. */
  readonly marked: readonly string[]
}

/** Undefined when the operation was over before that call. */
async function killed({
  before,
  after,
  death,
}: {
  before: Change | undefined
  after: Change
  death: Death
}): Promise<Wreck | undefined> {
  const docker = fakeDocker()
  nextPort += 1
  const base = { version: 1, name: uniqueName(), image, apiPort: nextPort, loadBalancer: { image: balancerImage } }
  const spec = parseSpec({ ...base, ...after })
  const first = docker.engineOver(docker.runtime, 'here/1')
  if (before) await first.create(parseSpec({ ...base, ...before }), options)
  const marked = (await mountsOf(docker.runtime, spec.name)).map(({ volume, container, file }) => {
    docker.runtime.container(container).writeFile(file, Buffer.from(volume))
    return volume
  })
  const mortal = new MortalRuntime(docker.runtime, {
    death,
    beforeDeath: async () => {
      docker.dead.add(victim)
    },
  })
  const engine = docker.engineOver(mortal.runtime, victim)
  const work = before ? engine.apply(spec, options) : engine.create(spec, options)
  const outcome = await Promise.race([work.then(() => 'over' as const), mortal.died.then(() => 'dead' as const)])
  return outcome === 'dead' ? { ...docker, spec, marked } : undefined
}

async function finished({ engineOver, runtime, spec }: Wreck) {
  const engine = engineOver(runtime, 'here/3')
  await bringAbout(engine, spec)
  const label = { label: 'dev.sampan.cluster', value: spec.name }
  const [containers, volumes, mounts, steps] = await Promise.all([
    runtime.listContainers(label),
    runtime.listVolumes(label),
    mountsOf(runtime, spec.name),
    engine.preview(spec, options.signal),
  ])
  return {
    containers: containers.map(({ name, state }) => `${name} ${state}`).sort(),
    volumes: volumes.length,
    kept: mounts.flatMap(({ volume, container, file }) =>
      String(runtime.container(container).readFile(file)) === volume ? [volume] : [],
    ),
    steps,
  }
}

/** Each volume of the cluster, who has it, and the place of a file in it. */
async function mountsOf(runtime: FakeRuntime, cluster: string) {
  const all = await runtime.listContainers({ label: 'dev.sampan.cluster', value: cluster })
  return all
    .flatMap(({ name }) =>
      runtime.container(name).options.volumes.map((volume) => ({
        volume: volume.name,
        container: name,
        file: `${volume.path}/marker`,
      })),
    )
    .sort((one, other) => one.volume.localeCompare(other.volume))
}

/** As `sampan apply` does it: what is nothing yet, or of no use, is made anew. */
async function bringAbout(engine: ClusterEngine, spec: ClusterSpec): Promise<void> {
  const found = (await engine.list()).find(({ name }) => name === spec.name)
  if (found?.problem?.code === 'cluster.only_remains') await engine.delete(spec.name, options)
  if (!found || found.problem?.code === 'cluster.only_remains') await engine.create(spec, options)
  else await engine.apply(spec, options)
}

function wanted({ spec: { name, servers, datastore }, marked }: Wreck) {
  const nodes = Array.from({ length: servers }, (_, index) => `server-${index}`)
  const database = datastore.kind === 'managed' ? ['db'] : []
  const all = servers > 1 ? [...database, 'lb', ...nodes] : [...database, ...nodes]
  return {
    containers: all.map((each) => `sampan-${name}-${each} running`),
    volumes: 4 * servers + database.length,
    kept: marked.filter((volume) => all.some((each) => volume.startsWith(`sampan-${name}-${each}-`))),
    steps: [],
  }
}
