import {
  type Document,
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
} from 'yaml'
import type { RegistriesFix, TextEdit } from '#shared/registry.ts'

/**
 * A registries.yaml as k3s reads it, by yaml.v2 without its strict mode: YAML 1.1, the last of two equal keys, the first of several
 * documents.
 */
export function parseRegistriesText(text: string): { document: Document; counter: LineCounter } {
  const counter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: counter,
    version: '1.1',
    prettyErrors: false,
    merge: true,
    uniqueKeys: false,
  })
  return { document, counter }
}

/** What one key of a map has: the last of several counts. */
export const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.findLast((pair) => keyOf(pair) === name)

/** What merges another map: no name that anything could have. */
export const mergeKey = '\u0000<<'

/** A merge key is a symbol in the tree. */
export const keyOf = (pair: Pair): string => {
  const key = isScalar(pair.key) ? scalarText(pair.key) : pair.key
  return typeof key === 'symbol' ? mergeKey : String(key)
}

/** A scalar as k3s takes it into a text: what is not in quotes is taken as it is written, so that `00123` and `yes` stay what they are. */
export function scalarText(node: Scalar): string | symbol {
  // In quotes it is a text like any other.
  if (typeof node.value === 'symbol') return node.type === 'PLAIN' ? node.value : '<<'
  if (node.value === null || node.value === undefined) return ''
  return node.type === 'PLAIN' && node.source !== undefined ? node.source : String(node.value)
}

export const textOf = (value: unknown): string => (isScalar(value) ? String(scalarText(value)) : '')

export const isNothing = (node: unknown): boolean =>
  node === undefined || node === null || (isScalar(node) && node.value === null)

/** An alias means what its anchor has; where that is cannot matter here, so it is left as it is. */
export function resolved(value: unknown): unknown {
  return isAlias(value) ? undefined : value
}

export const isNode = (at: unknown): at is Node => typeof at === 'object' && at !== null && 'range' in at

export const offsetOf = (at: unknown): number => (isNode(at) ? (at.range?.[0] ?? 0) : 0)

/** Puts another value in a scalar's place, in the quotes that it has now. Undefined for what has no place in the text. */
export function writing(text: string, node: unknown, value: string): RegistriesFix | undefined {
  if (!isScalar(node) || !node.range) return undefined
  const [start, end] = node.range
  return { kind: 'write', subject: value, edits: [{ start, end, text: written(value, text[start] ?? '') }] }
}

/** A text as YAML: in the wanted quotes, else in those that it needs. */
export function written(value: string, quote: string): string {
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`
  if (quote === '"') return JSON.stringify(value)
  return stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd()
}

/** What differs between two texts, as one edit. */
export function editBetween(before: string, after: string): TextEdit {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let tail = 0
  const most = Math.min(before.length, after.length) - start
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}

/** Changes a copy of the document, and tells what that does to the text. Undefined where it does nothing. */
export function changing(
  text: string,
  { kind, subject }: Pick<RegistriesFix, 'kind' | 'subject'>,
  change: (document: Document) => void,
): RegistriesFix | undefined {
  const { document } = parseRegistriesText(text)
  change(document)
  const after = documentText(document, text)
  return after === text ? undefined : { kind, subject, edits: [editBetween(text, after)] }
}

/** As it was written as far as that can be kept: its comments, its quotes, its line ends. */
export function documentText(document: Document, before: string): string {
  const rest = laterDocuments(document, before)
  document.errors = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS')
  const text = document.toString({
    lineWidth: 0,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(before),
    flowCollectionPadding: /[[{] +[^\s\]}]/.test(before),
  })
  return (before.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text) + rest
}

/** What follows the first document, from its `---` on: nothing that k3s reads. */
export function laterDocuments({ errors }: Document, text: string): string {
  const from = errors.find(({ code }) => code === 'MULTIPLE_DOCS')?.pos[0]
  return from === undefined ? '' : text.slice(from)
}
