import { describe, expect, it } from 'vitest'
import { blueprint, imagesOf } from '../../../electron/cluster/model/blueprint.ts'
import { datastoreChangeProblem } from '../../../electron/cluster/model/datastore-change.ts'
import { meantSpec, shownSpec } from '../../../electron/cluster/model/shown-spec.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

const databasePassword = 'not-for-everybody'
const recordOf = (engine: 'postgres' | 'mariadb', image?: string) => ({
  ...testRecord({ servers: 2, agents: 1, datastore: { kind: 'managed', engine, ...(image ? { image } : {}) } }),
  databasePassword,
})

describe("a database of the cluster's own", () => {
  it.each([
    ['postgres', `postgres://k3s:${databasePassword}@10.213.7.3:5432/kubernetes?sslmode=disable`, 'postgres:17-alpine'],
    ['mariadb', `mysql://k3s:${databasePassword}@tcp(10.213.7.3:3306)/kubernetes`, 'mariadb:11.4'],
  ] as const)('of %s tells its password to the servers, by files alone', (engine, endpoint, image) => {
    const { containers } = blueprint(recordOf(engine), testFacts)
    expect(
      containers.map(({ name, files }) => [name, files.some(({ content }) => content.includes(endpoint))]),
    ).toEqual([
      ['sampan-demo-db', false],
      ['sampan-demo-lb', false],
      ['sampan-demo-server-0', true],
      ['sampan-demo-server-1', true],
      ['sampan-demo-agent-0', false],
    ])
    expect(JSON.stringify(containers.map(({ container, digest }) => [container, digest]))).not.toContain(
      databasePassword,
    )
    const [database] = containers
    expect(database?.files).toMatchObject([{ path: '/etc/sampan/database-password', content: databasePassword }])
    expect(database?.container).toMatchObject({
      image,
      ports: [],
      isPrivileged: false,
      network: { ipv4: '10.213.7.3' },
    })
    expect(database?.container.volumes.map(({ name }) => name)).toEqual(['sampan-demo-db-data'])
  })

  it('shows no password in its spec, and is among the images', () => {
    const { spec } = recordOf('postgres', 'mirror.example/postgres:16')
    expect(JSON.stringify(shownSpec(spec))).not.toContain(databasePassword)
    expect(imagesOf(spec)).toContain('mirror.example/postgres:16')
  })

  /** The path at which an image declares its volume is covered, so that Docker makes none without a name. */
  it.each([
    ['postgres:15', '/var/lib/postgresql/data'],
    ['registry:5000/postgres:17-alpine', '/var/lib/postgresql/data'],
    ['postgres:18.1', '/var/lib/postgresql'],
    ['mine', '/var/lib/postgresql'],
  ])('of %s leaves no nameless volume at %s', (image, path) => {
    const [database] = blueprint(recordOf('postgres', image), testFacts).containers
    expect(database?.container.tmpfs).toEqual([path])
  })

  it('keeps the image by which it was made', () => {
    const left = testSpec({ datastore: { kind: 'managed', engine: 'postgres' } })
    const old = testSpec({ datastore: { kind: 'managed', engine: 'postgres', image: 'postgres:15' } })
    expect(meantSpec(left, undefined).datastore).toMatchObject({ image: 'postgres:17-alpine' })
    expect(meantSpec(left, old).datastore).toMatchObject({ image: 'postgres:15' })
  })

  it.each([
    ['postgres', 'postgres:17-alpine', 'mirror.example:5000/postgres:17.6', true],
    ['postgres', 'postgres:17', 'postgres:18', false],
    ['postgres', 'postgres:17', 'postgres:16', false],
    ['postgres', 'postgres:17', 'mine', true],
    ['mariadb', 'mariadb:10.11', 'mariadb:11.4', true],
    ['mariadb', 'mariadb:11.4', 'mariadb:10.11', false],
  ] as const)('of %s goes from %s to %s: %s', (engine, before, after, isPossible) => {
    const of = (image: string) => testSpec({ datastore: { kind: 'managed', engine, image } })
    expect(datastoreChangeProblem(of(before), of(after)) === undefined).toBe(isPossible)
  })

  it('cannot take the place of any other datastore, nor another its', () => {
    const managed = testSpec({ datastore: { kind: 'managed', engine: 'postgres' } })
    const others = [
      {},
      { datastore: { kind: 'etcd' as const } },
      { datastore: { kind: 'managed' as const, engine: 'mariadb' as const } },
    ]
    for (const other of others) {
      expect(datastoreChangeProblem(managed, testSpec(other))?.params).toMatchObject({ from: 'managed-postgres' })
      expect(datastoreChangeProblem(testSpec(other), managed)?.params).toMatchObject({ to: 'managed-postgres' })
    }
  })
})
