import { z } from 'zod'
import type { RegistryConfig } from './registries-model.ts'
import type { Challenge } from './registry-challenge.ts'
import { FaultError, faultOfAnswer } from './registry-fault.ts'
import type { Asked, RegistryAnswer } from './registry-request.ts'

type Auth = RegistryConfig['auth']
type Ask = (url: URL, asked: Partial<Asked>) => Promise<RegistryAnswer>

export const hasLogin = (auth: Auth): boolean => auth !== undefined && Object.values(auth).some((part) => part !== '')

/** What a login says by itself; undefined where there is none, or one that is only good for a token. */
export function basicLogin(auth: Auth): string | undefined {
  if (!auth) return undefined
  if (auth.username !== '') return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
  return auth.auth === '' ? undefined : `Basic ${auth.auth}`
}

/**
 * A token from the service that a registry names. An identity token is exchanged as containerd does it, by a form; a name and password are
 * enough of a login in themselves.
 */
export async function askForToken(
  { realm, service }: Extract<Challenge, { kind: 'bearer' }>,
  { auth, repository }: { auth: Auth; repository: string | undefined },
  ask: Ask,
): Promise<string> {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new FaultError({ kind: 'no_token_service', detail: realm })
  const scope = repository === undefined ? undefined : `repository:${repository}:pull`
  const answer = await ask(...requestFor(url, auth, { service, scope }))
  const { status, headers, body } = answer
  const fault = faultOfAnswer({ status, headers, text: body.toString('utf8', 0, 2000), hasLogin: hasLogin(auth) })
  const isElsewhere = fault && ['not_found', 'not_a_registry'].includes(fault.kind)
  if (fault) throw new FaultError(isElsewhere ? { ...fault, kind: 'no_token_service' } : fault)
  const { token, access_token: access } = tokenIn(body)
  const given = token ?? access ?? ''
  if (given !== '') return `Bearer ${given}`
  throw new FaultError({
    kind: 'no_token_service',
    detail: `${status} ${String(headers['content-type'] ?? '')}`.trim(),
  })
}

function requestFor(
  url: URL,
  auth: Auth,
  named: { readonly service: string | undefined; readonly scope: string | undefined },
): [URL, Partial<Asked>] {
  const given = Object.entries(named).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
  const basic = basicLogin(auth)
  if (basic === undefined && auth && auth.identityToken !== '') {
    const form = { grant_type: 'refresh_token', refresh_token: auth.identityToken, client_id: 'containerd-client' }
    const body = new URLSearchParams([...given, ...Object.entries(form)]).toString()
    return [url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }]
  }
  const asked = new URL(url)
  for (const [name, value] of given) asked.searchParams.set(name, value)
  return [asked, { headers: basic === undefined ? {} : { authorization: basic } }]
}

const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() }).catch({})

function tokenIn(body: Buffer): z.infer<typeof Token> {
  try {
    return Token.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return {}
  }
}
