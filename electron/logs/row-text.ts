import type { LogRow } from '#shared/log-view.ts'
import type { LineExplanation } from './explanations.ts'
import { levels } from './line-level.ts'
import { type Chunk, flag } from './line-store.ts'
import { harmless, lastStateStart, shownCharacters } from './line-text.ts'

/** More bytes than this are not even looked at for a row. */
const shownBytes = shownCharacters * 4

/** A line as a row. A marker's bytes are its own JSON. */
export function rowAt(
  { chunk, at }: { chunk: Chunk; at: number },
  explain: (text: string) => LineExplanation | undefined,
): LogRow {
  const [start = 0, end = 0] = [chunk.starts[at], chunk.starts[at + 1]]
  const flags = chunk.flags[at] ?? 0
  const common = { line: chunk.first + at, source: chunk.sources[at] ?? 0, time: chunk.times[at] ?? 0 }
  if (flags & flag.marker)
    return { kind: 'marker', ...common, marker: JSON.parse(chunk.bytes.toString('utf8', start, end)) }
  const from = end - start > shownBytes ? lastStateStart(chunk.bytes, start, end) : start
  const whole = harmless(chunk.bytes.toString('utf8', from, Math.min(end, from + shownBytes)))
  const text = whole.slice(0, shownCharacters)
  const level = flags & flag.continuation ? undefined : levels[flags & flag.level]
  const explanation = explain(text)?.id
  return {
    kind: 'line',
    ...common,
    text,
    ...(level ? { level } : {}),
    ...(text.length < whole.length || end - from > shownBytes || flags & flag.cut ? { isCut: true } : {}),
    ...(explanation === undefined ? {} : { explanation }),
  }
}
