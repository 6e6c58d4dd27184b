import type { LogLevel } from '#shared/log.ts'
import type { LogSource } from '#shared/log-view.ts'
import type { Problem } from '#shared/problem.ts'
import { levels } from './line-level.ts'
import { flag } from './line-store.ts'
import { LogEntries } from './log-entries.ts'
import type { LogSources } from './log-sources.ts'
import { MergeQueue } from './merge-queue.ts'
import type { FollowerEvents, FollowerMarker, FollowOptions } from './node-follower.ts'

export interface TailedLine {
  readonly source: LogSource
  /** Milliseconds since 1970, with fractions. */
  readonly time: number
  /** A part of a stack trace has that of its entry. */
  readonly level: LogLevel | undefined
  readonly text: string
}

export interface TailOptions extends FollowOptions {
  /** Lines in the order of their times. What it returns is waited for. */
  readonly take: (lines: readonly TailedLine[]) => Promise<void>
  /** What happened to a source, in the middle of its lines. */
  readonly mark: (source: LogSource, marker: FollowerMarker) => void
  /** A source cannot be read, for now or at all. */
  readonly fail: (source: LogSource, problem: Problem) => void
}

/** More than this waits for no one: its source is read no further. */
const mostWaiting = 50_000

/**
 * The lines of several sources as one, without keeping them: for terminals. Ends when aborted, or with the last line there is; fails
 * with whatever `take` or `mark` fails with.
 */
export async function tailLogs(
  wanted: readonly LogSource[],
  logs: Pick<LogSources, 'follow'>,
  { take, mark, fail, ...options }: TailOptions,
  signal: AbortSignal,
): Promise<void> {
  let batch: TailedLine[] = []
  /** A marker goes along with the lines as a line of its own, so that it is told in its place. */
  const markers = new WeakMap<Buffer, FollowerMarker>()
  let taking = Promise.resolve()
  let failure: { readonly error: unknown } | undefined
  const ending = new AbortController()
  const follow = () => ending.abort(signal.reason)
  if (signal.aborted) follow()
  signal.addEventListener('abort', follow, { once: true })
  const inTurn = (work: () => Promise<void> | void) => {
    taking = taking
      .then(() => (failure ? undefined : work()))
      .catch((error) => {
        failure = { error }
        ending.abort(error)
      })
  }
  const isWhole = options.isOnlyHistory ?? false
  const entries = new LogEntries()
  const merge = new MergeQueue(
    ({ bytes, start, end, time, flags, source: id }) => {
      const source = wanted[id]
      if (!source) return
      const marker = markers.get(bytes)
      if (marker) {
        handOver()
        inTurn(() => mark(source, marker))
      } else {
        const level = levels[entries.flagsOf(id, bytes, start, end, flags & flag.level) & flag.level]
        batch.push({ source, time, level, text: bytes.toString('utf8', start, end) })
      }
    },
    { isWhole },
  )
  const handOver = () => {
    if (batch.length === 0) return
    const lines = batch
    batch = []
    inTurn(() => take(lines))
  }
  const flush = () => {
    merge.flush()
    handOver()
    return taking
  }
  for (const id of wanted.keys()) merge.add(id)
  // While a source is silent the lines of the others wait for it, and go when their time has come.
  const timer = setInterval(() => void flush(), 50)
  const read = async (source: LogSource, id: number) => {
    let isFailing = false
    const events: FollowerEvents = {
      line: (bytes, start, end, time, level) => merge.push({ bytes, start, end, time, flags: level, source: id }),
      batch: async () => {
        await flush()
        // Where only the order counts, a source may be far ahead: the others come to their end.
        if (!isWhole) await merge.untilNoMoreThan(mostWaiting, id, ending.signal)
      },
      state: (state) => {
        if (state.kind !== 'following') merge.quiet(id)
        if (state.kind === 'reconnecting' && !isFailing) fail(source, state.problem)
        isFailing = state.kind === 'reconnecting'
      },
      mark: (marker, time = Date.now()) => {
        const bytes = Buffer.alloc(1)
        markers.set(bytes, marker)
        merge.push({ bytes, start: 0, end: 0, time, flags: flag.marker, source: id })
      },
    }
    await logs.follow(source, events, ending.signal, options)
    merge.finish(id)
    await flush()
  }
  try {
    await Promise.all([...wanted.entries()].map(([id, source]) => read(source, id)))
    await flush()
    if (failure) throw failure.error
  } finally {
    signal.removeEventListener('abort', follow)
    clearInterval(timer)
    merge.clear()
  }
}
