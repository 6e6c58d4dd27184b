import { randomUUID, sign, X509Certificate } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'

interface Signer {
  readonly certificate: string
  readonly key: string
}

/** What the service takes instead of a name and a password. */
export const identityToken = 'identity-of-ci'

/** A token for `library/tiny`, as a registry with `auth: token` checks it. */
export function tokenFor({ certificate, key }: Signer, actions: readonly string[]): string {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const header = { typ: 'JWT', alg: 'RS256', x5c: [new X509Certificate(certificate).raw.toString('base64')] }
  const claims = {
    iss: 'test',
    sub: 'ci',
    aud: 'registry',
    exp: now + 600,
    nbf: now - 60,
    iat: now,
    jti: randomUUID(),
    access: [{ type: 'repository', name: 'library/tiny', actions }],
  }
  const signed = `${encoded(header)}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

/** Gives tokens to whoever has the login, or its identity token. */
export const tokenService =
  ({ signer, login }: { readonly signer: Signer; readonly login: string }): RequestListener =>
  async (request, response) => {
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    const isKnown =
      request.headers.authorization === login ||
      (form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === identityToken)
    const asked = request.method === 'POST' ? form : new URL(request.url ?? '', 'http://service').searchParams
    const isAsked = asked.get('service') === 'registry' && asked.get('scope') === 'repository:library/tiny:pull'
    response.writeHead(isKnown && isAsked ? 200 : isKnown ? 400 : 401, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(isKnown && isAsked ? { token: tokenFor(signer, ['pull']) } : { details: 'no such login' }),
    )
  }
