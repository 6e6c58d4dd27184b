import type { LogRequestInput, LogRequestOutput } from '#shared/log-view.ts'
import { redacted } from '#shared/redacted.ts'
import type { LineExplanation } from './explanations.ts'
import { levels } from './line-level.ts'
import { type Chunk, flag, type LineStore } from './line-store.ts'
import { detailsOf, harmless, statesOf } from './line-text.ts'
import type { RowIndex } from './row-index.ts'

// What leaves a log: one line whole, lines for the clipboard, lines for a file.

const longestText = 1_000_000
const mostFollowing = 1000

const flagsAt = ({ chunk, at }: { chunk: Chunk; at: number }) => chunk.flags[at] ?? 0
const bytesAt = ({ chunk, at }: { chunk: Chunk; at: number }) =>
  chunk.bytes.subarray(chunk.starts[at], chunk.starts[at + 1])

/** So many of the states of a line that was written over are told. */
const mostStates = 200

/** All that is known of one line, with the lines that were folded into it. */
export function detailsAt(
  store: LineStore,
  line: number,
  explain: (text: string, source: number) => LineExplanation | undefined,
): LogRequestOutput<'details'> {
  const place = store.find(line)
  const text = place ? bytesAt(place).toString('utf8', 0, longestText) : ''
  const source = place?.chunk.sources[place.at] ?? 0
  const { component, ...details } = detailsOf(harmless(text))
  const following = [...continuationOf(store, line, source)].map(({ text: next }) => next)
  const before = statesOf(text).slice(0, -1).slice(-mostStates)
  const explanation = explain(text, source)
  const level = place && levels[flagsAt(place) & flag.level]
  return {
    text: harmless(text),
    time: place?.chunk.times[place.at] ?? 0,
    source,
    ...(level ? { level } : {}),
    ...details,
    ...(component === undefined ? {} : { component }),
    ...(following.length > 0 ? { continuation: following.join('\n') } : {}),
    ...(before.length > 0 ? { overwritten: before.join('\n') } : {}),
    ...(explanation ? { explanation: explanation.id } : {}),
    params: explanation?.params ?? {},
  }
}

/** Lines of other sources may stand between them. */
function* continuationOf(
  store: LineStore,
  line: number,
  source: number,
): Generator<{ readonly line: number; readonly text: string }> {
  for (let next = line + 1; next - line < mostFollowing; next += 1) {
    const found = store.find(next)
    if (!found) return
    if (found.chunk.sources[found.at] !== source) continue
    if (!(flagsAt(found) & flag.continuation)) return
    yield { line: next, text: harmless(bytesAt(found).toString('utf8')) }
  }
}

/** Rows as text, with the stack traces that are folded into them. At most 10 MB. */
export function textOf(
  { store, rows, names }: { store: LineStore; rows: RowIndex; names: ReadonlyMap<number, string> },
  { firstLine, lastLine, hasPrefix, isRedacted }: LogRequestInput<'text'>,
): string {
  const parts: string[] = []
  let length = 0
  for (let row = rows.rowOf(firstLine); row < rows.end && length < 10 * longestText; row += 1) {
    const line = rows.line(row) ?? 0
    if (line > lastLine) break
    const found = store.find(line)
    if (!found || flagsAt(found) & flag.marker) continue
    const text = harmless(bytesAt(found).toString('utf8'))
    const time = new Date(found.chunk.times[found.at] ?? 0).toISOString()
    const name = names.get(found.chunk.sources[found.at] ?? 0) ?? ''
    const folded = [...continuationOf(store, line, found.chunk.sources[found.at] ?? 0)].flatMap((next) =>
      rows.line(rows.rowOf(next.line)) === next.line ? [] : [next.text],
    )
    for (const each of [text, ...folded]) {
      parts.push(hasPrefix ? `${time} ${name} ${each}` : each)
      length += each.length
    }
  }
  const whole = `${parts.join('\n')}\n`
  return isRedacted ? redacted(whole) : whole
}

/** What the lines of a file begin with, by their source. Nothing where all are of one. */
function* withSource(
  places: Iterable<{ chunk: Chunk; at: number }>,
  names: ReadonlyMap<number, string>,
): Generator<Buffer> {
  const prefixes = new Map([...names].map(([source, name]) => [source, Buffer.from(`${name} `)]))
  for (const place of places) {
    const prefix = names.size > 1 ? prefixes.get(place.chunk.sources[place.at] ?? 0) : undefined
    yield prefix ? Buffer.concat([prefix, bytesAt(place)]) : bytesAt(place)
  }
}

/** The lines that are kept now, as they came, each behind the name of its source where there are several. */
export function allLines(store: LineStore, names: ReadonlyMap<number, string>): Iterable<Buffer> {
  // A copy: while they are written to disk, the oldest may have to make room.
  return withSource(linesOf([...store.chunks]), names)
}

function* linesOf(chunks: readonly Chunk[]): Generator<{ chunk: Chunk; at: number }> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.count; at += 1) if (!(flagsAt({ chunk, at }) & flag.marker)) yield { chunk, at }
  }
}

/** The lines that are rows, as they came, each behind the name of its source where there are several. */
export function shownLines(store: LineStore, rows: RowIndex, names: ReadonlyMap<number, string>): Iterable<Buffer> {
  return withSource(placesOf(store, rows), names)
}

function* placesOf(store: LineStore, rows: RowIndex): Generator<{ chunk: Chunk; at: number }> {
  for (let row = rows.first; row < rows.end; row += 1) {
    const found = store.find(rows.line(row) ?? -1)
    if (found && !(flagsAt(found) & flag.marker)) yield found
  }
}
