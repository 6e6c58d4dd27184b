import { type Document, isMap, type Pair, YAMLMap } from 'yaml'
import { hostInAddress, type RegistriesFix } from '#shared/registry.ts'
import type { EndpointAddress } from './endpoint-address.ts'
import { calling } from './key-fixes.ts'
import { changing, keyOf, pairOf } from './registries-document.ts'
import type { Checking } from './registries-file.ts'

/** Names of Docker Hub under which containerd never looks anything up: images without a registry belong to docker.io. */
export const hubAliases = ['index.docker.io', 'registry-1.docker.io', 'hub.docker.com', 'registry.hub.docker.com']

/** What stands for a registry is its host, as image references have it. */
export function checkMirrorKey(checking: Checking, pair: Pair, map: YAMLMap | undefined): void {
  const key = keyOf(pair)
  const rule = key.includes('://')
    ? 'key_has_scheme'
    : hubAliases.includes(key)
      ? 'key_is_docker_hub_alias'
      : key.includes('/')
        ? 'key_has_path'
        : undefined
  if (rule) checking.report('warning', rule, pair.key, key, { fix: calling(checking, map, pair, hostOf(key)) })
}

/** The registry that an address or a path is of. */
export function hostOf(key: string): string {
  const host = hostInAddress(key)
  return hubAliases.includes(host) ? 'docker.io' : host
}

const misplaced = ['auth', 'tls', 'username', 'password', 'configs']

/** What belongs under `configs`, and is ignored under a mirror. */
export function misplacedParts(mirror: YAMLMap): Pair[] {
  return mirror.items.filter((pair) => misplaced.includes(keyOf(pair)))
}

/** Moves it to where k3s looks for it: by the host of the endpoint, of which there has to be one. */
export function moving(
  { text }: Checking,
  name: string,
  pair: Pair,
  endpoints: readonly { readonly address: EndpointAddress }[],
): RegistriesFix | undefined {
  const hosts = [...new Set(endpoints.map(({ address }) => address.host))]
  const [host] = hosts
  const part = keyOf(pair)
  if (host === undefined || hosts.length > 1) return undefined
  return changing(text, { kind: 'move', subject: `configs.${host}` }, (document) => {
    const from = document.getIn(['mirrors', name], true)
    const found = isMap(from) ? pairOf(from, part) : undefined
    if (!isMap(from) || !found) return
    from.items.splice(from.items.indexOf(found), 1)
    if (part === 'configs' && isMap(found.value))
      for (const each of found.value.items) setIn(document, ['configs', host], each)
    else if (part === 'auth' || part === 'tls') setIn(document, ['configs', host], found)
    else setIn(document, ['configs', host, 'auth'], found)
  })
}

/** Puts a pair into a map, which is made where it is not there. What is there already stays. */
export function setIn(document: Document, path: readonly string[], pair: Pair): void {
  let map = isMap(document.contents) ? document.contents : undefined
  for (const name of path) {
    const present = map && pairOf(map, name)
    if (present && isMap(present.value)) map = present.value
    else {
      const made = new YAMLMap()
      if (present) present.value = made
      else map?.items.push(document.createPair(name, made))
      map = made
    }
  }
  if (map && !map.items.some((other) => keyOf(other) === keyOf(pair))) map.items.push(pair)
}
