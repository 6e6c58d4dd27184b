import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { parseRecord } from '../../electron/cluster/model/cluster-record.ts'
import { databaseImage, fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const options = { signal: new AbortController().signal }
const managed = { kind: 'managed', engine: 'postgres', image: databaseImage } as const

describe('a cluster with a database of its own', () => {
  it('tells the password to its servers and its database by files, and to nobody else', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ servers: 2, agents: 1, datastore: managed })
    const events: OperationEvent[] = []
    const planned = await world.engine.preview(spec, options.signal)
    const cluster = await world.engine.create(spec, { ...options, onEvent: (event) => events.push(event) })
    const shown = await world.engine.spec(spec.name)
    const containers = await world.containers(spec.name)
    const file = (node: string, path: string) => world.readFile(`sampan-${spec.name}-${node}`, path)
    const record = parseRecord(spec.name, await file('server-0', '/etc/sampan/cluster.json'))
    const secret = record.databasePassword ?? ''
    expect(secret).toMatch(/^[0-9a-f]{48}$/)
    const inDocker = containers.map(({ name }) => world.runtime.container(name).options)
    expect(JSON.stringify({ planned, cluster, events, shown, inDocker, containers })).not.toContain(secret)
    expect(await file('db', '/etc/sampan/database-password')).toBe(secret)
    const config = '/etc/rancher/k3s/config.yaml'
    expect([await file('server-0', config), await file('server-1', config)]).toEqual([
      expect.stringContaining(secret),
      expect.stringContaining(secret),
    ])
    expect(await file('agent-0', config)).not.toContain(secret)
    expect(cluster.companions?.map(({ role }) => role).sort()).toEqual(['datastore', 'loadbalancer'])
  })

  it('starts its servers when the database is healthy, stops it last, and is deleted with its volume', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ servers: 2, datastore: managed })
    const steps: string[] = []
    const onEvent = (event: OperationEvent) => {
      if (event.kind !== 'step' || event.state !== 'done' || event.action === undefined) return
      steps.push(`${event.action} ${event.target ?? ''}`.replace(`sampan-${spec.name}-`, '').trim())
    }
    await world.engine.create(spec, { ...options, onEvent })
    const started = steps.filter((step) => /^start|database$/.test(step))
    expect(started.slice(0, 3)).toEqual(['start container db', 'wait for the database', 'start container lb'])
    steps.length = 0
    await world.engine.stop(spec.name, { ...options, onEvent })
    expect(steps.filter((step) => step.startsWith('stop')).at(-1)).toBe('stop container db')
    expect((await world.engine.start(spec.name, options)).state).toBe('ready')
    const preview = await world.engine.previewDeletion(spec.name)
    expect(preview.volumes).toContain(`sampan-${spec.name}-db-data`)
    await world.engine.delete(spec.name, options)
    expect(await world.leftovers(spec.name)).toEqual([])
  })

  it('says that its database is gone, and has it made again on its volume by a start', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ datastore: managed })
    await world.engine.create(spec, options)
    const database = `sampan-${spec.name}-db`
    await world.removeContainerByHand(database)
    expect(await world.engine.get(spec.name)).toMatchObject({
      state: 'degraded',
      problem: { code: 'cluster.node_missing', params: { node: database } },
    })
    expect((await world.engine.start(spec.name, options)).state).toBe('ready')
    expect(await world.engine.preview(spec, options.signal)).toEqual([])
  })

  it('says that it is the database that is down, where it is', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ datastore: managed })
    await world.engine.create(spec, options)
    const container = `sampan-${spec.name}-db`
    await world.stopContainerByHand(container)
    expect(await problemFrom(world.engine.whenReady(spec.name, { ...options, timeoutMs: 60_000 }))).toMatchObject({
      code: 'cluster.database_down',
      params: { container },
    })
    expect((await world.engine.start(spec.name, options)).state).toBe('ready')
  })

  it('is not made where the database does not work: what it said is told, and nothing is left', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ datastore: { ...managed, image: 'test/haproxy' } })
    expect(await problemFrom(world.engine.create(spec, options))).toMatchObject({
      code: 'cluster.database_down',
      params: { container: `sampan-${spec.name}-db`, image: 'test/haproxy' },
      detail: 'docker-entrypoint.sh: not found',
    })
    expect(await world.leftovers(spec.name)).toEqual([])
  })
})
