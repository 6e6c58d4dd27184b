import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bySpeed, type EndpointTest } from '#shared/registry-test.ts'
import { docker } from './docker.ts'
import { realWorld } from './real-world.ts'
import { missingRegistry, openRegistryServers, type RegistryServers } from './registry-servers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry

/** Real registries and servers as they go wrong, asked from here and through a node. */
describe.skipIf(missing)(`a test of registries${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const folder = mkdtempSync(join(tmpdir(), 'sampan-asked-'))
  const signal = () => AbortSignal.timeout(60_000)
  let servers: RegistryServers
  let text = ''
  const spec = world.spec()

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    servers = await openRegistryServers(IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1')
    writeFileSync(join(folder, 'ca.crt'), servers.ca)
    const { plain, secured, hanging, limited, page, closed } = servers
    text = `mirrors:
  docker.io:
    endpoint:
      - http://${hanging}
      - http://${page}
      - http://${plain}
      - https://${plain}
      - http://${limited}
      - http://${closed}
      - https://no-such-host.invalid
      - https://${secured}
  quay.io:
    endpoint: ["https://${secured}"]
`
  }, 60_000)
  afterAll(async () => {
    await world.sweep(spec.name)
    await servers?.close()
    rmSync(folder, { recursive: true })
  })

  const faults = (endpoints: readonly EndpointTest[]) =>
    Object.fromEntries(
      endpoints.map(({ registry, endpoint, fault }) => [
        `${registry} ${endpoint}`,
        fault ? `${fault.hop} ${fault.kind}` : 'ok',
      ]),
    )
  const expected = () => {
    const { plain, secured, hanging, limited, page, closed } = servers
    return {
      [`docker.io http://${hanging}`]: 'ping timed_out',
      [`docker.io http://${page}`]: 'ping not_a_registry',
      [`docker.io http://${plain}`]: 'ok',
      [`docker.io https://${plain}`]: 'tls speaks_http',
      [`docker.io http://${limited}`]: 'ping rate_limited',
      [`docker.io http://${closed}`]: 'connect refused',
      'docker.io https://no-such-host.invalid': 'connect name_unknown',
      [`docker.io https://${secured}`]: 'tls certificate_untrusted',
      [`quay.io https://${secured}`]: 'tls certificate_untrusted',
    }
  }

  it('names what is wrong with each endpoint from this computer, where there is no node yet', async () => {
    const image = 'library/tiny:1'
    const { node, endpoints } = await engine.testRegistries({ name: undefined, text, image }, signal())
    expect([node, faults(endpoints)]).toEqual([undefined, expected()])
    const limited = endpoints.find(({ endpoint }) => endpoint.endsWith(servers.limited))
    const waitMs = Date.parse(limited?.fault?.until ?? '') - Date.now()
    expect(waitMs > 3_500_000 && waitMs <= 3_600_000).toBe(true)
    const good = endpoints.find(({ fault }) => !fault)
    expect(good?.hops.map(({ hop }) => hop)).toEqual(['connect', 'ping', 'manifest', 'blob'])
    expect(bySpeed(endpoints)[0]).toBe(good)
    expect(bySpeed(endpoints)).toHaveLength(endpoints.length)
  })

  it('tells a login that is missing from one that is refused, another name, and an image that is not there', async () => {
    const { secured } = servers
    const config = (auth: string, ca = join(folder, 'ca.crt')) =>
      `mirrors:\n  docker.io: {endpoint: ["https://${secured}"]}\nconfigs:\n  ${secured}: {tls: {ca_file: ${ca}}, auth: ${auth}}\n`
    const ask = async (asked: string, image = 'library/tiny:1') => {
      const { endpoints } = await engine.testRegistries({ name: undefined, text: asked, image }, signal())
      return endpoints.map(({ fault, hops }) =>
        fault ? `${fault.hop} ${fault.kind}` : hops.map(({ hop }) => hop).join(),
      )
    }
    expect([
      await ask(config('{username: ci, password: correct-horse}')),
      await ask(config('{username: ci, password: wrong}')),
      await ask(config('{}')),
      await ask(config('{username: ci, password: correct-horse}'), 'library/other:1'),
      await ask(
        config('{username: ci, password: correct-horse}').replaceAll(secured, `localhost:${secured.split(':')[1]}`),
      ),
    ]).toEqual([
      ['connect,tls,ping,token,manifest,blob'],
      ['token login_refused'],
      ['token login_missing'],
      ['manifest not_found'],
      ['connect refused'],
    ])
  })

  it('asks through a node where there is one, by what that can reach', async () => {
    await engine.create({ ...spec, registries: text }, { signal: AbortSignal.timeout(180_000) })
    const { node, endpoints } = await engine.testRegistries(
      { name: spec.name, text: undefined, image: 'library/tiny:1' },
      signal(),
    )
    expect([node, faults(endpoints)]).toEqual([`sampan-${spec.name}-server-0`, expected()])
  })
})
