import { type Problem, problemOf } from '#shared/problem.ts'
import type { Changes } from '../async/changes.ts'
import { delay } from '../async/delay.ts'
import { untilChanged } from '../async/until-changed.ts'
import { LogStream, type TakeLine } from './log-stream.ts'
import { type ContainerLogs, type FollowEnd, fewRecords, follow, readOn } from './node-log.ts'

/** A node's container as it is at a moment. */
export interface NodeContainer {
  readonly id: string
  readonly isRunning: boolean
  /** Undefined when it was never started. */
  readonly startedAtMs: number | undefined
  /** What has a later time was printed by the present run, or else by one before. */
  readonly runsSinceMs: number | undefined
  /** As large as a file of its log becomes; undefined where it has but one. */
  readonly logFileBytes?: number | undefined
}

/** What following a node's log needs of Docker. */
export interface NodeLogs extends ContainerLogs {
  /** The container of that name; undefined when there is none. */
  find(name: string, signal: AbortSignal): Promise<NodeContainer | undefined>
  /** Tells of everything that happens to a container of the cluster. */
  readonly changes: Changes
}

export type FollowerState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'following' }
  | { readonly kind: 'reconnecting'; readonly problem: Problem }
  | { readonly kind: 'ended' }

/** What happened to a log, at a place between its lines. */
export type FollowerMarker =
  /** It was not there before. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'resumed'; readonly lostAt: number }
  /** There are older lines, which are not read: no more than the newest `lines` are. */
  | { readonly kind: 'cut'; readonly lines: number }
  /** Lines were printed here that could not be read. */
  | { readonly kind: 'lost' }
  /** So were lines between two times, or may have been: the log was rotated before it was read. Milliseconds since 1970. */
  | { readonly kind: 'rotated'; readonly from: number; readonly until: number; readonly isCertain: boolean }

export interface FollowerEvents {
  readonly line: TakeLine
  /** After each piece of the log; what it returns is waited for before the next one is read. */
  readonly batch: () => Promise<void> | void
  readonly state: (state: FollowerState) => void
  /** `time`: milliseconds since 1970, now when absent. */
  readonly mark: (marker: FollowerMarker, time?: number) => void
}

/** Of a log that nobody limits, as many of its newest lines. */
export const mostHistoryLines = 500_000

/** How much of a log is wanted. Without `historyLines` and `sinceMs`: all that may be sensible, and `cut` where there is more. */
export interface FollowOptions {
  /** As many of its newest lines at the beginning. */
  readonly historyLines?: number | undefined
  /** Only lines that were logged since: milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** Ends with the newest line instead of waiting for more. */
  readonly isOnlyHistory?: boolean
}

/** Whether a history that is longer than may be sensible is cut, rather than one that the user has limited. */
export const isCutByUs = ({ historyLines, sinceMs }: FollowOptions): boolean =>
  historyLines === undefined && sinceMs === undefined

const shortestPauseMs = 250
const longestPauseMs = 5000
/** Where more than this had come since it was read last, as much may have come since: it is read on before it is followed. */
const mostFollowed = 50_000
/** Docker tells of a container's start; should that get lost, it is looked for this often. */
const lookMs = 10_000

/**
 * Follows a node's log through everything that happens to it: a connection that breaks is taken up where it was, without repeating or
 * losing a line; a container that was started again, or made again under the same name, goes on as the same source.
 */
export async function followNode(
  name: string,
  logs: NodeLogs,
  events: FollowerEvents,
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const { isOnlyHistory = false } = options
  let restartedMs: number | undefined
  /** Of a history that is about to come. */
  let oldestTime: number | undefined
  /** What was there already is not wanted at all. */
  let isPassing = false
  const stream = new LogStream(
    (bytes, start, end, time, level) => {
      if (isPassing) return
      if (oldestTime !== undefined && time > oldestTime) events.mark({ kind: 'cut', lines: mostHistoryLines }, time)
      oldestTime = undefined
      if (restartedMs !== undefined && time >= restartedMs) {
        restartedMs = undefined
        events.mark({ kind: 'restarted' })
      }
      events.line(bytes, start, end, time, level)
    },
    (from, until) => events.mark({ kind: 'rotated', from, until, isCertain: true }, until),
  )
  let lostAt: number | undefined
  let hasEnded = false
  const end = async () => {
    if (hasEnded) return
    hasEnded = true
    lostAt = undefined
    stream.end()
    events.mark({ kind: 'ended' })
    events.state({ kind: 'ended' })
    await events.batch()
  }
  const restartedAt = ({ runsSinceMs }: NodeContainer) => {
    restartedMs = runsSinceMs
    if (runsSinceMs !== undefined) stream.endLinesAt(runsSinceMs)
  }
  let known: NodeContainer | undefined
  let hasWaited = false
  let seen = logs.changes.version
  /** A container can be started again quickly enough for its log to go on without a break. */
  const lookAgain = async (id: string) => {
    if (seen === logs.changes.version) return
    seen = logs.changes.version
    const now = await logs.find(name, signal)
    if (now?.id !== id || now.startedAtMs === known?.startedAtMs) return
    known = now
    restartedAt(now)
  }
  let pauseMs = shortestPauseMs
  let ending: FollowEnd | undefined
  /** Who finds nothing new, however often the log is asked for again, asks less often. */
  let idleMs = shortestPauseMs
  let recordsThen = 0
  const readingOf = (id: string) => ({
    logs,
    id,
    stream,
    before: async () => {
      if (lostAt !== undefined) events.mark({ kind: 'resumed', lostAt })
      lostAt = undefined
      pauseMs = shortestPauseMs
      events.state({ kind: 'following' })
      await lookAgain(id)
    },
    after: () => events.batch(),
  })
  /** As many records as were read on at last: so many may be new again. */
  let count = 0
  const readRest = async (id: string) => {
    const before = stream.records
    await readOn(readingOf(id), signal)
    count = stream.records - before
    return count > 0
  }
  /** Where nothing was read yet. */
  let history: FollowOptions = options
  const readHistory = async (id: string) => {
    const { historyLines, sinceMs } = history
    if (sinceMs !== undefined) stream.startAt(sinceMs)
    if (sinceMs !== undefined && historyLines === undefined) return readRest(id)
    const linesBefore = stream.records
    const isAll = historyLines === undefined
    if (isAll) oldestTime = await logs.oldestTime(id, undefined, signal).catch(() => undefined)
    stream.resume()
    const { before, after } = readingOf(id)
    const tailLines = isAll ? mostHistoryLines : Math.max(1, historyLines)
    try {
      isPassing = historyLines === 0 // Its newest line is asked for all the same: from there on it goes.
      for await (const chunk of logs.chunks(id, { tailLines, follow: false }, signal)) {
        await before()
        stream.push(chunk)
        await after()
      }
    } finally {
      isPassing = false
    }
    history = {}
    return stream.records > linesBefore
  }
  while (!signal.aborted) {
    try {
      const { version } = logs.changes
      const container = await logs.find(name, signal)
      if (container?.startedAtMs === undefined) {
        if (isOnlyHistory) return
        if (known) await end()
        else events.state({ kind: 'waiting' })
        hasWaited = true
        await untilChanged(logs.changes, version, lookMs, signal)
        continue
      }
      const { id, logFileBytes: fileBytes } = container
      const isNew = known?.id !== id
      if (!known && hasWaited) events.mark({ kind: 'joined' })
      if (known && isNew) {
        history = {}
        stream.restart()
        events.mark({ kind: 'restarted' })
      } else if (known && container.startedAtMs !== known.startedAtMs) restartedAt(container)
      known = container
      hasEnded = false
      // When a container stops while its log is read slowly, Docker ends the log before its end: asked again, it has the rest.
      const hasMore = stream.last ? await readRest(id) : await readHistory(id)
      if (signal.aborted) break
      if (isOnlyHistory) return stream.end()
      if (ending === 'ended' && !hasMore && !container.isRunning) {
        ending = undefined
        await end()
        await untilRunning(name, logs, signal)
        continue
      }
      // Docker ends a log a moment before it says that the container has stopped; ended otherwise, the log is to be read on.
      if (ending && !hasMore) {
        idleMs = stream.records > recordsThen ? shortestPauseMs : Math.min(longestPauseMs, 2 * idleMs)
        await delay(idleMs, signal)
      }
      recordsThen = stream.records
      if (count > mostFollowed) continue
      ending = await follow(readingOf(id), { count: Math.max(fewRecords, 2 * count), fileBytes }, signal)
    } catch (error) {
      if (signal.aborted) break
      lostAt ??= Date.now()
      events.state({ kind: 'reconnecting', problem: problemOf(error) })
      if (isOnlyHistory) return
      await delay(pauseMs, signal).catch(() => undefined)
      pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    }
  }
}

async function untilRunning(name: string, logs: NodeLogs, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { version } = logs.changes
    if ((await logs.find(name, signal))?.isRunning) return
    await untilChanged(logs.changes, version, lookMs, signal)
  }
}
