import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import {
  databaseMissing,
  docker,
  execute,
  removeByHand,
  testMariadbImage,
  testPostgresImage,
  uniqueName,
  until,
} from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const options = { signal: new AbortController().signal }
const world = await realWorld()
const missing = world.missing ?? (await databaseMissing())
const [password, rootPassword] = ['ninja-pw', 'p@ss:w/rd#1?']

/** Each is answered from within the cluster's network before there is anything else of it, and nothing is left. */
describe.skipIf(missing)(`a database of one's own on ${world.name}${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const made: string[] = []
  let gateway = ''
  const ports = { postgres: 0, mariadb: 0 }

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    gateway = IPAM?.Config?.[0]?.Gateway ?? ''
    const start = async (image: string, port: number, env: readonly string[]) => {
      const name = uniqueName()
      made.push(name)
      const all = env.flatMap((each) => ['-e', each])
      await execute('docker', ['run', '-d', '--name', name, '-p', `${gateway}::${port}`, ...all, image])
      const { stdout } = await execute('docker', ['port', name, `${port}/tcp`])
      return { name, port: Number(/:(\d+)\s*$/.exec(stdout)?.[1]) }
    }
    const [postgres, mariadb] = await Promise.all([
      start(testPostgresImage, 5432, [
        `POSTGRES_USER=k3s`,
        'POSTGRES_DB=kubernetes',
        `POSTGRES_PASSWORD=${rootPassword}`,
        'PGDATA=/var/lib/db',
      ]),
      start(testMariadbImage, 3306, [
        'MYSQL_USER=kube',
        'MYSQL_DATABASE=kube_db',
        `MYSQL_PASSWORD=${password}`,
        `MYSQL_ROOT_PASSWORD=${rootPassword}`,
      ]),
    ])
    Object.assign(ports, { postgres: postgres.port, mariadb: mariadb.port })
    const sql = (text: string) =>
      execute('docker', ['exec', postgres.name, 'psql', '-U', 'k3s', '-d', 'kubernetes', '-c', text])
    await until('PostgreSQL answers', () =>
      sql('SELECT 1').then(
        () => true,
        () => false,
      ),
    )
    await sql(`CREATE USER guest PASSWORD '${password}'`)
    await sql('CREATE TABLE IF NOT EXISTS taken (id integer)')
    await execute('docker', [
      'exec',
      postgres.name,
      'psql',
      '-U',
      'k3s',
      '-d',
      'kubernetes',
      '-c',
      'CREATE DATABASE used',
    ])
    const kine = "CREATE TABLE kine (name varchar); INSERT INTO kine VALUES ('/bootstrap/abc')"
    await execute('docker', ['exec', postgres.name, 'psql', '-U', 'k3s', '-d', 'used', '-c', kine])
    await until('MariaDB answers', () =>
      execute('docker', ['exec', mariadb.name, 'mariadb-admin', 'ping', '-h', '127.0.0.1']).then(
        () => true,
        () => false,
      ),
    )
  })
  afterAll(async () => {
    await Promise.all(made.map((name) => removeByHand(docker.getContainer(name))))
  })

  const encoded = encodeURIComponent(rootPassword)
  const postgres = (user: string, rest = '/kubernetes?sslmode=disable') =>
    `postgres://${user}@host.docker.internal:${ports.postgres}${rest}`
  const mysql = (user: string, database = 'kube_db') =>
    `mysql://${user}@tcp(host.docker.internal:${ports.mariadb})/${database}`

  // They wait for Docker and for the database, and not for each other.
  it.concurrent.each<[string, () => string, string]>([
    [
      'a host that no container knows',
      () => `postgres://postgres:${password}@db.example.invalid:5432/k3s-db`,
      'datastore.host_unknown',
    ],
    ['a host that looks like an option', () => `postgres://k3s:${password}@-e:5432/k3s`, 'datastore.host_unknown'],
    [
      'a port where nobody listens',
      () => `postgres://k3s:${password}@host.docker.internal:1/k3s`,
      'datastore.unreachable',
    ],
    ['the node itself', () => `mysql://kube:${password}@tcp(127.0.0.1:3306)/kube`, 'datastore.unreachable'],
    ['a socket', () => `mysql://kube:${password}@unix(/run/mysqld/mysqld.sock)/kube`, 'flag.datastore_in_node'],
    ['a wrong password for PostgreSQL', () => postgres(`k3s:${password}`), 'datastore.denied'],
    ['a wrong password for MariaDB', () => mysql(`kube:${password}x`), 'datastore.denied'],
    [
      'MariaDB as PostgreSQL',
      () => `postgres://k3s:${password}@host.docker.internal:${ports.mariadb}/k3s`,
      'datastore.not_database',
    ],
    [
      'PostgreSQL as MariaDB',
      () => `mysql://k3s:${password}@tcp(host.docker.internal:${ports.postgres})/k3s`,
      'datastore.not_database',
    ],
    ['PostgreSQL as etcd', () => `http://host.docker.internal:${ports.postgres}`, 'datastore.not_database'],
    [
      'encryption that there is not',
      () => postgres(`k3s:${encoded}`, '/kubernetes?sslmode=require'),
      'datastore.encryption',
    ],
    ['a user who may create nothing', () => postgres(`guest:${password}`), 'datastore.no_create'],
    [
      'a database that is not there, and a user who may not make it',
      () => postgres(`guest:${password}`, '/none'),
      'datastore.no_database',
    ],
    ["somebody else's database", () => mysql(`kube:${password}`, 'mysql'), 'datastore.no_database'],
    ['a database with a cluster in it', () => postgres(`k3s:${encoded}`, '/used'), 'datastore.in_use'],
  ])('names %s in less than a minute, without the password, and makes nothing', async (_, endpoint, code) => {
    const address = endpoint()
    const spec = world.spec({ servers: 2, datastore: { kind: 'external', endpoint: address } })
    const events: OperationEvent[] = []
    const begun = performance.now()
    const found = await problemFrom(world.engine.create(spec, { ...options, onEvent: (event) => events.push(event) }))
    expect(found).toMatchObject({ code })
    expect(performance.now() - begun).toBeLessThan(60_000)
    for (const secret of [password, rootPassword, encoded])
      expect(JSON.stringify({ found, events })).not.toContain(secret)
    expect(await world.leftovers(spec.name)).toEqual([])
  })

  it('is taken where it can be used, also with a password full of signs', async () => {
    for (const endpoint of [
      postgres(`k3s:${encoded}`, '/kubernetes'),
      postgres(`k3s:${encoded}`, '/yet-to-come?sslmode=disable'),
      mysql(`kube:${password}`),
      mysql(`root:${rootPassword}`, 'yet-to-come'),
    ]) {
      const spec = world.spec({ datastore: { kind: 'external', endpoint } })
      const stop = new AbortController()
      const onEvent = (event: OperationEvent) => {
        const isOver = event.kind === 'step' && event.action === 'test the database' && event.state === 'done'
        if (isOver) stop.abort(new DOMException('enough', 'AbortError'))
      }
      expect(await problemFrom(world.engine.create(spec, { signal: stop.signal, onEvent }))).toMatchObject({
        code: 'cluster.cancelled',
      })
      expect(await world.leftovers(spec.name)).toEqual([])
    }
  })
})
