import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const options = { signal: new AbortController().signal }
const external = (endpoint: string) => ({ kind: 'external' as const, endpoint })
const secret = 'ninja-pw'
const endpoint = `postgres://k3s:${secret}@db.example.net:5432/k3s-db?sslmode=disable`

describe('a cluster on a database of its user', () => {
  it('tells the password to its servers, and to nobody else', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ servers: 2, agents: 1, datastore: external(endpoint) })
    const events: OperationEvent[] = []
    const planned = await world.engine.preview(spec, options.signal)
    const cluster = await world.engine.create(spec, { ...options, onEvent: (event) => events.push(event) })
    const shown = await world.engine.spec(spec.name)
    const inDocker = (await world.containers(spec.name)).map(({ name }) => world.runtime.container(name).options)
    expect(JSON.stringify({ planned, cluster, events, shown, inDocker })).not.toContain(secret)
    expect(shown.spec.datastore).toEqual(external(endpoint.replace(secret, '********')))
    const configs = ['server-0', 'server-1', 'agent-0'].map(async (node) => {
      const name = `sampan-${spec.name}-${node}`
      const text = await world.readFile(name, '/etc/rancher/k3s/config.yaml')
      return [text.includes(endpoint), world.runtime.container(name).modeOf('/etc/rancher/k3s/config.yaml')]
    })
    expect(await Promise.all(configs)).toEqual([
      [true, '600'],
      [true, '600'],
      [false, '600'],
    ])
  })

  it('keeps its password when what was shown is applied again, and takes a new one', async () => {
    const world = await fakeWorld()
    const spec = world.spec({ datastore: external(endpoint) })
    await world.engine.create(spec, options)
    const shown = await world.engine.spec(spec.name)
    expect(await world.engine.preview(shown.spec, options.signal)).toEqual([])
    await world.engine.apply({ ...shown.spec, agents: 1 }, { ...options, basedOn: shown.generation })
    const config = () => world.readFile(`sampan-${spec.name}-server-0`, '/etc/rancher/k3s/config.yaml')
    expect(await config()).toContain(endpoint)
    const renewed = endpoint.replace(secret, 'another')
    await world.engine.apply({ ...shown.spec, datastore: external(renewed) }, options)
    expect(await config()).toContain(renewed)
  })

  it('is not made with a password that somebody has copied hidden, nor moved to another database', async () => {
    const world = await fakeWorld()
    const hidden = external(endpoint.replace(secret, '********'))
    expect(await problemFrom(world.engine.create(world.spec({ datastore: hidden }), options))).toMatchObject({
      code: 'spec.invalid',
      params: { field: 'datastore.endpoint', reason: 'reason.hiddenPassword' },
    })
    const spec = world.spec({ datastore: external(endpoint) })
    await world.engine.create(spec, options)
    const elsewhere = external(endpoint.replace('db.example.net', 'db2.example.net'))
    expect(await problemFrom(world.engine.apply({ ...spec, datastore: elsewhere }, options))).toMatchObject({
      code: 'cluster.datastore_fixed',
    })
  })

  /** Case 40: what is wrong with an address is said before anything is made. */
  it.each([
    ['postgres://postgres:ninja-pw@db.example.net:5432/k3s-db', undefined],
    ['postgres://k3s:p@ss:w/rd#1?@db.example.net:5432/k3s', 'flag.datastore_malformed'],
    ['postgres://k3s:p%40ss%3Aw%2Frd%231%3F@db.example.net:5432/k3s?sslmode=disable', undefined],
    ['postgres://k3s:pw@server:5432', undefined],
    ['mysql://kube:pw@tcp(192.0.2.11:3306)/kube_db', undefined],
    ['mysql://kube:pw@192.0.2.11:3306/kube_db', 'flag.datastore_malformed'],
    ['mysql://kube:p@ss@tcp(192.0.2.11:3306)/kube_db', undefined],
    ['mysql://kube:pw@unix(/run/mysqld/mysqld.sock)/kube', 'flag.datastore_in_node'],
    ['http://etcd-0:2379,http://etcd-1:2379', undefined],
    ['no-address', 'flag.datastore_ignored'],
  ])('reads %s as k3s does', async (address, code) => {
    const { engine, spec } = await fakeWorld()
    const wanted = parseSpec(spec({ datastore: external(address) }))
    const found = (await engine.preflight(wanted)).flatMap((check) => (check.id === 'flags' ? check.problem : []))
    expect(found.map((each) => each?.code)).toEqual([code])
    expect(JSON.stringify(found)).not.toMatch(/ninja-pw|p@ss|:pw@/)
  })
})
