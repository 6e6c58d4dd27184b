import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { sampan } from './cli-process.ts'
import { execute } from './docker.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const certs = '/var/lib/rancher/k3s/agent/etc/containerd/certs.d'

/** One cluster, whose registries are changed while it runs. */
describe.skipIf(world.missing)(`registries${world.missing ? ` (skipped: ${world.missing})` : ''}`, () => {
  const { engine } = world
  const secrets = Array.from({ length: 3 }, () => `planted${randomBytes(12).toString('hex')}`)
  const [password, token, inAddress] = secrets
  const mirrors = (endpoint: string) => `mirrors:
  docker.io:
    endpoint:
      - https://ci:${inAddress}@${endpoint}
  quay.io: {endpoint: ["https://${endpoint}"]}
configs:
  ${endpoint}:
    auth:
      username: ci
      password: ${password} # of the robot
  other.example.net: {auth: {identity_token: ${token}}}
`
  const first = mirrors('a.example.net')
  const spec = world.spec({ agents: 2, registries: first })
  const events: OperationEvent[] = []
  const options = () => ({
    signal: AbortSignal.timeout(180_000),
    onEvent: (event: OperationEvent) => events.push(event),
  })
  const nodes = ['server-0', 'agent-0', 'agent-1'].map((node) => `sampan-${spec.name}-${node}`)
  const home = mkdtempSync(join(tmpdir(), 'sampan-registries-'))
  const read = async (node: string, path: string) =>
    (await execute('docker', ['exec', node, 'cat', `${certs}/${path}/hosts.toml`]).catch(() => ({ stdout: '' }))).stdout
  const applied = async (registries: string) => {
    const { generation } = await engine.spec(spec.name)
    await engine.apply({ ...spec, registries }, { ...options(), basedOn: generation })
  }

  afterAll(async () => {
    await world.sweep(spec.name)
    rmSync(home, { recursive: true })
  })

  it('reach containerd on every node without a restart of any, and are read back', async () => {
    await engine.create(spec, options())
    const before = await world.started(spec.name)
    const changed = first.replace('quay.io: {endpoint: ["https://a.', 'ghcr.io: {endpoint: ["https://b.')
    const steps = await engine.preview({ ...spec, registries: changed }, AbortSignal.timeout(60_000))
    expect(steps.map(({ action }) => action)).not.toContain('restart container')
    await applied(changed)
    for (const node of nodes)
      expect([await read(node, 'ghcr.io'), await read(node, 'quay.io'), await read(node, 'docker.io')]).toEqual([
        expect.stringContaining('[host."https://b.example.net/v2"]'),
        '',
        expect.stringContaining('a.example.net/v2'),
      ])
    expect(await world.started(spec.name)).toEqual(before)
    expect((await engine.registries(spec.name)).map(({ differing }) => differing)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(await engine.preview({ ...spec, registries: changed }, AbortSignal.timeout(60_000))).toEqual([])
  })

  it('that somebody else has changed in a node are named', async () => {
    const [, agent = ''] = nodes
    await execute('docker', ['exec', agent, 'sh', '-c', `sed -i s/b.example/c.example/ ${certs}/ghcr.io/hosts.toml`])
    const found = await engine.registries(spec.name)
    expect(found.map(({ node, differing = [] }) => [node, differing])).toEqual(
      expect.arrayContaining([
        [agent, [`${certs}/ghcr.io/hosts.toml`]],
        [nodes[0], []],
      ]),
    )
  })

  it('with other credentials restart one node after the other, which is said before', async () => {
    const before = await world.started(spec.name)
    const changed = mirrors('b.example.net')
    const steps = await engine.preview({ ...spec, registries: changed }, AbortSignal.timeout(60_000))
    const restarted = steps.flatMap(({ action, target }) => (action === 'restart container' ? [target] : []))
    expect(restarted).toEqual(nodes)
    await applied(changed)
    const after = await world.started(spec.name)
    expect(after.filter(({ name, at }) => before.some((each) => each.name === name && each.at === at))).toEqual([])
    const { stdout } = await execute('docker', ['exec', nodes[2] ?? '', 'cat', `${certs}/../config.toml`])
    expect(stdout).toContain(`configs.'b.example.net'.auth]`)
  })

  it('keep their secrets out of labels, inspect, logs, get, diff, and everything that is told', async () => {
    const file = join(home, 'spec.json')
    const got = await sampan(['get', spec.name, '-o', 'json'])
    writeFileSync(file, got.stdout)
    const told = [
      JSON.stringify([events, await engine.spec(spec.name), await engine.list(), await engine.registries(spec.name)]),
      got.stdout,
      (await sampan(['get', spec.name])).stdout,
      ...Object.values(await sampan(['apply', '-f', file, '--dry-run', '--json'])).map(String),
      ...Object.values(await sampan(['status', spec.name, '--json'])).map(String),
      ...(await Promise.all(nodes.map(async (node) => JSON.stringify(await execute('docker', ['inspect', node]))))),
      ...(await Promise.all(nodes.map(async (node) => JSON.stringify(await execute('docker', ['logs', node]))))),
      JSON.stringify(await execute('docker', ['volume', 'ls', '--format', '{{json .}}'])),
    ]
    expect(secrets.filter((secret) => told.some((text) => text.includes(secret)))).toEqual([])
    const shown = await sampan(['get', spec.name, '--show-secrets'])
    expect(secrets.filter((secret) => !shown.stdout.includes(secret))).toEqual([])
    // What was hidden is meant when it comes back.
    const again = await sampan(['apply', '-f', file, '--json'])
    expect([again.exitCode, again.json.map(({ kind }) => kind)]).toEqual([0, ['unchanged']])
  })
})
