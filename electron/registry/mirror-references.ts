import { endpointAddress } from './endpoint-address.ts'
import type { Registries, RegistryConfig } from './registries-model.ts'
import { pullAttempts } from './rewrite-tryout.ts'

/** An image under the name by which an engine asks a mirror for it. */
export interface MirrorReference {
  readonly reference: string
  readonly host: string
  /** As the engine wants it; undefined: the user's own for that host, if any. */
  readonly auth: Readonly<Record<string, string>> | undefined
}

/**
 * Where a mirror of the nodes has one of Sampan's own images, in the nodes' order. An engine asks below `/v2/` only, so that other mirrors
 * cannot be asked by it; and what is named by its digest cannot be given its name again.
 */
export function mirrorReferences(image: string, registries: Registries): MirrorReference[] {
  if (image.includes('@')) return []
  return pullAttempts(image, registries, { withoutDefault: false }).flatMap(({ url, host, isMirror }) => {
    const [, path = '', tag = ''] = /^https?:\/\/[^/]+\/v2\/(.+)\/manifests\/([^?]+)/.exec(url) ?? []
    if (!isMirror || path === '') return []
    return [{ reference: `${host}/${path}:${tag}`, host, auth: authOf(registries.configs, host) }]
  })
}

/** What a registries.yaml has as a login for a host. */
export function authOf(configs: readonly RegistryConfig[], host: string): MirrorReference['auth'] {
  const registry = endpointAddress(`https://${host}`)?.registry
  const auth = (configs.find((each) => each.host === host) ?? configs.find((each) => each.host === registry))?.auth
  if (!auth) return undefined
  if (auth.identityToken !== '') return { identitytoken: auth.identityToken, serveraddress: host }
  const encoded = Buffer.from(auth.auth, 'base64').toString()
  const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(encoded) ?? []
  const login = auth.username === '' ? { username, password } : { username: auth.username, password: auth.password }
  return login.username === '' ? undefined : { ...login, serveraddress: host }
}
