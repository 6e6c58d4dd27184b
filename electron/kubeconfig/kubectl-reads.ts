import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import type { MessageKey } from '#shared/translate.ts'

/** What kubectl (client-go, tools/clientcmd/api/v1/types.go) wants below a key. Null is everywhere as good as nothing. */
type Shape =
  | 'text'
  | 'base64'
  | 'flag'
  | { readonly list: Shape; readonly isUnique?: boolean; readonly countsWith?: string }
  | { readonly values: Shape }
  | { readonly fields: Readonly<Record<string, Shape | 'any'>> }

const texts = { list: 'text' } as const
const extensions: Shape = {
  list: { fields: { name: 'text', extension: 'any' } },
  isUnique: true,
  countsWith: 'extension',
}
const cluster: Shape = {
  fields: {
    server: 'text',
    'tls-server-name': 'text',
    'insecure-skip-tls-verify': 'flag',
    'certificate-authority': 'text',
    'certificate-authority-data': 'base64',
    'proxy-url': 'text',
    'disable-compression': 'flag',
    extensions,
  },
}
const context: Shape = { fields: { cluster: 'text', user: 'text', namespace: 'text', extensions } }
const exec: Shape = {
  fields: {
    command: 'text',
    args: texts,
    env: { list: { fields: { name: 'text', value: 'text' } } },
    apiVersion: 'text',
    installHint: 'text',
    provideClusterInfo: 'flag',
    interactiveMode: 'text',
  },
}
const user: Shape = {
  fields: {
    'client-certificate': 'text',
    'client-certificate-data': 'base64',
    'client-key': 'text',
    'client-key-data': 'base64',
    token: 'text',
    tokenFile: 'text',
    as: 'text',
    'as-uid': 'text',
    'as-groups': texts,
    'as-user-extra': { values: texts },
    username: 'text',
    password: 'text',
    'auth-provider': { fields: { name: 'text', config: { values: 'text' } } },
    exec,
    extensions,
  },
}
const config: Shape = {
  fields: {
    kind: 'text',
    apiVersion: 'text',
    preferences: { fields: { colors: 'flag' } },
    clusters: { list: { fields: { name: 'text', cluster } }, isUnique: true },
    contexts: { list: { fields: { name: 'text', context } }, isUnique: true },
    users: { list: { fields: { name: 'text', user } }, isUnique: true },
    'current-context': 'text',
  },
}

/** What kubectl does not take: a text of the catalogue with its parameters. */
type Why = {
  readonly reason: Extract<MessageKey, `reason.kubectl.${string}`>
  readonly subject?: string
  readonly found?: Kind
  readonly wanted?: Kind
  readonly list?: string
}
type Odd = Why & { readonly offset: number }

export type Refusal = Why & { readonly line: number }

/** Where kubectl stops reading a file that is sound YAML, tried with v1.32; undefined for one that it reads. */
export function kubectlRefusal(document: Document, text: string, lines: LineCounter): Refusal | undefined {
  const at = (offset: number, why: Why): Refusal => ({ line: lines.linePos(offset).line, ...why })
  const { yaml } = document.directives ?? {}
  if (yaml?.explicit && yaml.version !== '1.1')
    return at(0, { reason: 'reason.kubectl.yamlVersion', subject: yaml.version })
  const odd = document.contents && oddIn(document, text)
  if (odd) {
    const { offset, ...why } = odd
    return at(offset, why)
  }
  return document.contents ? misfit(document.contents as Node, config, { name: '', document, at }) : undefined
}

interface Place {
  readonly name: string
  readonly document: Document
  readonly at: (offset: number, why: Why) => Refusal
}

function misfit(found: Node | null, shape: Shape | 'any', place: Place): Refusal | undefined {
  const { name, document, at } = place
  const node = isAlias(found) ? (found.resolve(document) as Node | undefined) : found
  if (!found || !node || shape === 'any' || typeOf(node) === 'null') return undefined
  const here = (why: Why) => at(found.range?.[0] ?? 0, { subject: name, ...why })
  const wrong = (wanted: Kind) => here({ reason: 'reason.kubectl.kind', found: typeOf(node), wanted })
  if (shape === 'text' || shape === 'base64') {
    if (typeOf(node) !== 'text')
      return isScalar(node) ? here({ reason: 'reason.kubectl.quotes', found: typeOf(node) }) : wrong('text')
    const isSound = shape === 'text' || isBase64(isScalar(node) ? String(node.value) : '')
    return isSound ? undefined : here({ reason: 'reason.kubectl.base64' })
  }
  if (shape === 'flag') return typeOf(node) === 'flag' ? undefined : wrong('flag')
  if ('list' in shape) {
    if (!isSeq(node)) return wrong('list')
    const items = node.items as (Node | null)[] // parsed from text
    const wrongItem = first(items, (item, index) => misfit(item, shape.list, { ...place, name: `${name}[${index}]` }))
    return wrongItem ?? (shape.isUnique ? twice(items, shape.countsWith, place) : undefined)
  }
  if (!isMap(node)) return wrong('map')
  return first([...lastValues(node, document)], ([key, value]) => {
    const inner = 'values' in shape ? shape.values : Object.hasOwn(shape.fields, key) ? shape.fields[key] : 'any'
    return misfit(value, inner ?? 'any', { ...place, name: name === '' ? key : `${name}.${key}` })
  })
}

/** The first item of a list that has the name of one before it; where `countsWith` is given, of one before it that has such a field. */
function twice(items: readonly (Node | null)[], countsWith: string | undefined, { name, document, at }: Place) {
  const seen = new Set<string>()
  return first(items, (item) => {
    const node = isAlias(item) ? (item.resolve(document) as Node | undefined) : item
    const fields = node && isMap(node) ? lastValues(node, document) : new Map<string, Node | null>()
    const value = fields.get('name')
    const own = isScalar(value) && value.value !== null ? String(value.value) : ''
    if (seen.has(own)) return at(item?.range?.[0] ?? 0, { reason: 'reason.kubectl.twice', list: name, subject: own })
    const counted = countsWith === undefined ? undefined : fields.get(countsWith)
    if (countsWith === undefined || (counted && typeOf(counted) !== 'null')) seen.add(own)
    return undefined
  })
}

/** Of a key that is there twice the last counts, and everything before what is merged in. */
function lastValues(map: YAMLMap, document: Document): Map<string, Node | null> {
  const merged = new Map<string, Node | null>()
  const own = new Map<string, Node | null>()
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const node = value as Node | null // parsed from text
    if (name !== '<<') own.set(name, node)
    else
      for (const each of isSeq(node) ? (node.items as Node[]).toReversed() : [node]) {
        const source = isAlias(each) ? (each.resolve(document) as Node | undefined) : each
        if (source && isMap(source)) for (const [inner, found] of lastValues(source, document)) merged.set(inner, found)
      }
  }
  return new Map([...merged, ...own])
}

/** YAML that the parser here accepts, but kubectl's (go-yaml 2) does not. */
function oddIn(document: Document, text: string): Odd | undefined {
  const [found] = [unreadableCharacter(text), oddTab(document, text), oddNode(document, text)].flatMap(
    (odd) => odd ?? [],
  )
  return found
}

function unreadableCharacter(text: string): Odd | undefined {
  const found = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  const code = found?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
  return found ? { offset: found.index, reason: 'reason.kubectl.character', subject: `U+${code}` } : undefined
}

/** A tab before what begins in a line, or behind its dash. Within brackets, quotes and blocks of text it is a blank like others. */
function oddTab(document: Document, text: string): Odd | undefined {
  if (!text.includes('\t')) return undefined
  const free: (readonly [number, number])[] = []
  visit(document, {
    Node: (_, node) => {
      const isFree = isScalar(node) ? node.type !== Scalar.PLAIN : (isMap(node) || isSeq(node)) && node.flow === true
      if (isFree && node.range) free.push([node.range[0], node.range[1]])
    },
  })
  for (const { index, 0: found } of text.matchAll(/^(?!---)[ -]*\t/gm)) {
    const offset = index + found.length - 1
    if (!free.some(([start, end]) => start < offset && offset < end)) return { offset, reason: 'reason.kubectl.tab' }
  }
  return undefined
}

function oddNode(document: Document, text: string): Odd | undefined {
  let odd: Odd | undefined
  visit(document, {
    Pair: (_, { key }) => {
      const node = key as Node | null // parsed from text
      if (node && (isScalar(node) ? typeOf(node) !== 'null' : isAlias(node))) return undefined
      odd = { offset: node?.range?.[0] ?? 0, reason: 'reason.kubectl.key' }
      return visit.BREAK
    },
    Scalar: (_, node) => {
      const [start = 0, end = 0] = node.range ?? []
      const slash = node.type === Scalar.QUOTE_DOUBLE ? /(?<!\\)(?:\\\\)*\\\//.exec(text.slice(start, end)) : null
      const isEndless = node.type === Scalar.PLAIN && /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(node.source ?? '')
      if (!slash && !isEndless) return undefined
      odd = slash
        ? { offset: start, reason: 'reason.kubectl.slash' }
        : { offset: start, reason: 'reason.kubectl.number', subject: node.source ?? '' }
      return visit.BREAK
    },
  })
  return odd
}

type Kind = 'text' | 'number' | 'flag' | 'null' | 'list' | 'map'

const flags = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const integer = /^[-+]?(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/
const float = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/

/** As go-yaml 2 takes it, for which `yes` is true and `0123` a number. */
function typeOf(node: Node): Kind {
  if (isSeq(node)) return 'list'
  if (!isScalar(node)) return 'map'
  const { tag, type, source = '' } = node
  if (tag !== undefined)
    return tag.endsWith(':int') || tag.endsWith(':float')
      ? 'number'
      : tag.endsWith(':bool')
        ? 'flag'
        : tag.endsWith(':null')
          ? 'null'
          : 'text'
  if (type !== undefined && type !== Scalar.PLAIN) return 'text'
  if (/^(|~|null|Null|NULL)$/.test(source)) return 'null'
  if (flags.test(source)) return 'flag'
  const digits = /^[-+.\d]/.test(source) ? source.replaceAll('_', '') : ''
  const isNumber = integer.test(digits) || (float.test(digits) && Number.isFinite(Number(digits)))
  return isNumber ? 'number' : 'text'
}

function isBase64(text: string): boolean {
  return /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text.replaceAll(/[\r\n]/g, '')) && !text.includes('_')
}

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== undefined) return found
  }
  return undefined
}
