import type { LogLine } from '#shared/log.ts'

/** A line, with its node where lines of several nodes stand together. */
export interface LogEntry extends LogLine {
  readonly node?: string | undefined
}

/** The newest lines, and how many older ones had to go: the line `entries[i]` is number `dropped + i` of all. */
export interface LogBuffer {
  readonly entries: readonly LogEntry[]
  readonly dropped: number
}

export const emptyLog: LogBuffer = { entries: [], dropped: 0 }

export function appendLines(buffer: LogBuffer, entries: readonly LogEntry[], capacity: number): LogBuffer {
  const surplus = buffer.entries.length + entries.length - capacity
  if (surplus <= 0) return { entries: [...buffer.entries, ...entries], dropped: buffer.dropped }
  return {
    entries: [...buffer.entries.slice(surplus), ...entries.slice(-capacity)],
    dropped: buffer.dropped + surplus,
  }
}

/** Number of the first line that reports an error. */
export function firstErrorLine({ entries, dropped }: LogBuffer): number | undefined {
  const offset = entries.findIndex(({ level }) => level === 'fatal' || level === 'error')
  return offset === -1 ? undefined : dropped + offset
}
