import type { PullAttempt } from '#shared/registry.ts'
import { defaultAddress, endpointAddress } from './endpoint-address.ts'
import type { Registries } from './registries-model.ts'
import { rewritten } from './rewrite-remarks.ts'

/** What containerd asks for when a node pulls an image, and where, in its order. An endpoint that k3s does not take is not asked. */
export function pullAttempts(
  image: string,
  { mirrors }: Registries,
  { withoutDefault }: { readonly withoutDefault: boolean },
): PullAttempt[] {
  const { registry, repository, reference } = partsOf(image)
  const mirror = mirrors.find(({ name }) => name === registry) ?? mirrors.find(({ name }) => name === '*')
  const seen = new Set<string>()
  const endpoints = mirror?.endpoints ?? []
  const asked = endpoints.flatMap((endpoint, at): PullAttempt[] => {
    const address = endpointAddress(endpoint)
    if (!address || seen.has(address.url)) return []
    seen.add(address.url)
    const base = baseOf(address.url)
    // k3s takes the registry itself, where it is the last endpoint, for the one that is asked anyhow, and never by a rewritten name.
    if (!withoutDefault && at === endpoints.length - 1 && base === baseOf(defaultAddress(registry))) return []
    const path = rewritten(repository, mirror?.rewrites ?? [])
    return [{ host: address.host, url: `${base}/${path}/manifests/${reference}?ns=${registry}`, isMirror: true }]
  })
  const own = `${defaultAddress(registry)}/${repository}/manifests/${reference}`
  const isLast = withoutDefault && mirror !== undefined
  return isLast ? asked : [...asked, { host: new URL(own).host, url: own, isMirror: false }]
}

const baseOf = (url: string) =>
  url
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
    .replace(/\/\/[^/@]*@/, '//')

/** As containerd reads an image's name: what has no registry is Docker Hub's, and there what has no owner is `library`'s. */
function partsOf(image: string): { registry: string; repository: string; reference: string } {
  const [, name = image, digest] = /^(.*?)(?:@(sha256:[0-9a-f]+))?$/.exec(image.trim()) ?? []
  const [, untagged = name, tag = 'latest'] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(name) ?? []
  const [first = '', ...rest] = untagged.split('/')
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first)
  const registry = isHost ? first.replace(/^(index\.|registry-1\.)?docker\.io$/, 'docker.io') : 'docker.io'
  const path = isHost ? rest.join('/') : untagged
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  return { registry, repository, reference: digest ?? tag }
}
