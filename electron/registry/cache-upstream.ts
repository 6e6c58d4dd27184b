import { endpointAddress } from './endpoint-address.ts'
import { authOf } from './mirror-references.ts'
import { readRegistries } from './registries-model.ts'

/** Where a cache fetches the images of a registry, and as whom. */
export interface CacheUpstream {
  readonly url: string
  readonly username?: string
  readonly password?: string
}

/**
 * The first mirror that a registries.yaml has for a registry, where a cache can ask it: below `/v2/`, and with a certificate that everybody
 * trusts. Else the registry itself. Paths are rewritten by the nodes, for the cache as for the mirror.
 */
export function cacheUpstream(registry: string, text: string): CacheUpstream {
  const { mirrors = [], configs = [] } = readRegistries(text) ?? {}
  const mirror = mirrors.find(({ name }) => name === registry) ?? mirrors.find(({ name }) => name === '*')
  const usable = (mirror?.endpoints ?? []).flatMap((endpoint) => {
    const address = endpointAddress(endpoint)
    const config = configs.find(({ host }) => host === address?.registry)
    return address && !address.overridesPath && !config?.tls ? [address] : []
  })
  const [first] = usable
  const host = first?.host ?? endpointAddress(registry)?.host ?? registry
  const { username, password } = authOf(configs, host) ?? {}
  const login = username === undefined || password === undefined ? {} : { username, password }
  return { url: `${first?.scheme ?? 'https'}://${host}`, ...login }
}
