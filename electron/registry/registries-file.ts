import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { RegistriesFinding } from '#shared/registry.ts'
import { isMessageKey } from '#shared/translate.ts'

type Rule = RegistriesFinding['rule']
type Report = (severity: RegistriesFinding['severity'], rule: Rule, at: unknown, subject: string) => void

const known = {
  top: ['mirrors', 'configs', 'auths'],
  mirror: ['endpoint', 'rewrite'],
  config: ['auth', 'tls'],
  auth: ['username', 'password', 'auth', 'identity_token'],
  tls: ['ca_file', 'cert_file', 'key_file', 'insecure_skip_verify'],
} as const

/** Names of Docker Hub under which containerd never looks anything up: images without a registry belong to docker.io. */
const hubAliases = ['index.docker.io', 'registry-1.docker.io', 'hub.docker.com', 'registry.hub.docker.com']

/**
 * What k3s would make of a registries.yaml (k3s.md 6). Errors are what it stumbles over: it then loops for ever and the API never
 * comes up. Warnings are what it takes without a word and then ignores. Pure; never throws.
 */
export function checkRegistries(text: string): RegistriesFinding[] {
  const counter = new LineCounter()
  const findings: RegistriesFinding[] = []
  // As yaml.v2 does without its strict mode: YAML 1.1, the last of two equal keys, the first of several documents.
  const document = parseDocument(text, {
    lineCounter: counter,
    version: '1.1',
    prettyErrors: false,
    merge: true,
    uniqueKeys: false,
  })
  const errors = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS')
  const add = (severity: RegistriesFinding['severity'], rule: Rule, offset: number, subject: string) => {
    const { line, col } = counter.linePos(Math.min(Math.max(offset, 0), text.length))
    findings.push({ severity, rule, line: Math.max(line, 1), column: Math.max(col, 1), subject })
  }
  for (const error of errors) {
    const isTab = error.code === 'TAB_AS_INDENT'
    add(
      'error',
      isTab ? 'tab_indentation' : 'not_yaml',
      error.pos[0],
      isMessageKey(`yaml.${error.code}`) ? error.code : 'OTHER',
    )
  }
  if (errors.length > 0) return findings
  const report: Report = (severity, rule, at, subject) => add(severity, rule, offsetOf(at), subject)
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) report('error', 'not_yaml', alias, `*${alias.source}`)
    },
  })
  checkTop(document.contents, report)
  return findings.sort((a, b) => a.line - b.line || a.column - b.column)
}

function checkTop(contents: unknown, report: Report): void {
  const top = mapOrNothing(contents, 'registries.yaml', report)
  if (!top) return
  unknownKeys(top, known.top, report)
  const mirrored = new Map<string, string[]>()
  eachEntry(top, 'mirrors', report, (key, value, pair) => {
    checkMirrorKey(key, pair, report)
    mirrored.set(key, checkMirror(key, value, report))
  })
  eachEntry(top, 'configs', report, (key, value, pair) => {
    const hosts = mirrored.get(key) ?? []
    if (key.includes('://')) report('warning', 'key_has_scheme', pair.key, key)
    // Credentials are looked up by the endpoint's host: those of a registry that only its mirrors are asked for serve nobody.
    else if (hosts.length > 0 && !hosts.includes(key)) report('warning', 'config_without_endpoint', pair.key, key)
    checkConfig(key, value, report)
  })
  const auths = pairOf(top, 'auths')
  if (auths) report('warning', 'deprecated_auths', auths.key, 'auths')
}

function checkMirrorKey(key: string, pair: Pair, report: Report): void {
  if (key.includes('://')) report('warning', 'key_has_scheme', pair.key, key)
  else if (hubAliases.includes(key)) report('warning', 'key_is_docker_hub_alias', pair.key, key)
  else if (key.includes('/')) report('warning', 'key_has_path', pair.key, key)
}

/** Returns the hosts of its endpoints: credentials are looked up by them. */
function checkMirror(key: string, value: unknown, report: Report): string[] {
  const mirror = mapOrNothing(value, key, report)
  if (!mirror) return []
  for (const misplaced of ['auth', 'tls', 'username', 'password']) {
    const pair = pairOf(mirror, misplaced)
    if (pair) report('warning', 'auth_under_mirrors', pair.key, misplaced)
  }
  unknownKeys(mirror, [...known.mirror, 'auth', 'tls', 'username', 'password'], report)
  checkRewrite(pairOf(mirror, 'rewrite')?.value, report)
  const endpoint = resolved(pairOf(mirror, 'endpoint')?.value)
  if (endpoint === undefined || isNothing(endpoint)) return []
  if (!isSeq(endpoint)) {
    report('error', 'not_a_list', endpoint, 'endpoint')
    return []
  }
  return endpoint.items.flatMap((item) => checkEndpoint(item, report))
}

function checkEndpoint(item: unknown, report: Report): string[] {
  const node = resolved(item)
  if (!isScalar(node)) {
    report('error', 'wrong_type', node, 'endpoint')
    return []
  }
  const text = String(node.value ?? '')
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  // k3s takes an address without scheme as https, except localhost with a port (k3s.md 6.2).
  const url = parseUrl(hasScheme ? text : `https://${text}`)
  if (!url || text === '') {
    report('warning', 'endpoint_not_url', node, text)
    return []
  }
  if (!hasScheme) report('warning', 'endpoint_without_scheme', node, text)
  if (/\/v2\/$/.test(text)) report('warning', 'endpoint_trailing_slash', node, text)
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    report('warning', 'endpoint_is_localhost', node, text)
  // URL drops a port that is the scheme's own.
  return url.port ? [url.host] : [url.host, `${url.host}:${url.protocol === 'http:' ? 80 : 443}`]
}

function checkRewrite(value: unknown, report: Report): void {
  const rewrite = mapOrNothing(value, 'rewrite', report)
  for (const pair of rewrite?.items ?? []) {
    const pattern = keyOf(pair)
    try {
      // Go's syntax is mostly that of JavaScript, but it has flags in groups, and (?P<name>. Only a warning, since it is not the same.
      new RegExp(
        pattern.replace(/\(\?[a-zA-Z-]+([:)])/g, (_, end) => (end === ':' ? '(?:' : '')).replaceAll('(?P<', '(?<'),
      )
    } catch {
      report('warning', 'rewrite_not_regex', pair.key, pattern)
    }
    const replacement = resolved(pair.value)
    if (isMap(replacement) || isSeq(replacement)) report('error', 'wrong_type', replacement, pattern)
  }
}

function checkConfig(key: string, value: unknown, report: Report): void {
  const config = mapOrNothing(value, key, report)
  if (!config) return
  unknownKeys(config, known.config, report)
  for (const name of known.config) {
    const part = mapOrNothing(pairOf(config, name)?.value, name, report)
    if (!part) continue
    unknownKeys(part, known[name], report)
    for (const pair of part.items) {
      const node = resolved(pair.value)
      if (isMap(node) || isSeq(node)) report('error', 'wrong_type', node, keyOf(pair))
      else if (
        keyOf(pair) === 'insecure_skip_verify' &&
        isScalar(node) &&
        node.value !== null &&
        typeof node.value !== 'boolean'
      ) {
        report('error', 'wrong_type', node, 'insecure_skip_verify')
      } else if (name === 'tls' && keyOf(pair).endsWith('_file') && isScalar(node) && !isInNode(node.value))
        report('warning', 'file_not_in_node', node, String(node.value))
    }
  }
}

/** What a node has of its own: the image's one bundle (k3s.md 2), what lies on its volume, and what k3s itself makes at runtime. */
function isInNode(path: unknown): boolean {
  const text = String(path ?? '')
  return (
    text === '' ||
    /^\/(etc\/ssl\/certs\/ca-certificates\.crt$|var\/lib\/rancher\/k3s\/|etc\/rancher\/node\/)/.test(text)
  )
}

function eachEntry(
  top: YAMLMap,
  name: 'mirrors' | 'configs',
  report: Report,
  take: (key: string, value: unknown, pair: Pair) => void,
): void {
  const map = mapOrNothing(pairOf(top, name)?.value, name, report)
  for (const pair of map?.items ?? []) take(keyOf(pair), pair.value, pair)
}

function unknownKeys(map: YAMLMap, allowed: readonly string[], report: Report): void {
  for (const pair of map.items)
    if (keyOf(pair) !== '<<' && !allowed.includes(keyOf(pair))) report('warning', 'unknown_key', pair.key, keyOf(pair))
}

/** A map, or undefined for nothing at all, which k3s accepts everywhere; anything else it refuses. */
function mapOrNothing(value: unknown, name: string, report: Report): YAMLMap | undefined {
  const node = resolved(value)
  if (isMap(node)) return node
  if (!isNothing(node)) report('error', 'wrong_type', node, name)
  return undefined
}

const isNothing = (node: unknown) => node === undefined || node === null || (isScalar(node) && node.value === null)
const pairOf = (map: YAMLMap, name: string): Pair | undefined => map.items.find((pair) => keyOf(pair) === name)
/** A merge key is a symbol in the tree. */
const keyOf = (pair: Pair) => {
  const key = isScalar(pair.key) ? pair.key.value : pair.key
  return typeof key === 'symbol' ? '<<' : String(key)
}
const offsetOf = (at: unknown) => (isNode(at) ? (at.range?.[0] ?? 0) : 0)
const isNode = (at: unknown): at is Node => typeof at === 'object' && at !== null && 'range' in at

/** An alias means what its anchor has; where that is cannot matter here, so it is left as it is. */
function resolved(value: unknown): unknown {
  return isAlias(value) ? undefined : value
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
