import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker } from './docker.ts'
import { realWorld } from './real-world.ts'
import { openRefusingServers, openSecuredRegistries } from './refusing-registries.ts'
import { missingRegistry } from './registry-containers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry

/** Each condition that a registry can be in, by its own name, from this computer and through a node. */
describe.skipIf(missing)(`a test of registries that refuse${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const folder = mkdtempSync(join(tmpdir(), 'sampan-refusing-'))
  const spec = world.spec()
  let secured: Awaited<ReturnType<typeof openSecuredRegistries>>
  let refusing: Awaited<ReturnType<typeof openRefusingServers>>

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    const host: string = IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1'
    ;[secured, refusing] = await Promise.all([openSecuredRegistries(host), openRefusingServers(host)])
    const files = { 'ca.crt': secured.ca, 'client.crt': secured.client.certificate, 'client.key': secured.client.key }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    await engine.create(spec, { signal: AbortSignal.timeout(180_000) })
  }, 240_000)
  afterAll(async () => {
    await world.sweep(spec.name)
    refusing?.close()
    await secured?.close()
    rmSync(folder, { recursive: true })
  })

  /** By endpoint, the step and the fault with its detail, or the steps that went well. */
  const asked = async (endpoints: readonly string[], configs: Readonly<Record<string, unknown>>, name?: string) => {
    const text = JSON.stringify({ mirrors: { 'docker.io': { endpoint: endpoints } }, configs })
    const signal = AbortSignal.timeout(60_000)
    const tested = await engine.testRegistries({ name, text, image: 'library/tiny:1' }, signal)
    return tested.endpoints.map(({ fault, hops }) =>
      fault ? `${fault.hop} ${fault.kind} ${fault.detail}` : hops.map(({ hop }) => hop).join(),
    )
  }
  const everywhere = async (endpoints: readonly string[], configs: Readonly<Record<string, unknown>> = {}) => {
    const [here, there] = await Promise.all([asked(endpoints, configs), asked(endpoints, configs, spec.name)])
    return endpoints.map((_, at) => [here[at], there[at]])
  }
  /** What is the same in both places. */
  const same = async (endpoints: readonly string[], configs: Readonly<Record<string, unknown>> = {}) =>
    (await everywhere(endpoints, configs)).map(([here, there]) => (here === there ? here : [here, there]))
  const trusting = (login: Readonly<Record<string, string>> = {}) => ({
    tls: { ca_file: join(folder, 'ca.crt') },
    ...(Object.keys(login).length > 0 ? { auth: login } : {}),
  })

  it('says of a certificate whose it is, for which names it is, and when it ended', async () => {
    const { basic, otherName, nameless, expired } = secured
    const hosts = [otherName, nameless, expired]
    const configs = Object.fromEntries(hosts.map((host) => [host, trusting()]))
    expect(
      await same(
        [basic, ...hosts].map((host) => `https://${host}`),
        configs,
      ),
    ).toEqual([
      'tls certificate_untrusted Test CA',
      'tls certificate_other_name repo.example.net, mirror.example.net, 192.0.2.7',
      'tls certificate_nameless repo.example.net',
      expect.stringMatching(/^tls certificate_expired \d{4}-\d\d-\d\dT/),
    ])
  })

  it('tells a client certificate that is missing from one that is accepted', async () => {
    const { clientOnly } = secured
    const file = (name: string) => join(folder, name)
    const tls = { ca_file: file('ca.crt'), cert_file: file('client.crt'), key_file: file('client.key') }
    const [without] = await same([`https://${clientOnly}`], { [clientOnly]: trusting() })
    const [bare] = await same([`https://${clientOnly}`], { [clientOnly]: { tls } })
    expect([without, bare]).toEqual([
      expect.stringMatching(/client_certificate_refused/),
      'manifest not_found 404 manifest unknown',
    ])
  })

  it('asks the service that gives tokens, with a name and password or an identity token', async () => {
    const { withTokens, realmHost } = secured
    const ask = async (auth: Readonly<Record<string, string>>) =>
      (await same([`http://${withTokens}`], { [withTokens]: { auth } }))[0]
    expect([
      await ask({ username: 'ci', password: 'correct-horse' }),
      await ask({ auth: Buffer.from('ci:correct-horse').toString('base64') }),
      await ask({ identity_token: secured.identityToken }),
      await ask({ username: 'ci', password: 'wrong' }),
      await ask({ identity_token: 'another' }),
      (await same([`http://${withTokens}`]))[0],
    ]).toEqual([
      'connect,ping,token,manifest,blob',
      'connect,ping,token,manifest,blob',
      'connect,ping,token,manifest,blob',
      `token login_refused ${realmHost}: 401 no such login`,
      `token login_refused ${realmHost}: 401 no such login`,
      `token login_missing ${realmHost}: 401 no such login`,
    ])
  })

  it('says where such a service is wrong, and what it refuses with', async () => {
    const kinds = ['Unknown', 'Closed', 'Page', 'Missing', 'Forbids', 'Refuses', 'Limited', 'Invalid']
    const login = { auth: { username: 'ci', password: 'correct-horse' } }
    const hosts = kinds.map((kind) => refusing.places[`realm${kind}`] ?? '')
    const configs = Object.fromEntries(hosts.map((host) => [host, login]))
    const found = await everywhere(
      hosts.map((host) => `http://${host}`),
      configs,
    )
    const { closed, text, gone, forbidden, unauthorized, limited } = refusing.places
    expect(found.map(([here]) => here)).toEqual([
      expect.stringMatching(/^token name_unknown no-such-auth\.invalid: /),
      expect.stringMatching(`^token refused ${closed}: `),
      `token no_token_service ${text}: 200 text/plain`,
      `token no_token_service ${gone}: 404 not_found`,
      `token forbidden ${forbidden}: 403 denied`,
      `token login_refused ${unauthorized}: 401 unauthorized`,
      `token rate_limited ${limited}: 429 toomanyrequests`,
      'token no_token_service token',
    ])
    const kindsOf = (at: number) => found.map((each) => each[at]?.split(' ').slice(0, 2).join(' '))
    expect(kindsOf(1)).toEqual(kindsOf(0))
  })

  it('tells a refusal from what is no registry, a page from a server that is down', async () => {
    const kinds = ['unauthorized', 'signIn', 'forbidden', 'forbiddenPage', 'gone', 'missingPage', 'badGateway', 'text']
    const hosts = [...kinds, 'limited', 'portal'].map((kind) => `http://${refusing.places[kind]}`)
    expect((await same(hosts)).map((each) => String(each).split(' ').slice(0, 2).join(' '))).toEqual([
      'token login_missing',
      'ping not_a_registry',
      'ping forbidden',
      'ping forbidden',
      'ping not_a_registry',
      'ping not_a_registry',
      'ping server_error',
      'ping not_a_registry',
      'ping rate_limited',
      'ping not_a_registry',
    ])
  })

  it('goes where it is sent, as containerd does', async () => {
    const sending = await refusing.sendingTo(secured.withTokens)
    const auth = { username: 'ci', password: 'correct-horse' }
    expect(await same([`http://${sending}`], { [sending]: { auth } })).toEqual(['connect,ping,token,manifest,blob'])
  })

  it('has an answer within seconds from whoever hangs, at the step where it hangs', async () => {
    const { mute, hanging, stalled } = refusing.places
    const begun = Date.now()
    expect(await same([`https://${mute}`, `http://${hanging}`, `http://${stalled}`])).toEqual([
      'tls timed_out > 8 s',
      'ping timed_out > 8 s',
      'ping timed_out > 8 s',
    ])
    expect(Date.now() - begun).toBeLessThan(30_000)
  })

  it('refuses a wrong login also where it knows no image to ask for', async () => {
    const { basic } = secured
    const text = (password: string) =>
      JSON.stringify({
        mirrors: { 'repo.example': { endpoint: [`https://${basic}`] } },
        configs: { [basic]: trusting({ username: 'ci', password }) },
      })
    const ask = async (password: string) => {
      const question = { name: spec.name, text: text(password), image: undefined }
      const { endpoints } = await engine.testRegistries(question, AbortSignal.timeout(60_000))
      return endpoints.map(({ fault, hops }) => fault?.kind ?? hops.map(({ hop }) => hop).join())
    }
    expect([await ask('correct-horse'), await ask('wrong')]).toEqual([['connect,tls,ping,token'], ['login_refused']])
  })
})
