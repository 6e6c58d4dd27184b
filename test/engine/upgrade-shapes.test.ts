import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ClusterSpec } from '#shared/cluster.ts'
import { sampan } from './cli-process.ts'
import {
  balancerMissing,
  databaseMissing,
  dockerMissing,
  execute,
  isStandIn,
  testPostgresImage,
  until,
} from './docker.ts'
import { fakeWorld } from './fake-world.ts'
import { createObject } from './kubectl-create.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const missing =
  (await dockerMissing()) ??
  (await balancerMissing()) ??
  (await databaseMissing()) ??
  (isStandIn ? undefined : 'with the stand-in only')
const world = await realWorld()
const options = { signal: new AbortController().signal, timeoutMs: 120_000 }
const older = 'sampan/fake-k3s:v1.35.2-k3s1'
const newer = 'sampan/fake-k3s:v1.36.2-k3s1'
const managed = { kind: 'managed', engine: 'postgres', image: testPostgresImage } as const

type Spec = z.input<typeof ClusterSpec>

describe.skipIf(missing)(`an upgrade that fails${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const specs: Spec[] = []
  beforeAll(async () => {
    await execute(process.execPath, ['test/fake-k3s/build.mjs', 'v1.35.2-k3s1'])
  })
  afterAll(() => Promise.all(specs.map(({ name }) => world.sweep(name))))

  const made = async (more: Partial<Spec>): Promise<Spec> => {
    const spec = world.spec({ image: older, ...more })
    specs.push(spec)
    await world.engine.create(spec, options)
    return spec
  }
  const node = ({ name }: Spec, suffix: string) => `sampan-${name}-${suffix}`
  const failUpgrade = async (spec: Spec) => {
    const broken = { ...spec, image: newer, env: { ...spec.env, FAKE_K3S_FAULT: 'never-ready' } }
    const found = await problemFrom(world.engine.apply(broken, { ...options, timeoutMs: 12_000 }))
    // Of several servers the others are still of before.
    const expected =
      spec.servers === undefined
        ? ['k3s.nodes_timeout', ['revertUpgrade']]
        : ['cluster.stays_upgraded', ['revertUpgrade', 'finishCluster']]
    expect([found.code, found.actions?.map(({ kind }) => kind)]).toEqual(expected)
  }
  const imagesOf = async ({ name }: Spec) => {
    const { stdout } = await execute('docker', [
      ...['ps', '-a', '--filter', `label=dev.sampan.cluster=${name}`, '--format', '{{.Names}} {{.Image}} {{.State}}'],
    ])
    return stdout.trim().split('\n').sort()
  }
  const remember = (spec: Spec, server: string, word: string) =>
    createObject(node(spec, server), '/api/v1/namespaces/default/configmaps', {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `word-${word}`, namespace: 'default' } },
      data: { word },
    })
  const remembered = async (spec: Spec, server: string) => {
    const { stdout } = await execute('docker', [
      'exec',
      node(spec, server),
      'kubectl',
      'get',
      'configmaps',
      '-o',
      'name',
    ])
    return stdout.match(/word-\w+/g) ?? []
  }
  const kept = async ({ name }: Spec) => (await world.leftovers(name)).filter((each) => each.endsWith('-before'))
  const expectBack = async (spec: Spec) => {
    const { state, image, problem, hasWayBack } = await world.engine.get(spec.name)
    expect([state, image, problem, hasWayBack]).toEqual(['running', older, undefined, undefined])
    expect(await kept(spec)).toEqual([])
    expect((await world.engine.spec(spec.name)).spec.env).toEqual(spec.env)
    expect(await world.engine.preview(spec, options.signal)).toEqual([])
  }

  it('on one of three servers leaves the majority, and the way back leads all of them to the data of before', async () => {
    const spec = await made({ servers: 3 })
    await remember(spec, 'server-1', 'before')
    const planned = await world.engine.preview({ ...spec, image: newer }, options.signal)
    expect(planned.filter(({ action }) => action === 'copy data')).toEqual([
      { action: 'copy data', target: node(spec, 'server-0-k3s') },
    ])
    await failUpgrade(spec)
    // The others go on, and what they are told is of after.
    await world.untilApiAnswers(await world.engine.kubeconfig(spec.name))
    await remember(spec, 'server-1', 'after')
    expect(await kept(spec)).toEqual([node(spec, 'server-0-before')])
    expect((await world.otherEngine().revert(spec.name, options)).state).toBe('ready')
    const servers = ['server-0', 'server-1', 'server-2']
    expect(await imagesOf(spec)).toEqual([
      expect.stringMatching(/-lb .* running$/),
      ...servers.map((server) => `${node(spec, server)} ${older} running`),
    ])
    for (const server of servers) expect([server, await remembered(spec, server)]).toEqual([server, ['word-before']])
    expect(await world.readyNodes(await world.engine.kubeconfig(spec.name))).toEqual(
      servers.map((each) => node(spec, each)),
    )
    await expectBack(spec)
    // It is a cluster like any other: any one server may go.
    await world.killByHand(node(spec, 'server-0'))
    await world.untilApiAnswers(await world.engine.kubeconfig(spec.name))
    await world.startByHand(node(spec, 'server-0'))
  })

  it.skipIf(process.env.SAMPAN_TEST_LONG !== '1')(
    'on three servers that rest has copies of all of them, and the way back needs no new beginning',
    async () => {
      const spec = await made({ servers: 3 })
      await remember(spec, 'server-0', 'before')
      await world.engine.stop(spec.name, options)
      const broken = { ...spec, image: newer, env: { ...spec.env, FAKE_K3S_FAULT: 'never-ready' } }
      await world.engine.apply({ ...broken, desired: 'stopped' }, options)
      expect(await kept(spec)).toHaveLength(3)
      const found = await problemFrom(world.engine.start(spec.name, { ...options, timeoutMs: 12_000 }))
      expect(found.code).toBe('k3s.nodes_timeout')
      expect((await world.engine.revert(spec.name, options)).state).toBe('ready')
      for (const server of ['server-0', 'server-1', 'server-2'])
        expect([server, await remembered(spec, server)]).toEqual([server, ['word-before']])
      await expectBack(spec)
    },
  )

  it('has a way back with the managed database as it was', async () => {
    const spec = await made({ datastore: managed })
    const query = async (statement: string) => {
      const psql = ['psql', '-h', '127.0.0.1', '-U', 'k3s', '-d', 'kubernetes', '-At', '-c', statement]
      const script = `PGPASSWORD=$(cat /etc/sampan/database-password) "$@"`
      return (await execute('docker', ['exec', node(spec, 'db'), 'sh', '-c', script, 'sh', ...psql])).stdout.trim()
    }
    await query("create table words (word text); insert into words values ('before')")
    const planned = await world.engine.preview({ ...spec, image: newer }, options.signal)
    expect(planned.map(({ action, target }) => `${action} ${target.replace(`sampan-${spec.name}-`, '')}`)).toEqual([
      'write files server-0',
      'stop container db',
      'copy data db-data',
      'start container db',
      'wait for the database ',
      'wait for the API ',
      'replace container server-0',
    ])
    await failUpgrade(spec)
    await query("insert into words values ('after')")
    expect((await world.engine.revert(spec.name, options)).state).toBe('ready')
    expect(await query('select word from words')).toBe('before')
    expect(await imagesOf(spec)).toEqual([
      `${node(spec, 'db')} ${testPostgresImage} running`,
      `${node(spec, 'server-0')} ${older} running`,
    ])
    await expectBack(spec)
  })

  it('goes back also when that is killed with SIGKILL in the middle, once and again', async () => {
    const spec = await made({ servers: 3 })
    await remember(spec, 'server-2', 'before')
    await failUpgrade(spec)
    await remember(spec, 'server-2', 'after')
    const killedAt = async (isMeant: (step: { action?: string; state?: string }) => boolean) => {
      const { exitCode } = await sampan(['revert', spec.name, '--json'], (line, child) => {
        if (isMeant(JSON.parse(line))) child.kill('SIGKILL')
      })
      expect(exitCode).toBe(null)
    }
    await killedAt(({ action, state }) => action === 'stop container' && state === 'done')
    await killedAt(({ action, state }) => action === 'copy data' && state === 'running')
    const between = await world.engine.get(spec.name)
    expect([between.problem?.code, between.problem?.actions?.map(({ kind }) => kind)]).toEqual([
      'cluster.going_back',
      ['revertUpgrade'],
    ])
    await killedAt(({ action, state }) => action === 'forget members' && state === 'running')
    await killedAt(({ action, state }) => action === 'start container' && state === 'done')
    const { exitCode, json } = await sampan(['start', spec.name, '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([0, { kind: 'ready' }])
    for (const server of ['server-0', 'server-1', 'server-2'])
      expect([server, await remembered(spec, server)]).toEqual([server, ['word-before']])
    await expectBack(spec)
    await until('nothing is left of the helpers', async () => {
      const names = await world.leftovers(spec.name)
      return !names.some((name) => /-(copier|reset)-/.test(name))
    })
  })
})

describe('an upgrade of a cluster on a database of its user', () => {
  it('says before that nothing is copied, and has a way back to the k3s alone', async () => {
    const fake = await fakeWorld()
    const endpoint = 'postgres://k3s:ninja-pw@db.example.net:5432/k3s?sslmode=disable'
    const spec = fake.spec({ datastore: { kind: 'external', endpoint } })
    const next = 'rancher/k3s:v1.37.1-k3s1'
    fake.runtime.images.set(next, { id: 'sha256:newer' })
    await fake.engine.create(spec, options)
    expect((await fake.engine.preview({ ...spec, image: next }, options.signal))[0]).toEqual({
      action: 'leave uncopied',
      target: 'postgres://db.example.net:5432/k3s',
    })
    await fake.engine.apply({ ...spec, image: next }, { ...options, wait: false })
    expect((await fake.engine.get(spec.name)).hasWayBack).toBe(true)
    expect((await fake.engine.revert(spec.name, options)).image).toBe(spec.image)
    expect((await fake.engine.get(spec.name)).hasWayBack).toBeUndefined()
    await fake.engine.apply({ ...spec, image: next }, options)
    expect((await fake.engine.get(spec.name)).hasWayBack).toBeUndefined()
  })
})
