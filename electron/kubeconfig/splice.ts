import { isMap, isPair, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { endOf, type KubeconfigText, startOf } from './kubeconfig-text.ts'

/** A piece of text that takes the place of another. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Applies splices that do not overlap; those at the same place come in the order given. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((a, b) => a.start - b.start || a.index - b.index)
  let done = 0
  const parts: string[] = []
  for (const { start, end, text: inserted } of ordered) {
    parts.push(text.slice(done, start), inserted)
    done = end
  }
  parts.push(text.slice(done))
  return parts.join('')
}

/** How an entry looks in block style (lines without indentation, the first of them after `- ` or its key) and as JSON. */
export interface Rendered {
  readonly lines: readonly string[]
  readonly json: unknown
}

/** Puts an item before all others of a list, where nothing that belongs to another item can come between. */
export function insertItem(file: KubeconfigText, list: YAMLSeq, item: Rendered): Splice {
  const { text, newline } = file
  const [first] = list.items as readonly Node[] // parsed from text
  if (list.flow) return insertFlow(text, startOf(list) + 1, first && startOf(first), jsonText(text, item.json))
  const dash = first ? dashOf(list, 0) : startOf(list)
  const indent = ' '.repeat(columnOf(text, dash))
  // After the line of the key, before comments that belong to the first item.
  const keyLine = lineEndBefore(text, dash, startOfGap(text, dash))
  const body = itemLines(item, indent).join(newline)
  if (keyLine === undefined) return { start: dash, end: dash, text: `${body.trimStart()}${newline}${indent}` }
  return { start: keyLine, end: keyLine, text: `${body}${newline}` }
}

/** The lines of an item in a block list. */
export function itemLines({ lines }: Rendered, indent: string): string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`)
}

/** Text of a new item or pair of a flow collection, directly after its opening bracket, in the manner of what follows. */
export function insertFlow(text: string, open: number, next: number | undefined, inserted: string): Splice {
  if (next === undefined) return { start: open, end: open, text: inserted }
  const gap = text.slice(open, next)
  const isPlain = gap.trim() === ''
  return { start: open, end: open, text: isPlain ? `${gap}${reindented(inserted, gap)},` : `${inserted},` }
}

/** Multi-line JSON gets the indentation of the place where it is put. */
function reindented(inserted: string, gap: string): string {
  const indent = gap.slice(gap.lastIndexOf('\n') + 1)
  return gap.includes('\n') ? inserted.replaceAll('\n', `\n${indent}`) : inserted
}

/** JSON in the manner of the file: with line breaks where it has them. */
export function jsonText(text: string, value: unknown): string {
  const pretty = /^\s*\{\r?\n([ \t]+)"/.exec(text)
  if (!pretty) return JSON.stringify(value)
  const lines = JSON.stringify(value, undefined, pretty[1])
  return text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines
}

/** Takes an item out of a list together with its dash and its line break, or its comma. */
export function removeItem({ text }: KubeconfigText, list: YAMLSeq, item: Node): Splice {
  if (list.flow) return removeFlow(text, { start: startOf(item), end: endOf(item), open: startOf(list) + 1 })
  const { start, end, isBeside } = itemPlace(text, list, item)
  // An item beside something else (`: - a`) leaves its place and its indentation to the next one.
  return { start, end: isBeside ? end + indentAt(text, end) : end, text: '' }
}

/** Writes an item anew in its place. */
export function replaceItem(file: KubeconfigText, list: YAMLSeq, item: Node, rendered: Rendered): Splice {
  const { text, newline } = file
  if (list.flow) {
    const indent = ' '.repeat(indentAt(text, text.lastIndexOf('\n', startOf(item)) + 1))
    const json = jsonText(text, rendered.json).replaceAll('\n', `\n${indent}`)
    return { start: startOf(item), end: endOf(item), text: json }
  }
  const { start, end, dash, isBeside } = itemPlace(text, list, item)
  const lines = itemLines(rendered, ' '.repeat(columnOf(text, dash))).join(newline)
  const lineBreak = text[end - 1] === '\n' ? newline : ''
  return { start, end, text: `${isBeside ? lines.trimStart() : lines}${lineBreak}` }
}

/** The lines of an item in block style. */
function itemPlace(text: string, list: YAMLSeq, item: Node) {
  const dash = dashOf(list, list.items.indexOf(item))
  const lineStart = text.lastIndexOf('\n', dash - 1) + 1
  const isBeside = text.slice(lineStart, dash).trim() !== ''
  return { dash, isBeside, start: isBeside ? dash : lineStart, end: lineEnd(text, lastLeafEnd(item)) }
}

/** Takes a pair out of the map at the top. */
export function removePair(
  { text }: KubeconfigText,
  map: YAMLMap,
  { key, value }: { key: Node; value: Node | null },
): Splice {
  const valueEnd = value ? lastLeafEnd(value) : endOf(key)
  if (map.flow) {
    const end = value ? endOf(value) : endOf(key)
    return removeFlow(text, { start: startOf(key), end, open: startOf(map) + 1 })
  }
  const lineStart = text.lastIndexOf('\n', startOf(key) - 1) + 1
  return { start: lineStart, end: lineEnd(text, Math.max(valueEnd, endOf(key))), text: '' }
}

function removeFlow(text: string, { start, end, open }: { start: number; end: number; open: number }): Splice {
  const after = /^[\s]*,/.exec(text.slice(end))
  const before = /,[\s]*$/.exec(text.slice(open, start))
  if (after && !before)
    return { start: open + gapWithoutComment(text.slice(open, start)), end: end + after[0].length, text: '' }
  if (after && before) return { start: start - before[0].length + 1, end: end + after[0].length, text: '' }
  if (before) return { start: start - before[0].length, end, text: '' }
  return { start, end, text: '' }
}

/** Whitespace before the first item came with it; a comment did not. */
function gapWithoutComment(gap: string): number {
  return gap.trim() === '' ? 0 : gap.length
}

/** The dash of an item in block style. Only the parser knows: there may be anchors, tags and comments with dashes beside it. */
function dashOf(list: YAMLSeq, index: number): number {
  const token = list.srcToken
  const items = token && 'items' in token ? token.items : []
  const dashes = items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind') ?? [])
  const dash = dashes[index]
  if (!dash) throw new RangeError('A list in block style has an item without a dash')
  return dash.offset
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** The end of the last text that belongs to a node: ranges of block collections reach into blank lines and comments behind them. */
function lastLeafEnd(node: Node): number {
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last: unknown = node.items.at(-1)
    if (isPair(last)) {
      const [key, value] = [last.key as Node, last.value as Node | null] // parsed from text
      return value?.range ? Math.max(lastLeafEnd(value), endOf(key)) : endOf(key)
    }
    if (last) return lastLeafEnd(last as Node)
  }
  return endOf(node)
}

/** Behind the line break of the line that an offset is in; a block scalar ends behind its own. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

function indentAt(text: string, offset: number): number {
  return /^[ ]*/.exec(text.slice(offset))?.[0].length ?? 0
}

/** Where the comments, blank lines and indentation before an offset begin. */
function startOfGap(text: string, offset: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1
  if (text.slice(start, offset).trim() !== '') return offset
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1
    const line = text.slice(previous, start).trim()
    if (line !== '' && !line.startsWith('#')) break
    start = previous
    if (previous === 0) break
  }
  return start
}

function lineEndBefore(text: string, dash: number, gap: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', dash - 1) + 1
  return text.slice(lineStart, dash).trim() === '' ? gap : undefined
}
