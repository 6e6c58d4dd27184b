import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { RegistriesFinding } from '#shared/registry.ts'
import type { EndpointAddress } from './endpoint-address.ts'
import { hasOwnHubMirror, writesHostsFiles } from './k3s-registries.ts'
import { calling } from './key-fixes.ts'
import { hostOf, hubAliases } from './mirror-remarks.ts'
import { changing, keyOf, pairOf, resolved, textOf, writing } from './registries-document.ts'
import { asWritten, type Checking, checkKeys, mapOrNothing } from './registries-file.ts'
import { secretMask } from './registry-secrets.ts'

const known = {
  config: ['auth', 'tls'],
  auth: ['username', 'password', 'auth', 'identity_token'],
  tls: ['ca_file', 'cert_file', 'key_file', 'insecure_skip_verify'],
} as const

type Endpoints = ReadonlyMap<string, readonly { readonly address: EndpointAddress }[]>

/** Credentials and certificates, and who they are for: they are looked up by the endpoint's host, letter by letter. */
export function checkConfigs(checking: Checking, configs: YAMLMap, endpoints: Endpoints): void {
  for (const pair of configs.items) {
    checkConfigKey(checking, pair, { configs, endpoints })
    checkConfig(checking, keyOf(pair), pair.value)
  }
}

function checkConfigKey(
  checking: Checking,
  pair: Pair,
  { configs, endpoints }: { configs: YAMLMap; endpoints: Endpoints },
): void {
  const found = keyRemark(checking, pair, endpoints)
  if (!found) return
  const { rule, name, becomes } = found
  const fix = name === undefined ? undefined : calling(checking, configs, pair, name)
  checking.report('warning', rule, pair.key, keyOf(pair), { becomes, fix })
}

interface KeyRemark {
  readonly rule: RegistriesFinding['rule']
  /** The key that was meant. */
  readonly name?: string | undefined
  readonly becomes?: string
}

function keyRemark(checking: Checking, pair: Pair, endpoints: Endpoints): KeyRemark | undefined {
  const key = keyOf(pair)
  const all = [...endpoints.values()].flat().map(({ address }) => address)
  if (key.includes('://')) return { rule: 'key_has_scheme', name: hostOf(key) }
  if (key.includes('/')) return { rule: 'key_has_path', name: hostOf(key) }
  if (key === '*') {
    const settings = resolved(pair.value)
    const isEmpty = !isMap(settings) || settings.items.length === 0
    return isEmpty ? undefined : { rule: 'wildcard_config', name: only(all.map(({ host }) => host)) }
  }
  if (all.some((address) => serves(checking, key, address))) return undefined
  if (hubAliases.includes(key) && key !== 'registry-1.docker.io')
    return { rule: 'key_is_docker_hub_alias', name: 'docker.io' }
  const withPort = only(all.map(({ host }) => host).filter((host) => host.replace(/:\d+$/, '') === key))
  if (withPort !== undefined && !endpoints.has(key))
    return { rule: 'config_port_differs', name: withPort, becomes: withPort }
  const own = endpoints.get(key) ?? []
  if (own.length === 0) return undefined
  return { rule: 'config_without_endpoint', name: only(own.map(({ address }) => address.host)) }
}

/** Of Docker Hub, newer versions know both names. */
function serves({ k3sVersion }: Checking, key: string, { host, registry }: EndpointAddress): boolean {
  return key === host || (key === registry && writesHostsFiles(k3sVersion) === true) || defaultPort(host) === key
}

/** `repo.example.net` and its port are two keys to containerd, but only one address to whoever reads the remark. */
const defaultPort = (host: string) => (host.includes(':') ? undefined : `${host}:443`)

const only = (hosts: readonly string[]): string | undefined => {
  const different = [...new Set(hosts)]
  return different.length === 1 ? different[0] : undefined
}

function checkConfig(checking: Checking, key: string, value: unknown): void {
  const config = mapOrNothing(checking, value, key)
  if (!config) return
  checkKeys(checking, config, known.config)
  for (const name of known.config) {
    const part = mapOrNothing(checking, pairOf(config, name)?.value, name)
    if (!part) continue
    checkKeys(checking, part, known[name])
    for (const pair of part.items) checkValue(checking, name, pair)
    if (name === 'auth') checkAuth(checking, part)
    else checkPair(checking, part, { names: ['cert_file', 'key_file'], rule: 'client_certificate_incomplete' })
  }
}

function checkValue(checking: Checking, part: 'auth' | 'tls', pair: Pair): void {
  const { text, report, isTaken } = checking
  const node = resolved(pair.value)
  const name = keyOf(pair)
  if (isMap(node) || isSeq(node)) report('error', 'wrong_type', node, name)
  else if (!isScalar(node)) return
  else if (name === 'insecure_skip_verify' && node.value !== null && typeof node.value !== 'boolean') {
    const meant = /^(true|false)$/i.test(textOf(node)) ? textOf(node).toLowerCase() : undefined
    const fix = meant === undefined ? undefined : asWritten(writing(text, node, meant))
    report('error', 'wrong_type', node, name, { fix })
  } else if (part === 'tls' && name.endsWith('_file') && !isInNode(textOf(node)) && isTaken?.(textOf(node)) !== true)
    report('warning', 'file_not_in_node', node, textOf(node))
}

function checkAuth(checking: Checking, part: YAMLMap): void {
  const { text, report } = checking
  const encoded = pairOf(part, 'auth')
  const value = textOf(resolved(encoded?.value))
  if (encoded && value !== '' && value !== secretMask && !isLogin(value)) {
    const login = value.includes(':') ? Buffer.from(value).toString('base64') : undefined
    const fix = login === undefined ? undefined : writing(text, encoded.value, login)
    report('warning', 'auth_not_base64', encoded.key, 'auth', {
      fix: fix && { ...fix, kind: 'encode', subject: 'base64' },
    })
  }
  if (!encoded && !pairOf(part, 'identity_token'))
    checkPair(checking, part, { names: ['username', 'password'], rule: 'auth_incomplete' })
}

/** As strict as Go: the letters of base64, four at a time, and in them a name, a colon and a password. */
function isLogin(value: string): boolean {
  const isBase64 = value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)
  return isBase64 && Buffer.from(value, 'base64').toString('latin1').includes(':')
}

/** Of two that only count together, one alone is named by the other, which is missing. */
function checkPair(
  { report }: Checking,
  part: YAMLMap,
  { names, rule }: { names: readonly [string, string]; rule: 'auth_incomplete' | 'client_certificate_incomplete' },
): void {
  const has = (name: string) => textOf(resolved(pairOf(part, name)?.value)) !== ''
  const present = names.filter(has)
  const missing = names.find((name) => !has(name))
  const at = present[0] === undefined ? undefined : pairOf(part, present[0])
  if (at && missing !== undefined && part.items.some((pair) => keyOf(pair) === keyOf(at)))
    report('warning', rule, at.key, missing)
}

/** What a node has of its own: the image's one bundle (k3s.md 2), what lies on its volume, and what k3s itself makes at runtime. */
export function isInNode(path: string): boolean {
  return (
    path === '' ||
    /^\/(etc\/ssl\/certs\/ca-certificates\.crt$|var\/lib\/rancher\/k3s\/|etc\/rancher\/node\/)/.test(path)
  )
}

/** Old versions: a mirror for everything leaves Docker Hub out. */
export function checkWildcard(checking: Checking, mirrors: YAMLMap): void {
  const all = pairOf(mirrors, '*')
  if (!all || pairOf(mirrors, 'docker.io') || !hasOwnHubMirror(checking.k3sVersion)) return
  const fix = changing(checking.text, { kind: 'add', subject: 'docker.io' }, (document) => {
    const own = document.getIn(['mirrors', '*'], true)
    document.setIn(['mirrors', 'docker.io'], isMap(own) ? own.clone() : own)
  })
  checking.report('warning', 'wildcard_not_docker_hub', all.key, '*', { fix })
}
