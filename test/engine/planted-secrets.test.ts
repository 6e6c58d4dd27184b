import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Preferences } from '#shared/preferences.ts'
import { Problem } from '#shared/problem.ts'
import { reportOf } from '#shared/problem-report.ts'
import { describeProblem } from '#shared/translate.ts'
import { diagnosticsText } from '../../electron/ipc/diagnostics.ts'
import { type CliRun, sampan, userFolder } from './cli-process.ts'
import { databaseMissing, docker, execute, removeByHand, testPostgresImage, uniqueName, until } from './docker.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const missing = world.missing ?? (await databaseMissing())
const planted = (name: string) => `planted${name}${randomBytes(8).toString('hex')}`

/** Wherever a secret can be given, each a word that is nowhere else. */
const secrets = {
  password: planted('password'),
  identity: planted('identity'),
  inAddress: planted('address'),
  login: planted('login'),
  database: planted('database'),
  token: planted('token'),
  agentToken: planted('agenttoken'),
  proxy: planted('proxy'),
  variable: planted('variable'),
  default: planted('default'),
  key: planted('key'),
}
const words = Object.values(secrets)
const found = (text: string) => Object.entries(secrets).flatMap(([name, word]) => (text.includes(word) ? [name] : []))

describe.skipIf(missing)(`secrets${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'sampan-secrets-'))
  const own = world.spec()
  const [database, other] = [uniqueName(), uniqueName()]
  const nodes = ['server-0', 'agent-0'].map((node) => `sampan-${own.name}-${node}`)
  const more = { DOCKER_CONFIG: join(home, 'docker') }
  const file = (name: string) => join(home, name)
  const run = (...args: string[]) => sampan(args, undefined, undefined, { more })
  const said = ({ stdout, stderr }: CliRun) => stdout + stderr
  const problems: Problem[] = []
  const since = Math.floor(Date.now() / 1000)
  let made: CliRun
  let endpoint = ''

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    const variables = { POSTGRES_USER: 'k3s', POSTGRES_PASSWORD: secrets.database, PGDATA: '/var/lib/db' }
    const env = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const port = ['-p', `${IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1'}::5432`]
    await execute('docker', ['run', '-d', '--name', database, ...port, ...env, testPostgresImage])
    const { stdout } = await execute('docker', ['port', database, '5432/tcp'])
    endpoint = `postgres://k3s:${secrets.database}@host.docker.internal:${stdout.trim().split(':').at(-1)}/k3s?sslmode=disable`
    await until('PostgreSQL answers', () =>
      execute('docker', ['exec', database, 'psql', '-U', 'k3s', '-c', 'SELECT 1']).then(
        () => true,
        () => false,
      ),
    )
    mkdirSync(more.DOCKER_CONFIG)
    const auth = Buffer.from(`ci:${secrets.login}`).toString('base64')
    writeFileSync(join(more.DOCKER_CONFIG, 'config.json'), JSON.stringify({ auths: { 'c.example.net': { auth } } }))
    writeFileSync(file('client.key'), `-----BEGIN PRIVATE KEY-----\n${secrets.key}\n-----END PRIVATE KEY-----\n`)
    writeFileSync(file('client.crt'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    writeFileSync(
      file('registries.yaml'),
      `mirrors:
  docker.io: {endpoint: ["https://ci:${secrets.inAddress}@a.example.net", "https://c.example.net"]}
configs:
  a.example.net:
    auth: {username: ci, password: ${secrets.password}}
    tls: {cert_file: ${file('client.crt')}, key_file: ${file('client.key')}}
  b.example.net: {auth: {identity_token: ${secrets.identity}}}
`,
    )
    writeFileSync(
      file('default.yaml'),
      `configs: {d.example.net: {auth: {password: ${secrets.default}, username: ci}}}\n`,
    )
    made = await run(
      ...['create', own.name, '--image', own.image, '--api-port', String(own.apiPort), '--agents', '1', '--json'],
      ...['--datastore', endpoint, '--registries', file('registries.yaml'), '--docker-login', '--token', secrets.token],
      ...['--k3s-arg', `--agent-token=${secrets.agentToken}`, '--verbose', '--env', 'FAKE_K3S_BOOT_MS=1500'],
      ...['--env', `HTTPS_PROXY=http://ci:${secrets.proxy}@proxy.example.net:3128`],
      ...['--env', 'NO_PROXY=.example.net', '--env', `APP_PASSWORD=${secrets.variable} it's $HOME`],
    )
  }, 240_000)
  afterAll(async () => {
    await Promise.all([own.name, other].map((name) => world.sweep(name)))
    await removeByHand(docker.getContainer(database)).catch(() => undefined)
    rmSync(home, { recursive: true })
    rmSync(join(userFolder, 'sampan/default-registries.json'), { force: true })
  })

  it('are in none of what the create says, and in nothing that Docker tells of the cluster', async () => {
    expect([made.json.at(-1)?.kind, found(said(made))]).toEqual(['ready', []])
    const filters = { label: [`dev.sampan.cluster=${own.name}`] }
    const [containers, { Volumes }, networks] = await Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listVolumes({ filters }),
      docker.listNetworks({ filters }),
    ])
    const inspected = await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).inspect()))
    expect(inspected).toHaveLength(nodes.length)
    expect(found(JSON.stringify([containers, inspected, Volumes, networks]))).toEqual([])
    // Docker tells everybody which commands are run in a container.
    const until = String(Math.ceil(Date.now() / 1000))
    const { stdout: events } = await execute('docker', ['events', '--since', `${since}`, '--until', until], {
      maxBuffer: 100_000_000,
    })
    expect([events.includes(`sampan-${own.name}-server-0`), found(events)]).toEqual([true, []])
  })

  it('reach the processes that need them', async () => {
    const [server = ''] = nodes
    const { stdout } = await execute('docker', [
      'exec',
      server,
      'sh',
      '-c',
      'for pid in /proc/[0-9]*; do tr "\\0" "\\n" < "$pid/environ"; done',
    ])
    expect(found(stdout)).toEqual(expect.arrayContaining(['proxy', 'variable']))
    expect(stdout).toContain('NO_PROXY=.example.net,localhost')
    expect(stdout).toContain(`APP_PASSWORD=${secrets.variable} it's $HOME\n`)
  })

  it('lie in a node only in files that nobody but its root can read, and are in no log', async () => {
    const scan = `find / -xdev -type f ! -path '/proc/*' ! -path '/sys/*' -size -2000k -exec grep -lE '${words.join('|')}' {} + 2>/dev/null | xargs -r stat -c '%a %n'; find /etc/rancher /var/lib/rancher /var/log -type f -exec grep -lE '${words.join('|')}' {} + 2>/dev/null | xargs -r stat -c '%a %n'`
    for (const node of nodes) {
      const { stdout } = await execute('docker', ['exec', node, 'sh', '-c', scan])
      const open = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('600 '))
      expect([stdout.includes('/etc/rancher/k3s/registries.yaml'), open]).toEqual([true, []])
      const { stdout: out, stderr } = await execute('docker', ['logs', node], { maxBuffer: 100_000_000 })
      expect(found(out + stderr)).toEqual([])
    }
  })

  it('are hidden wherever a command shows the cluster, and are meant when that comes back', async () => {
    const got = await run('get', own.name, '-o', 'json')
    writeFileSync(file('spec.json'), got.stdout)
    const commands = [
      ['get', own.name],
      ['get', own.name, '--json'],
      ['list'],
      ['list', '--json'],
      ['status', own.name],
      ['status', own.name, '--json'],
      ['doctor', '--json'],
      ['apply', '-f', file('spec.json'), '--dry-run'],
      ['diff', '-f', file('spec.json'), '--json'],
      ['registries', 'show', own.name, '--json'],
      ['registries', 'check', own.name],
      ['registries', 'check', '-f', file('registries.yaml'), '--json'],
      ['registries', 'check', '-f', file('wrong.yaml'), '--json'],
      ['registries', 'try', own.name, '--image', 'nginx', '--json'],
      ['registries', 'test', own.name, '--json'],
      ['registries', 'test', '-f', file('registries.yaml')],
      ['images', 'list', own.name, '--json'],
      ['logs', own.name, '--json'],
      ['bundle', own.name, '-o', file('bundle.tar'), '--json'],
      ['orphans', '--json'],
    ]
    writeFileSync(file('wrong.yaml'), `configs: {a.example.net: {auth: {auth: "ci:${secrets.password}"}}}\n`)
    expect(found(said(got))).toEqual([])
    for (const command of commands) {
      const words = command.join(' ')
      expect([words, found(said(await run(...command)))]).toEqual([words, []])
    }
    const again = await run('apply', '-f', file('spec.json'), '--json')
    expect([again.exitCode, again.json.map(({ kind }) => kind)]).toEqual([0, ['unchanged']])
    const shown = await run('get', own.name, '--show-secrets')
    const given = words.filter((word) => ![secrets.default, secrets.login].includes(word))
    expect(given.filter((word) => !shown.stdout.includes(word))).toEqual([])
  })

  it('are not in a bundle, from which a cluster can be made all the same', async () => {
    const bytes = readFileSync(file('bundle.tar'))
    expect([bytes.includes('sampan-bundle.json'), words.filter((word) => bytes.includes(word))]).toEqual([true, []])
    const port = String(own.apiPort + 1)
    const copy = ['create', other, '--bundle', file('bundle.tar'), '--datastore', 'sqlite', '--api-port', port]
    const created = await run(...copy, '--json')
    const { stdout } = await run('get', other, '-o', 'json')
    expect([created.json.at(-1)?.kind, JSON.parse(stdout)]).toEqual([
      'ready',
      expect.objectContaining({
        env: { FAKE_K3S_BOOT_MS: '1500', NO_PROXY: '.example.net' },
        registries: expect.stringContaining('https://a.example.net'),
      }),
    ])
  }, 180_000)

  it('are in none of the words with which a command fails, nor in what is made of them for others', async () => {
    writeFileSync(file('broken.yaml'), `configs:\n  a.example.net:\n    auth: {password: "${secrets.password}\\q"}\n`)
    writeFileSync(file('type.yaml'), `configs: {a.example.net: {auth: ${secrets.password}}}\n`)
    const denied = endpoint.replace('k3s:', 'nobody:')
    const create = ['create', uniqueName(), '--image', own.image, '--json']
    const failing = [
      [...create, '--registries', file('broken.yaml')],
      [...create, '--registries', file('type.yaml')],
      [...create, '--datastore', denied],
      [...create, '--datastore', endpoint.replace('host.docker.internal', 'db.example.invalid')],
      [...create, '--token', `K10${secrets.token}`],
      [...create, '--env', `K3S_TOKEN=${secrets.token}`],
      [...create, '--env', `1=${secrets.variable}`],
      [...create, '--k3s-arg', `token=${secrets.token}`],
      [...create, '--k3s-arg', `--token=${secrets.token}`],
      ['create', own.name, '--image', own.image, '--token', secrets.token, '--json'],
      ['registries', 'check', '-f', file('broken.yaml'), '--json'],
    ]
    for (const command of failing) {
      const failed = await run(...command)
      expect([command.slice(3).join(' '), failed.exitCode === 0, found(said(failed))]).toEqual([
        command.slice(3).join(' '),
        false,
        [],
      ])
      for (const line of said(failed).split('\n')) {
        const parsed = Problem.safeParse(asJson(line))
        if (parsed.success) problems.push(parsed.data)
      }
    }
    const clusters = await world.engine.list()
    const reports = problems.map((problem) => {
      const description = describeProblem('en', problem)
      return reportOf({ problem, words: description, app: undefined, engine: undefined, log: [] })
    })
    const diagnostics = diagnosticsText({
      info: { version: '1', versions: {}, platform: 'linux', systemLanguage: 'en', onPath: null },
      preferences: Preferences.parse({}),
      engines: [],
      snapshot: { engine: { kind: 'connecting' }, clusters },
      operations: problems.map((problem) => ({
        cluster: { engineId: 'e', name: own.name },
        operation: 'create' as const,
        isRunning: false,
        startedAtMs: 0,
        problem,
      })),
      complaints: [],
      now: new Date(),
    })
    expect([problems.length > 3, found([...reports, diagnostics].join('\n'))]).toEqual([true, []])
  })

  it('of the default registries lie in a file of their user alone, and are hidden where it is shown', async () => {
    const set = await run('registries', 'default', '-f', file('default.yaml'), '--json')
    const shown = await run('registries', 'default')
    expect([set.exitCode, found(said(set)), found(said(shown))]).toEqual([0, [], []])
    const open = readdirSync(userFolder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .filter((path) => found(readFileSync(path, 'latin1')).length > 0)
      .map((path) => [path, (statSync(path).mode & 0o777).toString(8)])
    expect(open).toEqual([[join(userFolder, 'sampan/default-registries.json'), '600']])
  })
})

function asJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
