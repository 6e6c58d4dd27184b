import { type Problem, problemOf } from '#shared/problem.ts'
import { delay } from '../async/deadline.ts'
import { LogStream, type TakeLine } from './log-stream.ts'

/** A node's container as it is at a moment. */
export interface NodeContainer {
  readonly id: string
  readonly isRunning: boolean
  /** Undefined when it was never started. */
  readonly startedAtMs: number | undefined
  /** What has a later time was printed by the present run, or else by one before. */
  readonly runsSinceMs: number | undefined
}

/** What following a node's log needs of Docker. */
export interface NodeLogs {
  /** The container of that name; undefined when there is none. */
  find(name: string, signal: AbortSignal): Promise<NodeContainer | undefined>
  chunks(
    id: string,
    options: { since?: string | undefined; tailLines?: number | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncIterable<Buffer>
  /** Grows with everything that happens to a container of the cluster. */
  readonly changes: number
  /** Resolves when something has happened to a container, or after `ms`. */
  untilChanged(ms: number, signal: AbortSignal): Promise<void>
}

export type FollowerState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'following' }
  | { readonly kind: 'reconnecting'; readonly problem: Problem }
  | { readonly kind: 'ended' }

export interface FollowerEvents {
  readonly line: TakeLine
  /** After each piece of the log; what it returns is waited for before the next one is read. */
  readonly batch: () => Promise<void> | void
  readonly state: (state: FollowerState) => void
  /** It was not there before. */
  readonly joined: () => void
  readonly resumed: (lostAt: number) => void
  readonly restarted: () => void
  readonly ended: () => void
}

/** How much of a log is wanted. */
export interface FollowOptions {
  /** As many of its newest lines at the beginning; all that may be sensible when absent. */
  readonly historyLines?: number | undefined
  /** Ends with the newest line instead of waiting for more. */
  readonly isOnlyHistory?: boolean
}

const mostHistoryLines = 500_000
const shortestPauseMs = 250
const longestPauseMs = 5000
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
  { historyLines = mostHistoryLines, isOnlyHistory = false }: FollowOptions = {},
): Promise<void> {
  let lines = 0
  let restartedMs: number | undefined
  const stream = new LogStream((bytes, start, end, time, level) => {
    lines += 1
    if (restartedMs !== undefined && time >= restartedMs) {
      restartedMs = undefined
      events.restarted()
    }
    events.line(bytes, start, end, time, level)
  })
  let lostAt: number | undefined
  let hasEnded = false
  const end = async () => {
    if (hasEnded) return
    hasEnded = true
    lostAt = undefined
    stream.end()
    events.ended()
    events.state({ kind: 'ended' })
    await events.batch()
  }
  let known: NodeContainer | undefined
  let hasWaited = false
  let changes = logs.changes
  /** A container can be started again quickly enough for its log to go on without a break. */
  const lookAgain = async (id: string) => {
    if (changes === logs.changes) return
    changes = logs.changes
    const now = await logs.find(name, signal)
    if (now?.id !== id || now.startedAtMs === known?.startedAtMs) return
    known = now
    restartedMs = now.runsSinceMs
  }
  let pauseMs = shortestPauseMs
  while (!signal.aborted) {
    try {
      const container = await logs.find(name, signal)
      if (container?.startedAtMs === undefined) {
        if (isOnlyHistory) return
        if (known) await end()
        else events.state({ kind: 'waiting' })
        hasWaited = true
        await logs.untilChanged(lookMs, signal)
        continue
      }
      const isNew = known?.id !== container.id
      if (!known && hasWaited) events.joined()
      if (known && isNew) {
        stream.restart()
        events.restarted()
      } else if (known && container.startedAtMs !== known.startedAtMs) restartedMs = container.runsSinceMs
      known = container
      hasEnded = false
      stream.resume()
      const linesBefore = lines
      const wanted = isNew ? { tailLines: historyLines } : { since: stream.since }
      for await (const chunk of logs.chunks(container.id, { ...wanted, follow: !isOnlyHistory }, signal)) {
        if (lostAt !== undefined) events.resumed(lostAt)
        lostAt = undefined
        pauseMs = shortestPauseMs
        events.state({ kind: 'following' })
        await lookAgain(container.id)
        stream.push(chunk)
        await events.batch()
      }
      if (signal.aborted) break
      if (isOnlyHistory) return stream.end()
      // When a container stops while its log is read slowly, Docker ends the log before its end: asked again, it has the rest.
      if (lines > linesBefore) continue
      const now = await logs.find(name, signal)
      if (now?.isRunning && now.id === container.id) {
        // Docker ends a log a moment before it says that the container has stopped; ended otherwise, the log is to be read on.
        await delay(shortestPauseMs, signal)
        continue
      }
      await end()
      await untilRunning(name, logs, signal)
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
    if ((await logs.find(name, signal))?.isRunning) return
    await logs.untilChanged(lookMs, signal)
  }
}
