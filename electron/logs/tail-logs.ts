import type { LogLevel } from '#shared/log.ts'
import type { LogSource } from '#shared/log-view.ts'
import { levels } from './line-level.ts'
import { flag } from './line-store.ts'
import type { LogSources } from './log-sources.ts'
import { MergeQueue } from './merge-queue.ts'
import type { FollowOptions } from './node-follower.ts'

export interface TailedLine {
  readonly source: LogSource
  /** Milliseconds since 1970, with fractions. */
  readonly time: number
  readonly level: LogLevel | undefined
  readonly text: string
}

/** What happened to a source, in the middle of its lines. */
export type TailedMarker = 'joined' | 'restarted' | 'resumed'

export interface TailOptions extends FollowOptions {
  /** Lines in the order of their times. What it returns is waited for. */
  readonly take: (lines: readonly TailedLine[]) => Promise<void>
  readonly mark: (source: LogSource, marker: TailedMarker) => void
}

const pauseMs = 5
/** More than this waits for no one: its source is read no further. */
const mostWaiting = 50_000

/** The lines of several sources as one, without keeping them: for terminals. Ends when aborted, or with the last line there is. */
export async function tailLogs(
  wanted: readonly LogSource[],
  logs: Pick<LogSources, 'follow'>,
  { take, mark, ...options }: TailOptions,
  signal: AbortSignal,
): Promise<void> {
  let batch: TailedLine[] = []
  let taking = Promise.resolve()
  const isWhole = options.isOnlyHistory ?? false
  const merge = new MergeQueue(
    ({ bytes, start, end, time, flags, source: id }) => {
      const source = wanted[id]
      if (source)
        batch.push({ source, time, level: levels[flags & flag.level], text: bytes.toString('utf8', start, end) })
    },
    { isWhole },
  )
  const flush = () => {
    merge.flush()
    if (batch.length === 0) return taking
    const lines = batch
    batch = []
    taking = taking.then(() => take(lines))
    return taking
  }
  for (const id of wanted.keys()) merge.add(id)
  // While a source is silent the lines of the others wait for it, and go when their time has come.
  const timer = setInterval(() => void flush(), 50)
  const follow = async (source: LogSource, id: number) => {
    const events = {
      line: (bytes: Buffer, start: number, end: number, time: number, level: number) =>
        merge.push({ bytes, start, end, time, flags: level, source: id }),
      batch: async () => {
        await flush()
        while (!isWhole && merge.waiting(id) > mostWaiting && !signal.aborted) {
          await new Promise((resolve) => setTimeout(resolve, pauseMs))
          await flush()
        }
      },
      state: ({ kind }: { kind: string }) => {
        if (kind !== 'following') merge.quiet(id)
      },
      joined: () => mark(source, 'joined'),
      restarted: () => mark(source, 'restarted'),
      resumed: () => mark(source, 'resumed'),
      ended: () => undefined,
    }
    await logs.follow(source, events, signal, options)
    merge.finish(id)
    await flush()
  }
  try {
    await Promise.all([...wanted.entries()].map(([id, source]) => follow(source, id)))
    await flush()
  } finally {
    clearInterval(timer)
    merge.clear()
  }
}
