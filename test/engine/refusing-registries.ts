import { basicLogin, pushTiny, RegistryContainers } from './registry-containers.ts'
import { always, json, SmallServers } from './small-servers.ts'
import { identityToken, tokenFor, tokenService } from './token-service.ts'

const logins = { basic: `Basic ${Buffer.from('ci:correct-horse').toString('base64')}` }

/** Real registries with certificates that do not fit, and a login by tokens. */
export async function openSecuredRegistries(host: string) {
  const containers = new RegistryContainers(host)
  const servers = new SmallServers(host)
  const ca = await containers.ca()
  await containers.certificate('good')
  await containers.certificate('other', { names: 'DNS:repo.example.net,DNS:mirror.example.net,IP:192.0.2.7' })
  await containers.certificate('nameless', { names: '' })
  await containers.certificate('expired', { days: -1 })
  const signer = await containers.certificate('signer', { names: 'DNS:auth.example.net' })
  const client = await containers.certificate('client', { names: 'DNS:client.example.net' })
  const realm = `http://${await servers.serve(tokenService({ signer, login: logins.basic }))}/token`
  const tokens = {
    REGISTRY_AUTH: 'token',
    REGISTRY_AUTH_TOKEN_REALM: realm,
    REGISTRY_AUTH_TOKEN_SERVICE: 'registry',
    REGISTRY_AUTH_TOKEN_ISSUER: 'test',
    REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE: '/etc/tls/ca.crt',
  }
  const found = {
    basic: await containers.start(basicLogin, 'good'),
    otherName: await containers.start({}, 'other'),
    nameless: await containers.start({}, 'nameless'),
    expired: await containers.start({}, 'expired'),
    clientOnly: await containers.start({ REGISTRY_HTTP_TLS_CLIENTCAS: '[/etc/tls/ca.crt]' }, 'good'),
    withTokens: await containers.start(tokens),
  }
  await pushTiny(`https://${found.basic}`, { ca, authorization: logins.basic })
  await pushTiny(`http://${found.withTokens}`, { authorization: `Bearer ${tokenFor(signer, ['pull', 'push'])}` })
  return {
    ...found,
    ...{ ca, client, identityToken },
    realmHost: new URL(realm).host,
    close: async () => {
      servers.close()
      await containers.close()
    },
  }
}

/** Servers that refuse in the ways of registries, and of what stands before them. */
export async function openRefusingServers(host: string) {
  const servers = new SmallServers(host)
  const answering = {
    unauthorized: json(401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="test"' }),
    signIn: always(401, 'text/html', '<title>Sign in</title>'),
    forbidden: json(403, 'DENIED'),
    forbiddenPage: always(403, 'text/html', '<title>Forbidden</title>'),
    gone: json(404, 'NOT_FOUND'),
    missingPage: always(404, 'text/html', '<title>404</title>'),
    badGateway: always(502, 'text/html', '<title>502 Bad Gateway</title>'),
    limited: json(429, 'TOOMANYREQUESTS', { 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 600) }),
    text: always(200, 'text/plain', 'It works!'),
  }
  const places: Record<string, string> = {}
  for (const [name, answer] of Object.entries(answering)) places[name] = await servers.serve(answer)
  const at = (name: keyof typeof answering) => places[name] ?? ''
  const closed = await servers.closed()
  const realms = {
    realmUnknown: 'https://no-such-auth.invalid/token',
    realmClosed: `http://${closed}/token`,
    realmPage: `http://${at('text')}/token`,
    realmMissing: `http://${at('gone')}/token`,
    realmForbids: `http://${at('forbidden')}/token`,
    realmRefuses: `http://${at('unauthorized')}/token`,
    realmLimited: `http://${at('limited')}/token`,
    realmInvalid: 'token',
  }
  for (const [name, realm] of Object.entries(realms)) {
    const challenge = { 'www-authenticate': `Bearer realm="${realm}",service="registry"` }
    places[name] = await servers.serve(json(401, 'UNAUTHORIZED', challenge))
  }
  const portal = `http://${await servers.serve(always(200, 'text/html', '<title>Log in</title>'))}/login`
  const others: Record<string, string> = {
    closed,
    mute: await servers.mute(),
    hanging: await servers.serve(() => undefined),
    stalled: await servers.serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{')
    }),
    portal: await servers.serve(always(302, 'text/plain', '', { location: portal })),
  }
  return {
    /** By what is wrong with it. */
    places: { ...places, ...others },
    /** Sends everybody on, as from HTTP to HTTPS. */
    sendingTo: (target: string) =>
      servers.serve((request, response) => {
        response.writeHead(301, { location: `http://${target}${request.url}` })
        response.end()
      }),
    close: () => servers.close(),
  }
}
