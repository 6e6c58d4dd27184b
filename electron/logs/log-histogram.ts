import type { LogRequestOutput } from '#shared/log-view.ts'
import { levelNumber } from './line-level.ts'
import { flag, type LineStore } from './line-store.ts'
import type { PassesFilter } from './log-filter.ts'
import type { RowIndex } from './row-index.ts'

const [warn, error] = [levelNumber('warn'), levelNumber('error')]

/** Lines, warnings and errors over the time of what is kept. */
export function histogramOf(store: LineStore, count: number): Omit<LogRequestOutput<'histogram'>, 'errorRows'> {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  for (const chunk of store.chunks) {
    for (let at = 0; at < chunk.count; at += 1) {
      const time = chunk.times[at] ?? Number.NaN
      if (time < from) from = time
      if (time > until) until = time
    }
  }
  const buckets = Array.from({ length: count }, () => ({ lines: 0, warnings: 0, errors: 0 }))
  if (!(until >= from)) return { from: 0, until: 0, buckets }
  const width = (until - from) / count || 1
  for (const chunk of store.chunks) {
    for (let at = 0; at < chunk.count; at += 1) {
      const flags = chunk.flags[at] ?? 0
      const bucket = buckets[Math.min(count - 1, Math.floor(((chunk.times[at] ?? from) - from) / width))]
      if (!bucket || flags & flag.marker) continue
      bucket.lines += 1
      const level = flags & flag.continuation ? 0 : flags & flag.level
      if (level >= error) bucket.errors += 1
      else if (level === warn) bucket.warnings += 1
    }
  }
  return { from, until, buckets }
}

/** Whether a line of these flags reports an error; what was only said further of one counts with it. */
export const isError = (flags: number): boolean =>
  !(flags & (flag.marker | flag.continuation)) && (flags & flag.level) >= error

/** How many errors are rows: those of the index, or where every line is one that passes the filter, those that do. */
export function errorsOf(store: LineStore, rows: RowIndex | PassesFilter): number {
  let count = 0
  if (typeof rows === 'function') {
    for (const chunk of store.chunks) {
      for (let at = 0; at < chunk.count; at += 1) if (isError(chunk.flags[at] ?? 0) && rows(chunk, at)) count += 1
    }
    return count
  }
  for (let row = rows.first; row < rows.end; row += 1) {
    const found = store.find(rows.line(row) ?? -1)
    if (found && isError(found.chunk.flags[found.at] ?? 0)) count += 1
  }
  return count
}
