import { afterAll, describe, expect, it } from 'vitest'
import { balancerMissing, databaseMissing, isStandIn, testPostgresImage, until } from './docker.ts'
import { databaseImage, fakeWorld } from './fake-world.ts'
import { startOwnMariadb } from './own-mariadb.ts'
import { realWorld } from './real-world.ts'
import { sweptSpecs } from './swept-specs.ts'
import type { World } from './world.ts'

const options = { signal: new AbortController().signal }
const etcd = { kind: 'etcd' } as const

type Shape = Parameters<World['spec']>[0]

interface Case {
  readonly name: string
  /** What it was made as, where it became this. */
  readonly before?: Shape
  readonly shape: (world: World) => Promise<Shape> | Shape
  /** The servers of a stand-in share no database. */
  readonly needsRealK3s?: boolean
  /** In the suite. The others, minutes each, run by `npm run test:shapes`. */
  readonly isShort?: boolean
}

const managed = (world: World) => ({
  kind: 'managed' as const,
  engine: 'postgres' as const,
  image: world.isReal ? testPostgresImage : databaseImage,
})

const cases: readonly Case[] = [
  { name: 'one server with SQLite', shape: () => ({ agents: 1 }) },
  {
    name: 'one server on a managed database',
    shape: (world) => ({ agents: 1, datastore: managed(world) }),
    isShort: true,
  },
  {
    name: 'one server that became three',
    before: { agents: 1 },
    shape: () => ({ servers: 3, agents: 1, datastore: etcd }),
  },
  { name: 'three servers with etcd', shape: () => ({ servers: 3, datastore: etcd }) },
  { name: 'five servers with etcd', shape: () => ({ servers: 5, datastore: etcd }) },
  {
    name: 'two servers on a managed PostgreSQL',
    shape: (world) => ({ servers: 2, agents: 1, datastore: managed(world) }),
    needsRealK3s: true,
  },
  {
    name: "two servers on somebody's MariaDB",
    shape: async (world) => ({
      servers: 2,
      agents: 1,
      datastore: { kind: 'external', endpoint: await mariadbOf(world) },
    }),
    needsRealK3s: true,
  },
  { name: 'three servers and three agents', shape: () => ({ servers: 3, agents: 3, datastore: etcd }) },
]

const ended: (() => Promise<unknown>)[] = []

async function mariadbOf(world: World): Promise<string> {
  if (!world.isReal) return 'mysql://k3s:pw@tcp(10.9.8.7:3306)/k3s'
  const { endpoint, remove } = await startOwnMariadb()
  ended.push(remove)
  return endpoint
}

for (const world of [await fakeWorld(), await realWorld()]) {
  const missing = world.missing ?? (world.isReal ? ((await balancerMissing()) ?? (await databaseMissing())) : undefined)
  const isAll = !world.isReal || process.env.SAMPAN_ALL_SHAPES === '1'
  describe.skipIf(missing)(
    `clusters on ${world.name}${missing ? ` (skipped: ${missing})` : ''} are always back`,
    () => {
      suite(
        world,
        cases.filter(({ isShort, needsRealK3s }) => (isAll ? !(world.isReal && isStandIn && needsRealK3s) : isShort)),
      )
    },
  )
}

/** They are with a server that is still there: a node that nobody hears of stays Ready for most of a minute. */
async function untilAgentsRenew(
  world: World,
  { kubeconfig, nodes }: { kubeconfig: string; nodes: readonly string[] },
  sinceMs: number,
): Promise<void> {
  const agents = nodes.filter((name) => name.includes('-agent-'))
  await until('every agent has renewed its lease', async () => {
    // A request may go to the server that is gone, until the load balancer knows.
    const leases = await world.leases(kubeconfig).catch(() => [])
    const renewed = leases.filter(({ renewedMs }) => renewedMs > sinceMs).map(({ name }) => name)
    return agents.every((name) => renewed.includes(name))
  })
}

/** Repeatable: which one it was is in the name of the test. */
function shuffled<T>(values: readonly T[], seed: number): T[] {
  let state = seed
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  return values
    .map((value) => ({ value, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ value }) => value)
}

function suite(world: World, shapes: readonly Case[]): void {
  const { engine } = world
  const { specOf } = sweptSpecs(world)
  afterAll(async () => {
    await Promise.all(ended.splice(0).map((end) => end()))
  })

  it.each(shapes)(
    '$name, after the loss of the first server and five times in any order, with the same addresses and kubeconfig',
    async ({ before, shape }) => {
      const chosen = await shape(world)
      const spec = specOf({ ...chosen, ...before })
      const wanted = { ...spec, ...chosen }
      await engine.create(spec, options)
      if (before) expect((await engine.apply(wanted, options)).state).toBe('ready')
      const picture = async () => ({
        kubeconfig: await engine.kubeconfig(spec.name),
        addresses: (await world.containers(spec.name)).map(({ name, ip }) => [name, ip]),
        nodes: await world.readyNodes(await engine.kubeconfig(spec.name)),
      })
      const first = await picture()
      const { servers = 1, agents = 0 } = wanted
      expect(first.nodes).toHaveLength(servers + agents)

      const lost = `sampan-${spec.name}-server-0`
      await world.killByHand(lost)
      if (servers > 1) await world.untilApiAnswers(first.kubeconfig)
      // The fake's agents do not renew their leases.
      if (servers > 1 && agents > 0 && world.isReal) await untilAgentsRenew(world, first, Date.now())
      await world.startByHand(lost)
      expect(await engine.whenReady(spec.name, options)).toEqual([])

      const names = first.addresses.map(([name = '']) => name)
      for (let round = 1; round <= 5; round += 1) {
        for (const name of shuffled(names, round)) await world.stopContainerByHand(name)
        const order = shuffled(names, round + 100)
        for (const name of order) await world.startByHand(name)
        // Nodes that say Ready in their present run.
        expect([order, await engine.whenReady(spec.name, options)]).toEqual([order, []])
      }
      expect(await picture()).toEqual(first)
      expect(await engine.preview(wanted, options.signal)).toEqual([])
    },
    900_000,
  )
}
