import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml'
import { keyOf, mergeKey, parseRegistriesText, textOf } from './registries-document.ts'
import { settleRepeatedKeys } from './repeated-keys.ts'

/** What a registries.yaml says to k3s: nothing that it would ignore. */
export interface Registries {
  readonly mirrors: readonly Mirror[]
  readonly configs: readonly RegistryConfig[]
}

export interface Mirror {
  /** As image references have it; `*` for every registry without an entry of its own. */
  readonly name: string
  readonly endpoints: readonly string[]
  readonly rewrites: readonly Rewrite[]
}

/** Of the repository's path, in Go's regular expressions. */
export interface Rewrite {
  readonly pattern: string
  readonly replacement: string
}

export interface RegistryConfig {
  /** Of an endpoint: its host, with the port where the endpoint names one. */
  readonly host: string
  /** Empty where it is not given. */
  readonly auth?:
    | { readonly username: string; readonly password: string; readonly auth: string; readonly identityToken: string }
    | undefined
  readonly tls?:
    | {
        readonly caFile: string
        readonly certFile: string
        readonly keyFile: string
        readonly skipVerify: boolean
      }
    | undefined
}

/** Reads as loosely as k3s does: what it ignores is not there. Undefined for a text with which k3s cannot start. */
export function readRegistries(text: string): Registries | undefined {
  const { document } = parseRegistriesText(text)
  if (document.errors.some(({ code }) => code !== 'MULTIPLE_DOCS')) return undefined
  settleRepeatedKeys(document)
  const top = entriesOf(document.contents, document)
  const mirrors = [...entriesOf(top.get('mirrors'), document)].map(([name, node]): Mirror => {
    const mirror = entriesOf(node, document)
    return {
      name,
      endpoints: itemsOf(mirror.get('endpoint'), document).map(textOf),
      rewrites: [...entriesOf(mirror.get('rewrite'), document)].map(([pattern, replacement]) => ({
        pattern,
        replacement: textOf(aliased(replacement, document)),
      })),
    }
  })
  const configs = [...entriesOf(top.get('configs'), document)].map(([host, node]): RegistryConfig => {
    const config = entriesOf(node, document)
    const part = (name: string) => {
      const value = aliased(config.get(name), document)
      return isMap(value) ? entriesOf(value, document) : undefined
    }
    const [auth, tls] = [part('auth'), part('tls')]
    const word = (map: ReadonlyMap<string, unknown>, key: string) => textOf(aliased(map.get(key), document))
    return {
      host,
      auth: auth && {
        username: word(auth, 'username'),
        password: word(auth, 'password'),
        auth: word(auth, 'auth'),
        identityToken: word(auth, 'identity_token'),
      },
      tls: tls && {
        caFile: word(tls, 'ca_file'),
        certFile: word(tls, 'cert_file'),
        keyFile: word(tls, 'key_file'),
        skipVerify: isTrue(aliased(tls.get('insecure_skip_verify'), document)),
      },
    }
  })
  return { mirrors, configs }
}

const isTrue = (node: unknown) => isScalar(node) && node.value === true

function aliased(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

/** The last of equal keys counts, and any of one's own before a merged one. */
function entriesOf(given: unknown, document: Document, depth = 0): Map<string, unknown> {
  const node = aliased(given, document)
  const [own, merged] = [new Map<string, unknown>(), new Map<string, unknown>()]
  if (!isMap(node) || depth > 20) return own
  for (const pair of node.items) {
    const key = keyOf(pair)
    if (key !== mergeKey) own.set(key, pair.value)
    else
      for (const source of mapsOf(pair.value, document))
        for (const [name, value] of entriesOf(source, document, depth + 1))
          if (!merged.has(name)) merged.set(name, value)
  }
  for (const [name, value] of merged) if (!own.has(name)) own.set(name, value)
  return own
}

function mapsOf(value: unknown, document: Document): unknown[] {
  const node = aliased(value, document)
  return isSeq(node) ? node.items : [node]
}

function itemsOf(given: unknown, document: Document): unknown[] {
  const node = aliased(given, document)
  return isSeq(node) ? node.items.map((item) => aliased(item, document)) : []
}
