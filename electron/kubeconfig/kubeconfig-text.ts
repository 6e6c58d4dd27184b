import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  YAMLSeq,
} from 'yaml'
import { ProblemError, problem } from '#shared/problem.ts'
import type { MessageKey } from '#shared/translate.ts'

/** The lists of a kubeconfig that hold named entries. */
export const listNames = ['clusters', 'contexts', 'users'] as const
export type ListName = (typeof listNames)[number]

/** A kubeconfig as text with the places of what is in it. Nothing but splices is ever made of it, so what is foreign stays as it is. */
export interface KubeconfigText {
  /** Without a byte order mark; all offsets are into this. */
  readonly text: string
  readonly hasByteOrderMark: boolean
  readonly newline: '\n' | '\r\n'
  /** Undefined for a file without any content. */
  readonly root: YAMLMap | undefined
  /** Where content would begin in a file that has none. */
  readonly contentStart: number
}

const byteOrderMark = '\uFEFF'
/** Beyond any kubeconfig, and as much as can be looked at without a pause. */
const longestBytes = 10_000_000

/**
 * Reads the bytes of a kubeconfig. Fails with `kubeconfig.unparsable` (line and column) or `kubeconfig.not_kubeconfig`; who
 * gets that must leave the file alone.
 */
export function readKubeconfigText(bytes: Buffer, path: string): KubeconfigText {
  if (bytes.length > longestBytes) throw notKubeconfig(path, 'reason.tooLarge', longestBytes / 1e6)
  const { hasByteOrderMark, text } = decode(bytes, path)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, keepSourceTokens: true })
  const [error] = document.errors
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    // kubectl reads the first document of several, and writes only that one back.
    if (error.code === 'MULTIPLE_DOCS') throw notKubeconfig(path, 'reason.severalDocuments', line)
    throw unparsable(path, { line, column: col }, error.message)
  }
  const lost = text.includes('*') ? unresolvedAlias(document) : undefined
  if (lost) {
    const { line, col } = lines.linePos(startOf(lost))
    throw unparsable(path, { line, column: col }, `Unresolved alias: ${lost.source}`)
  }
  const newline = /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n'
  const { contents } = document
  const whole = { text, hasByteOrderMark, newline } as const
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    if (isScalar(contents) && contents.source !== '' && contents.source !== undefined)
      throw notKubeconfig(path, 'reason.noMapping')
    return { ...whole, root: undefined, contentStart: contentStart(text) }
  }
  if (!isMap(contents)) throw notKubeconfig(path, 'reason.noMapping')
  checkShape(contents, path, lines)
  return { ...whole, root: contents, contentStart: 0 }
}

/** kubectl would not read the file either. */
function unresolvedAlias(document: Document): Alias | undefined {
  let lost: Alias | undefined
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined
      lost = alias
      return visit.BREAK
    },
  })
  return lost
}

function decode(bytes: Buffer, path: string): { hasByteOrderMark: boolean; text: string } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (text.includes('\0')) throw new TypeError('It has NUL characters')
    const hasByteOrderMark = text.startsWith(byteOrderMark)
    return { hasByteOrderMark, text: hasByteOrderMark ? text.slice(1) : text }
  } catch (error) {
    throw notKubeconfig(path, 'reason.noText', '', error)
  }
}

export function encode({ hasByteOrderMark }: KubeconfigText, text: string): string {
  return hasByteOrderMark ? byteOrderMark + text : text
}

/** After directives and the marker of the document, if there are any. */
function contentStart(text: string): number {
  const marker = /^---[ \t]*(#.*)?(\r?\n|$)/m.exec(text)
  return marker ? marker.index + marker[0].length : 0
}

function checkShape(root: YAMLMap, path: string, lines: LineCounter): void {
  const kind = root.get('kind')
  if (kind !== undefined && kind !== null && kind !== 'Config')
    throw notKubeconfig(path, 'reason.otherKind', `kind: ${String(kind)}`)
  const version = root.get('apiVersion')
  if (version !== undefined && version !== null && version !== 'v1')
    throw notKubeconfig(path, 'reason.otherKind', `apiVersion: ${String(version)}`)
  const current = valueAt(root, 'current-context')
  if (current && !isScalar(current)) throw notKubeconfig(path, 'reason.noString', 'current-context')
  for (const list of listNames) {
    const value = valueAt(root, list)
    if (value === undefined || isNull(value)) continue
    const isList = isSeq(value) && value.items.every((item) => isMap(item) || isAlias(item))
    if (isList) continue
    const { line } = lines.linePos(startOf(value))
    throw notKubeconfig(path, 'reason.noList', line)
  }
}

/** The pair of a key, where the key is plain text. */
export function pairOf(map: YAMLMap, key: string): Pair<Scalar, Node | null> | undefined {
  const found = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)
  return found as Pair<Scalar, Node | null> | undefined // parsed from text: keys and values are nodes
}

export function valueAt(map: YAMLMap, key: string): Node | undefined {
  return pairOf(map, key)?.value ?? undefined
}

/** Where the text of a pair's value stands; for one without any, directly behind the colon, whatever blanks and comments follow. */
export function valueRange(pair: Pair<Scalar, Node | null>): { start: number; end: number } {
  const { key, value } = pair
  if (value && endOf(value) > startOf(value)) return { start: startOf(value), end: endOf(value) }
  const token = pair.srcToken
  const colon = token?.sep?.find(({ type }) => type === 'map-value-ind')
  const at = colon ? colon.offset + 1 : endOf(key)
  return { start: at, end: at }
}

/** The entries of a list; none where the key is absent or null. */
export function entriesOf(root: YAMLMap | undefined, list: ListName): YAMLMap[] {
  const value = root && valueAt(root, list)
  return value instanceof YAMLSeq ? value.items.filter((item): item is YAMLMap => isMap(item)) : []
}

export function isNull(node: Node): boolean {
  return node instanceof Scalar && node.value === null
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

/** Where a node's own text ends, without what follows it on the line. */
export function endOf(node: Node): number {
  return node.range?.[1] ?? 0
}

type Reason = Extract<MessageKey, `reason.${string}`>

function notKubeconfig(path: string, reason: Reason, subject: string | number = '', cause?: unknown): ProblemError {
  return new ProblemError(problem('kubeconfig.not_kubeconfig', { path, reason, subject }), { cause })
}

/** With the parser's own words. */
function unparsable(path: string, at: { line: number; column: number }, detail: string): ProblemError {
  return new ProblemError(problem('kubeconfig.unparsable', { path, ...at }, { detail }))
}
