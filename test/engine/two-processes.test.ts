import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createArgs, hasMade } from './cli-create.ts'
import { type CliRun, makerOf, sampan } from './cli-process.ts'
import { docker, dockerMissing, leftovers, sweep, uniqueName, until } from './docker.ts'

const missing = await dockerMissing()
const isLong = process.env.SAMPAN_TEST_LONG === '1'

/** Seconds between the two: together, while the first looks around, while it makes, while it boots. */
const gaps = isLong ? Array.from({ length: 20 }, (_, at) => (2 * at) / 19) : [0, 0, 0.4, 2]

const createTold = (cluster: string, ...more: string[]) => createArgs(cluster, '--json', ...more)

describe.skipIf(missing)(`two processes at once${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const made: string[] = []
  afterEach(async () => {
    for (const name of made.splice(0)) await sweep(name)
  })
  const fresh = () => {
    const name = uniqueName()
    made.push(name)
    return name
  }

  it.each(gaps)('make one cluster of a name, %d s apart: one wins whole, the other hears who', async (gap) => {
    const cluster = fresh()
    const first = started(createTold(cluster))
    await delay(gap * 1000)
    const both = [first, started(createTold(cluster))]
    const runs = await Promise.all(both.map(({ ended }) => ended))
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1])
    const winner = runs.findIndex(({ exitCode }) => exitCode === 0)
    expectRefusal(runs[1 - winner], { operation: 'create', by: both[winner]?.child })
    // What the winner had made first is still there: nobody made it again.
    const [serverId] = (await both[winner]?.firstContainer) ?? []
    expect((await docker.getContainer(`sampan-${cluster}-server-0`).inspect()).Id).toBe(serverId)
    await expectWhole(cluster)
    expect((await sampan(['delete', cluster, '--yes'])).exitCode).toBe(0)
    expect(await leftovers(cluster)).toEqual([])
  })

  it.each(isLong ? [1, 2, 3, 4, 5] : [1])(
    'make four clusters of different names, each with a port and a subnet of its own (round %d)',
    async () => {
      const names = [fresh(), fresh(), fresh(), fresh()]
      const runs = await Promise.all(names.map((name) => sampan(createTold(name, '--no-wait'))))
      expect(
        runs.map(({ exitCode, json }) => [exitCode, json.at(-1)?.kind, json.at(-1)?.code, json.at(-1)?.detail]),
      ).toEqual(names.map(() => [0, 'done', undefined, undefined]))
      const ports = await Promise.all(names.map(apiPortOf))
      const subnets = await Promise.all(names.map(subnetsOf))
      expect([new Set(ports).size, new Set(subnets.flat()).size, subnets.map(({ length }) => length)]).toEqual([
        4,
        4,
        [1, 1, 1, 1],
      ])
      const deleted = await Promise.all(names.map((name) => sampan(['delete', name, '--yes'])))
      expect(deleted.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
      expect((await Promise.all(names.map((name) => leftovers(name)))).flat()).toEqual([])
    },
  )

  it('leave the first alone when the second is interrupted', async () => {
    const cluster = fresh()
    const first = started(createTold(cluster))
    await first.firstContainer
    await sampan(createTold(cluster), (_, child) => child.kill('SIGINT'))
    expect((await first.ended).exitCode).toBe(0)
    await expectWhole(cluster)
  })

  it.each([['delete', '--yes'], ['stop'], ['start']])(
    'leave nothing half when one creates and the other asks for: %s',
    async (operation, ...more) => {
      const cluster = fresh()
      const creating = started(createTold(cluster))
      await creating.firstContainer
      const other = await sampan([operation, cluster, ...more, '--json'])
      const created = await creating.ended
      if (other.exitCode !== 0) {
        expectRefusal(other, { operation: 'create', by: creating.child })
        expect(created.exitCode).toBe(0)
        await expectWhole(cluster)
        return
      }
      // It waited, or it ended the create: then it has done what it was asked for, and wholly.
      if (operation === 'delete') expect(await leftovers(cluster)).toEqual([])
      else
        expect((await docker.getContainer(`sampan-${cluster}-server-0`).inspect()).State.Running).toBe(
          operation === 'start',
        )
    },
  )

  it('claim the name before anything slow, and say since when; a claim of the dead is taken over at once, and that is said', async () => {
    const cluster = fresh()
    const registry = createServer() // takes the question for the image, and never answers
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
    const address = registry.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const open = new Set<{ destroy(): void }>()
    registry.on('connection', (socket) => open.add(socket))
    try {
      const beforeMs = Date.now()
      const pulling = started(createTold(cluster, '--image', `127.0.0.1:${port}/no/such:image`))
      await until('it pulls', async () => open.size > 0, 20_000)
      const claim = await docker.getVolume(`sampan-${cluster}-claim`).inspect()
      expect(claim.Labels).toMatchObject({
        'dev.sampan.cluster': cluster,
        'dev.sampan.claim': expect.stringMatching(/./),
        'dev.sampan.kind': 'create',
        'dev.sampan.maker': makerOf(pulling.child),
      })
      expect(Date.parse(claim.Labels['dev.sampan.since'] ?? '')).toBeGreaterThanOrEqual(beforeMs)

      expectRefusal(await sampan(createTold(cluster)), { operation: 'create', by: pulling.child })
      pulling.child.kill('SIGKILL')
      await pulling.ended

      const next = await sampan(createTold(cluster))
      expect([next.exitCode, next.json.at(-1)?.kind]).toEqual([0, 'ready'])
      expect(next.stdout + next.stderr).toContain(makerOf(pulling.child))
      await expectWhole(cluster)
    } finally {
      for (const socket of open) socket.destroy()
      registry.close()
    }
  })

  it.each([
    ['start', [], 'ready'],
    ['delete', ['--yes'], 'done'],
  ])('take over at once what a killed create has left, and say so: %s', async (operation, more, last) => {
    const cluster = fresh()
    const killed = started(createTold(cluster))
    await killed.firstContainer
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = await sampan([operation, cluster, ...more, '--json'])
    expect([next.exitCode, next.json.at(-1)?.kind]).toEqual([0, last])
    expect(next.stdout + next.stderr).toContain(makerOf(killed.child))
    if (operation === 'delete') expect(await leftovers(cluster)).toEqual([])
    else await expectWhole(cluster, { operations: 2 })
  })
})

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<CliRun>
  /** Id of the server's container as soon as this process has made one; empty when it ends without. */
  readonly firstContainer: Promise<readonly string[]>
}

function started(args: readonly string[]): Started {
  const cluster = args[1] ?? ''
  let child: ChildProcess | undefined
  let tell: (ids: readonly string[]) => void = () => undefined
  const firstContainer = new Promise<readonly string[]>((resolve) => {
    tell = resolve
  })
  const ended = sampan(
    args,
    (line) => {
      if (!hasMade(line)) return
      void docker
        .getContainer(`sampan-${cluster}-server-0`)
        .inspect()
        .then(
          ({ Id }) => tell([Id]),
          () => tell([]),
        )
    },
    (started) => {
      child = started
    },
  )
  void ended.finally(() => tell([]))
  if (!child) throw new Error('No process was started')
  return { child, ended, firstContainer }
}

/** The name is taken, or somebody is at it: then who, at what and since when. */
function expectRefusal(
  run: CliRun | undefined,
  { operation, by }: { operation: string; by: ChildProcess | undefined },
): void {
  const last = run?.json.at(-1)
  expect([run?.exitCode, last?.kind, last?.code]).toEqual([
    1,
    'problem',
    expect.stringMatching(/^cluster\.(busy|name_taken)$/),
  ])
  if (last?.code !== 'cluster.busy') return
  const params = last.params as { since?: string }
  expect(params).toMatchObject({ operation, maker: makerOf(by ?? {}) })
  expect(Date.now() - Date.parse(params.since ?? '')).toBeLessThan(60_000)
}

/** One network, every object of a named operation, no claim, and a node that kubectl sees as Ready. */
async function expectWhole(cluster: string, { operations } = { operations: 1 }): Promise<void> {
  const filters = { label: [`dev.sampan.cluster=${cluster}`] }
  const [containers, { Volumes }, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
    docker.listNetworks(),
  ])
  const own = networks.filter(({ Name }) => Name === `sampan-${cluster}`)
  const makers = [...containers, ...Volumes, ...own].map(({ Labels }) => Labels?.['dev.sampan.operation'])
  expect([own.length, makers.includes(undefined)]).toEqual([1, false])
  expect(new Set(makers).size).toBeLessThanOrEqual(operations)
  expect(Volumes.map(({ Name }) => Name)).not.toContain(`sampan-${cluster}-claim`)
  const nodes = await sampan(['kubectl', cluster, '--', 'get', 'nodes', '--no-headers'])
  expect(nodes.stdout).toMatch(new RegExp(`^sampan-${cluster}-server-0 +Ready `, 'm'))
}

async function apiPortOf(cluster: string): Promise<number | undefined> {
  const { Ports } = await only(docker.listContainers({ filters: { name: [`sampan-${cluster}-server-0`] } }))
  return Ports.find(({ PrivatePort }) => PrivatePort === 6443)?.PublicPort
}

async function subnetsOf(cluster: string): Promise<string[]> {
  const networks = await docker.listNetworks()
  return networks.flatMap(({ Name, IPAM }) =>
    Name === `sampan-${cluster}` ? (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : [])) : [],
  )
}

async function only<T>(list: Promise<readonly T[]>): Promise<T> {
  const [first, ...rest] = await list
  if (first === undefined || rest.length > 0) throw new Error(`Expected one, found ${rest.length + (first ? 1 : 0)}`)
  return first
}
