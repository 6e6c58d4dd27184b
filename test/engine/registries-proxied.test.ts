import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EndpointTest } from '#shared/registry-test.ts'
import { type CountingProxy, openCountingProxy } from './counting-proxy.ts'
import { docker } from './docker.ts'
import { realWorld } from './real-world.ts'
import { missingRegistry, openRegistryServers, type RegistryServers } from './registry-servers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry

/** As behind a company's proxy: two registries that only the proxy reaches, and one beside it. */
describe.skipIf(missing)(`a test of registries behind a proxy${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const spec = world.spec()
  const node = `sampan-${spec.name}-server-0`
  const image = 'library/tiny:1'
  const signal = () => AbortSignal.timeout(180_000)
  let servers: RegistryServers
  let proxy: CountingProxy
  let text = ''
  let env: Record<string, string> = {}

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    const host = IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1'
    servers = await openRegistryServers(host)
    const knows = { 'repo.inner.example:80': servers.plain, 'repo.example.net:443': servers.secured }
    proxy = await openCountingProxy(host, { knows, login: 'ci:gate-pass' })
    env = {
      HTTP_PROXY: `http://ci:gate-pass@${proxy.address}`,
      HTTPS_PROXY: `http://ci:gate-pass@${proxy.address}`,
      NO_PROXY: `other.example, ${servers.plain}`,
    }
    text = `mirrors:
  docker.io:
    endpoint:
      - http://repo.inner.example
      - https://repo.example.net
      - http://${servers.plain}
      - https://denied.example
configs:
  repo.example.net: {tls: {insecure_skip_verify: true}, auth: {username: ci, password: correct-horse}}
`
  }, 60_000)
  afterAll(async () => {
    await world.sweep(spec.name)
    proxy?.close()
    await servers?.close()
  })

  const found = (endpoints: readonly EndpointTest[]) =>
    endpoints.map(({ endpoint, fault, proxy: through = 'direct' }) => [
      endpoint,
      through,
      fault ? `${fault.hop} ${fault.kind}` : 'ok',
    ])
  const expected = () => [
    ['http://repo.inner.example', proxy.address, 'ok'],
    ['https://repo.example.net', proxy.address, 'ok'],
    [`http://${servers.plain}`, 'direct', 'ok'],
    ['https://denied.example', proxy.address, 'connect proxy_refused'],
  ]
  const expectedAsked = ['CONNECT denied.example:443', 'CONNECT repo.example.net:443', 'GET repo.inner.example:80']

  it('asks through it from a node, but for what NO_PROXY names', async () => {
    await engine.create({ ...spec, registries: text, env: { ...spec.env, ...env } }, { signal: signal() })
    const tested = await engine.testRegistries({ name: spec.name, text: undefined, image }, signal())
    expect([tested.node, found(tested.endpoints)]).toEqual([node, expected()])
    expect([...proxy.asked].sort()).toEqual(expectedAsked)
  })

  it('asks through it from this computer, too, by the variables of a cluster that is yet to be made', async () => {
    const { endpoints } = await engine.testRegistries({ name: undefined, text, image, env }, signal())
    expect(found(endpoints)).toEqual(expected())
  })

  it('says whose fault it is where the proxy wants a login, is not there, or is of another kind', async () => {
    const ask = async (gate: string) => {
      const given = { HTTP_PROXY: gate, HTTPS_PROXY: gate }
      const { endpoints } = await engine.testRegistries({ name: undefined, text, image, env: given }, signal())
      return found(endpoints)
        .slice(0, 2)
        .map(([, , outcome]) => outcome)
    }
    expect([
      await ask(`http://ci:wrong@${proxy.address}`),
      await ask(`http://${servers.closed}`),
      await ask('http://no-such-gate.invalid:3128'),
      await ask('socks5://gate.example:1080'),
      await ask(`http://${servers.page}`),
    ]).toEqual([
      ['ping proxy_login', 'connect proxy_login'],
      ['connect proxy_unreachable', 'connect proxy_unreachable'],
      ['connect proxy_unreachable', 'connect proxy_unreachable'],
      ['connect proxy_unsupported', 'connect proxy_unsupported'],
      ['ping not_a_registry', 'connect proxy_refused'],
    ])
  })

  it('says so from a node, too', async () => {
    const gone = `http://${servers.closed}`
    const { spec: present, generation } = await engine.spec(spec.name, signal(), { showSecrets: true })
    await engine.apply(
      { ...present, env: { ...spec.env, HTTP_PROXY: gone, HTTPS_PROXY: gone } },
      { signal: signal(), basedOn: generation },
    )
    const { endpoints } = await engine.testRegistries({ name: spec.name, text: undefined, image }, signal())
    expect(found(endpoints)).toEqual(
      endpoints.map(({ endpoint }) => [endpoint, servers.closed, 'connect proxy_unreachable']),
    )
    expect(endpoints[0]?.fault?.detail).toContain(servers.closed)
  })
})
