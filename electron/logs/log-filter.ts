import type { LogFilter } from '#shared/log-view.ts'
import { levelNumber } from './line-level.ts'
import { type Chunk, flag } from './line-store.ts'

const info = levelNumber('info')

/** Whether a line becomes a row, apart from what a search says. A marker always does. */
export type PassesFilter = (chunk: Chunk, at: number) => boolean

export function filterOf({ level, hiddenSources, from, until, isFolded }: LogFilter): PassesFilter {
  const least = levelNumber(level)
  const hidden = new Set(hiddenSources)
  const folded = isFolded ? flag.repeat | flag.continuation : 0
  return (chunk, at) => {
    const flags = chunk.flags[at] ?? 0
    if (hidden.has(chunk.sources[at] ?? 0)) return false
    if (flags & flag.marker) return true
    if (flags & folded) return false
    if ((flags & flag.level || info) < least) return false
    const time = chunk.times[at] ?? 0
    return (from === undefined || time >= from) && (until === undefined || time <= until)
  }
}
