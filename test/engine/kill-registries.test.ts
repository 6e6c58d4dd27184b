import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'
import { type Death, MortalRuntime } from './mortal-runtime.ts'

const options = { signal: new AbortController().signal }
const quietly = { ...options, joins: false }
/** As `host/pid`: who is killed. */
const victim = 'here/2'

type Docker = ReturnType<typeof fakeDocker>
type Registries = ClusterEngine['localRegistries']

interface Operation {
  readonly what: string
  readonly before: 'nothing' | 'running' | 'stopped' | 'stuck'
  readonly run: (registries: Registries, name: string) => Promise<unknown>
}

const upstream = 'https://mirror.example'
const create = (registries: Registries, name: string) => registries.create({ name, image, port: 18_555 }, quietly)
const createCache = (registries: Registries, name: string) =>
  registries.create({ name, image, caches: 'repo.example', upstream }, quietly)

const operations: Operation[] = [
  { what: 'a create', before: 'nothing', run: create },
  { what: 'a create of a cache', before: 'nothing', run: createCache },
  { what: 'a start', before: 'stopped', run: (registries, name) => registries.start(name, options) },
  { what: 'a start that makes it again', before: 'stuck', run: (registries, name) => registries.start(name, options) },
  { what: 'a stop', before: 'running', run: (registries, name) => registries.stop(name, options) },
  { what: 'a clean-up', before: 'running', run: (registries, name) => registries.clean(name, options) },
  { what: 'a delete', before: 'running', run: (registries, name) => registries.delete(name, options) },
]

describe.each(operations)('$what of a local registry that is killed at any call to Docker', (operation) => {
  it('is finished by the next try, with what was stored', async () => {
    await atEachCall(operation, async ({ engine, objects, name, death }) => {
      const { localRegistries } = engine
      if (await isListed(engine, name)) await localRegistries.start(name, options)
      else await createCache(localRegistries, name)
      const { container } = (await localRegistries.list({ isMeasured: false })).find((each) => each.name === name) ?? {}
      expect([death, container, await objects()]).toEqual([
        death,
        'running',
        [`container ${name}.sampan-registry`, `volume ${name}.sampan-registry`],
      ])
      expect([death, await orphansOf(engine)]).toEqual([death, []])
    })
  })

  it('is removed by the next delete, or by a clean-up of what belongs to nothing', async () => {
    await atEachCall(operation, async ({ engine, objects, name, death }) => {
      if (await isListed(engine, name)) await engine.localRegistries.delete(name, options)
      else {
        const orphans = await orphansOf(engine)
        // All that is left is listed, and named.
        expect([death, orphans.map(({ kind, name: object }) => `${kind} ${object}`).sort()]).toEqual([
          death,
          await objects(),
        ])
        const cluster = `${name}.sampan-registry`
        if (orphans.length > 0)
          await engine.removeOrphans({ cluster, names: orphans.map((orphan) => orphan.name) }, options)
      }
      expect([death, await objects(), await orphansOf(engine)]).toEqual([death, [], []])
    })
  })
})

interface Wreck {
  readonly engine: ClusterEngine
  readonly name: string
  readonly death: Death
  /** What Docker has of the registry. */
  readonly objects: () => Promise<string[]>
}

async function atEachCall(operation: Operation, look: (wreck: Wreck) => Promise<void>): Promise<void> {
  let deaths = 0
  for (const isDone of [false, true])
    for (let call = 1; ; call += 1) {
      const wreck = await killed(operation, { call, isDone })
      if (!wreck) break
      deaths += 1
      await look(wreck)
    }
  expect(deaths).toBeGreaterThan(2)
}

/** Undefined where the operation was over before that call. */
async function killed(operation: Operation, death: Death): Promise<Wreck | undefined> {
  const docker = fakeDocker()
  const { runtime } = docker
  // As Docker always has it.
  await runtime.createNetwork({ name: 'bridge', labels: {}, subnet: '172.17.0.0/16', gateway: '172.17.0.1' })
  const name = uniqueName()
  const first = docker.engineOver(runtime, 'here/1').localRegistries
  if (operation.before !== 'nothing') await createCache(first, name)
  if (operation.before === 'stopped' || operation.before === 'stuck') await first.stop(name, options)
  if (operation.before === 'stuck')
    runtime.failNext(
      'startContainer',
      problem('docker.failed', { operation: 'start container' }),
      `${name}.sampan-registry`,
    )
  const mortal = new MortalRuntime(runtime, {
    death,
    beforeDeath: async () => {
      docker.dead.add(victim)
    },
  })
  const work = operation.run(docker.engineOver(mortal.runtime, victim).localRegistries, name)
  const outcome = await Promise.race([work.then(() => 'over' as const), mortal.died.then(() => 'dead' as const)])
  if (outcome === 'over') return undefined
  return { engine: docker.engineOver(runtime, 'here/3'), name, death, objects: () => objectsOf(docker, name) }
}

async function objectsOf({ runtime }: Docker, value: string): Promise<string[]> {
  const filter = { label: 'dev.sampan.registry', value }
  const ofHost = { label: 'dev.sampan.cluster', value: `${value}.sampan-registry` }
  const [containers, stored, claims] = await Promise.all([
    runtime.listContainers(filter),
    runtime.listVolumes(filter),
    runtime.listVolumes(ofHost),
  ])
  const volumes = [...stored, ...claims]
  return [...containers.map(({ name }) => `container ${name}`), ...volumes.map(({ name }) => `volume ${name}`)].sort()
}

const isListed = async ({ localRegistries }: ClusterEngine, name: string) =>
  (await localRegistries.list({ isMeasured: false })).some((each) => each.name === name)

const orphansOf = (engine: ClusterEngine) => engine.orphans(options.signal)
