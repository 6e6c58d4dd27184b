import { type Document, isMap, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { RegistriesForm } from '#shared/registry.ts'
import {
  documentText,
  keyOf,
  laterDocuments,
  mergeKey,
  pairOf,
  parseRegistriesText,
  textOf,
} from './registries-document.ts'
import { readRegistries } from './registries-model.ts'
import { maskedRegistries } from './registry-secrets.ts'
import { settleRepeatedKeys } from './repeated-keys.ts'

/** What a form shows of the text. Undefined where the text has to be mended first. */
export function formOf(text: string): RegistriesForm | undefined {
  const registries = readRegistries(text)
  return (
    registries && {
      mirrors: registries.mirrors.map(({ name, endpoints, rewrites }) => ({
        name,
        endpoints: [...endpoints],
        rewrites: rewrites.map((rewrite) => ({ ...rewrite })),
      })),
      configs: registries.configs.map(({ host, auth, tls }) => ({
        host,
        username: auth?.username ?? '',
        password: auth?.password ?? '',
        auth: auth?.auth ?? '',
        identityToken: auth?.identityToken ?? '',
        caFile: tls?.caFile ?? '',
        certFile: tls?.certFile ?? '',
        keyFile: tls?.keyFile ?? '',
        skipVerify: tls?.skipVerify ?? false,
      })),
    }
  )
}

/**
 * Writes what the form says into the text: only what differs is touched, so that comments, order, quotes and keys that Sampan does not know
 * stay. A text that cannot be read is left as it is.
 */
export function withForm(text: string, form: RegistriesForm): string {
  const before = formOf(text)
  if (!before || JSON.stringify(before) === JSON.stringify(form)) return text
  const { document } = parseRegistriesText(text)
  settleRepeatedKeys(document)
  if (!isMap(document.contents)) document.contents = new YAMLMap()
  writeMap(document, 'mirrors', form.mirrors, ({ name }) => name, writeMirror)
  writeMap(document, 'configs', form.configs, ({ host }) => host, writeConfig)
  return documentText(document, text)
}

/** Without what lets anybody in: names, passwords, tokens, and client certificates with their keys. */
export function withoutLogins(given: string): string {
  const { document } = parseRegistriesText(given)
  const text = given.slice(0, given.length - laterDocuments(document, given).length)
  const form = formOf(text)
  if (!form) return maskedRegistries(text)
  const none = { username: '', password: '', auth: '', identityToken: '', certFile: '', keyFile: '' }
  const open = withForm(text, {
    mirrors: form.mirrors.map((mirror) => ({
      ...mirror,
      endpoints: mirror.endpoints.map((endpoint) => endpoint.replace(/\/\/[^/\s]*@/, '//')),
    })),
    configs: form.configs.map((config) => ({ ...config, ...none })),
  })
  return maskedRegistries(open)
}

type Mirror = RegistriesForm['mirrors'][number]
type Config = RegistriesForm['configs'][number]

function writeMap<T>(
  document: Document,
  key: string,
  entries: readonly T[],
  nameOf: (entry: T) => string,
  write: (document: Document, entry: T, map: YAMLMap) => void,
): void {
  const top = document.contents
  if (!isMap(top) || (entries.length === 0 && !pairOf(top, key))) return
  const map = ownMap(document, top, key)
  const names = entries.map(nameOf)
  const byName = new Map<string, Pair>()
  for (const pair of map.items) byName.set(keyOf(pair), pair)
  const rest = map.items.filter((pair) => keyOf(pair) === mergeKey)
  map.items = [...rest, ...names.map((name) => byName.get(name) ?? new Pair(textNode(name), new YAMLMap()))]
  for (const [index, entry] of entries.entries()) write(document, entry, ownMap(document, map, names[index] ?? ''))
}

/** The map under a key, made where nothing or something else is there. One that is shared by an alias becomes one of its own. */
function ownMap(document: Document, parent: YAMLMap, key: string): YAMLMap {
  const pair = pairOf(parent, key)
  if (pair && isMap(pair.value)) return pair.value
  const made = new YAMLMap()
  if (pair) {
    const shared = document.getIn([key], true)
    if (isMap(shared)) made.items = shared.items.map((item) => item.clone())
    pair.value = made
  } else push(parent, new Pair(textNode(key), made))
  return made
}

/** What was written `{}` goes on in lines of its own. */
function push(map: YAMLMap, pair: Pair): void {
  if (map.items.length === 0) map.flow = false
  map.items.push(pair)
}

function writeMirror(_: Document, { endpoints, rewrites }: Mirror, map: YAMLMap): void {
  writeList(map, 'endpoint', endpoints)
  const present = pairOf(map, 'rewrite')
  if (rewrites.length === 0 && !present) return
  const rules = present && isMap(present.value) ? present.value : new YAMLMap()
  if (rules.items.length === 0) rules.flow = false
  const byPattern = new Map(rules.items.map((pair) => [keyOf(pair), pair]))
  rules.items = rewrites.map(({ pattern, replacement }) => {
    const pair = byPattern.get(pattern) ?? new Pair(textNode(pattern), textNode(replacement))
    if (textOf(pair.value) !== replacement) pair.value = textNode(replacement)
    return pair
  })
  put(map, 'rewrite', rules)
}

function writeList(map: YAMLMap, key: string, texts: readonly string[]): void {
  const present = pairOf(map, key)
  const list = present && isSeq(present.value) ? present.value : new YAMLSeq()
  if (texts.length === 0 && !present) return
  if (list.items.length === 0) list.flow = false
  const left = [...list.items]
  list.items = texts.map((text) => {
    const at = left.findIndex((item) => textOf(item) === text)
    return at < 0 ? textNode(text) : left.splice(at, 1)[0]
  })
  put(map, key, list)
}

function writeConfig(document: Document, config: Config, map: YAMLMap): void {
  const { username, password, auth, identityToken, caFile, certFile, keyFile, skipVerify } = config
  writeTexts(document, map, 'auth', { username, password, auth, identity_token: identityToken })
  writeTexts(document, map, 'tls', { ca_file: caFile, cert_file: certFile, key_file: keyFile })
  const tls = pairOf(map, 'tls')
  const verify = tls && isMap(tls.value) ? pairOf(tls.value, 'insecure_skip_verify') : undefined
  const isSkipped = verify?.value instanceof Scalar && verify.value.value === true
  if (isSkipped !== skipVerify) put(ownMap(document, map, 'tls'), 'insecure_skip_verify', new Scalar(skipVerify))
}

function writeTexts(document: Document, map: YAMLMap, key: string, texts: Readonly<Record<string, string>>): void {
  const isGiven = Object.values(texts).some((text) => text !== '')
  if (!isGiven && !pairOf(map, key)) return
  const part = ownMap(document, map, key)
  for (const [name, text] of Object.entries(texts)) {
    const present = pairOf(part, name)
    if (text === '' && present) part.items = part.items.filter((pair) => keyOf(pair) !== name)
    else if (text !== '' && textOf(present?.value) !== text) put(part, name, textNode(text))
  }
  if (part.items.length === 0) map.items = map.items.filter((pair) => keyOf(pair) !== key)
}

function put(map: YAMLMap, key: string, value: unknown): void {
  const present = pairOf(map, key)
  if (present) present.value = value
  else push(map, new Pair(textNode(key), value))
}

/** In quotes wherever a reader of YAML 1.1 would not take it for this text. */
function textNode(text: string): Scalar {
  const node = new Scalar(text)
  const isSafe = /^[A-Za-z][\w./:@-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
  if (!isSafe || /:$|: | #/.test(text)) node.type = 'QUOTE_DOUBLE'
  return node
}
