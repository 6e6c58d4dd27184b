import { delay } from '../async/delay.ts'
import { within } from '../async/scope.ts'
import { FrameSplitter } from '../docker/docker-frames.ts'
import type { LogPlace } from '../docker/docker-streams.ts'
import type { Jump, LogStream } from './log-stream.ts'
import { compareTimes } from './record-time.ts'

// Docker gives a log new files as it grows, and a reader that follows it goes from the end of one to the newest: files in between are left
// out without a word (moby, daemon/logger/loggerutils/follow.go), and 20.10 also goes on waiting at the end of a file that is no longer
// written. What is read without following is whole. So: follow, doubt what may be a hole, and read on without following where there is one.

/** What reading a container's log needs of Docker. */
export interface ContainerLogs {
  chunks(id: string, place: LogPlace, signal: AbortSignal): AsyncIterable<Buffer>
  /**
   * When the oldest line was logged that Docker still has, or the first of so many of its newest records; undefined where it has none.
   * Rejects where Docker is too busy to say so.
   */
  oldestTime(id: string, tailLines: number | undefined, signal: AbortSignal): Promise<number | undefined>
}

export interface NodeLogReading {
  readonly logs: ContainerLogs
  readonly id: string
  readonly stream: LogStream
  /** Before each piece is read, and after. */
  readonly before: () => Promise<void>
  readonly after: () => Promise<void> | void
}

/**
 * Why following has come to its end. `ended`: Docker says so. `missed`: there was more since the last record than was asked for.
 * `skipped`: Docker has left out lines. `stuck`: there are newer lines, and none of them comes.
 */
export type FollowEnd = 'ended' | 'missed' | 'skipped' | 'stuck'

/** So many of the newest records are asked for at first, where few can be new. */
export const fewRecords = 1000
/** Who has to look further back reads the whole log. */
const mostRecords = 10_000_000
/** Docker writes no log faster than this, in bytes a millisecond: so long at least is a hole of a whole file. */
const fastestLog = 400_000
/** Among so many of the newest records two are looked for that should follow each other. */
const leastLook = 20
const mostLook = 200_000
const lookGrowth = 8
const firstQuietMs = 1000
const longestQuietMs = 60_000

/** Reads all that Docker has behind the last record of the stream. */
export async function readOn(reading: NodeLogReading, signal: AbortSignal): Promise<void> {
  const { logs, id, stream, before, after } = reading
  let tailLines = stream.last && fewRecords
  for (;;) {
    stream.resume({ mustCover: tailLines !== undefined })
    await within(signal, {}, async (own) => {
      for await (const chunk of logs.chunks(id, { tailLines, follow: false }, own)) {
        await before()
        stream.push(chunk)
        if (stream.hasMissed) return
        await after()
      }
    })
    if (stream.isLooking) {
      if (tailLines === undefined) stream.lookNoMore()
      tailLines = undefined
      continue
    }
    if (!stream.hasMissed || !stream.last || tailLines === undefined) return
    tailLines = await recordsSince(stream.last.ms, {
      tooFew: tailLines,
      oldest: (records) => logs.oldestTime(id, records, signal),
    })
  }
}

/** As far back as so many of the newest records go. */
interface Reach {
  readonly records: number
  readonly ms: number
}

/** So often a number that goes back far enough is made smaller, where it is this much too large. */
const mostRefinements = 5
const excess = 1.2
/** Who is answered so slowly asks no more often than needed. */
const slowMs = 500
const mostGrowth = 64
/** Where it is too slow to measure. */
const blindGrowth = 8
/** More will have come by the time that the log is read. */
const allowance = 1.1

/**
 * How many of the newest records go back to a moment, and little further: Docker decodes a log slowly, and what was had already
 * would come again. Undefined: all of them. How far a number goes is quick to see, as Docker counts lines without decoding them.
 */
async function recordsSince(
  ms: number,
  { tooFew, oldest }: { readonly tooFew: number; readonly oldest: (records?: number) => Promise<number | undefined> },
): Promise<number | undefined> {
  const oldestMs = await oldest().catch(() => ms)
  if (oldestMs === undefined || oldestMs > ms) return undefined
  const nowMs = Date.now()
  let short: Reach = { records: 0, ms: nowMs }
  let long: Reach | undefined
  let refinements = 0
  for (let records = tooFew; records <= mostRecords; ) {
    const beganMs = Date.now()
    const reachedMs = await oldest(records).catch(() => Number.NaN)
    const isSlow = Date.now() - beganMs > slowMs
    if (reachedMs === undefined) return undefined
    if (Number.isNaN(reachedMs)) return Math.ceil((long?.records ?? records * blindGrowth) * allowance)
    if (reachedMs < ms) long = { records, ms: reachedMs }
    else short = { records, ms: reachedMs }
    if (!long) {
      const growth = nowMs > reachedMs ? (nowMs - ms) / (nowMs - reachedMs) : mostGrowth
      records = Math.ceil(records * Math.max(2, Math.min(mostGrowth, growth * allowance)))
      continue
    }
    // As if all had come evenly.
    const share = (short.ms - ms) / (short.ms - long.ms)
    const enough = Math.ceil((short.records + (long.records - short.records) * share) * allowance)
    if (long.records < Math.max(fewRecords, enough) * excess || refinements >= mostRefinements || isSlow)
      return Math.ceil(long.records * allowance)
    records = enough
    refinements += 1
  }
  return undefined
}

/** Follows a log from the last record of the stream on, of which no more than the `count` newest are expected. */
export async function follow(
  reading: NodeLogReading,
  { count, fileBytes }: { readonly count: number | undefined; readonly fileBytes: number | undefined },
  signal: AbortSignal,
): Promise<FollowEnd> {
  const { logs, id, stream, before, after } = reading
  const longestStepMs = fileBytes === undefined ? Number.POSITIVE_INFINITY : fileBytes / fastestLog
  stream.resume({ mustCover: stream.last !== undefined, longestStepMs })
  // A whole second, so that the last record comes again also where `since` leaves out what has that very time.
  const since = stream.last && String(Math.floor(stream.last.ms / 1000))
  let pieces = 0
  let isBusy = false
  return within(signal, {}, async (own) => {
    const reader = new AbortController()
    own.addEventListener('abort', () => reader.abort(own.reason), { once: true })
    void untilStuck(reading, () => (isBusy ? undefined : pieces), own).then(
      () => reader.abort(new DOMException('Docker sends nothing more', 'AbortError')),
      () => undefined,
    )
    for await (const chunk of logs.chunks(id, { tailLines: count, since, follow: true }, reader.signal)) {
      isBusy = true
      pieces += 1
      await before()
      for (let jump = stream.push(chunk); jump; jump = stream.push(nothing)) {
        if (jump.isBack || !(await isNext(reading, jump, own))) return 'skipped'
      }
      if (stream.hasMissed) return 'missed'
      await after()
      isBusy = false
    }
    return reader.signal.aborted && !own.aborted ? 'stuck' : 'ended'
  })
}

const nothing = Buffer.alloc(0)

/** Resolves when Docker has a newer record than was read, and none comes. `pieces`: how many have come; undefined while one is being read. */
async function untilStuck(
  { logs, id, stream }: NodeLogReading,
  pieces: () => number | undefined,
  signal: AbortSignal,
): Promise<void> {
  let quietMs = firstQuietMs
  for (;;) {
    const before = pieces()
    await delay(quietMs, signal)
    if (before === undefined || pieces() !== before) {
      quietMs = firstQuietMs
      continue
    }
    // Docker may be too busy to answer, and still send what is followed.
    const newest = await recordAfter(logs, id, { tailLines: 1, after: undefined }, signal).catch(() => undefined)
    if (newest?.record !== undefined && newest.record !== stream.last?.text) {
      // It may be on its way.
      await delay(firstQuietMs, signal)
      if (pieces() === before && newest.record !== stream.last?.text) return
    }
    quietMs = Math.min(longestQuietMs, quietMs * 4)
  }
}

/** Whether Docker's log has nothing between two records that came one after the other. */
async function isNext({ logs, id }: NodeLogReading, { before, after }: Jump, signal: AbortSignal): Promise<boolean> {
  for (let tailLines = leastLook; tailLines <= mostLook; tailLines *= lookGrowth) {
    const { isBefore, record } = await recordAfter(logs, id, { tailLines, after: before }, signal)
    if (!isBefore) return record === after
  }
  return false
}

interface FoundRecord {
  /** The one that was looked for is older than all that were looked through. */
  readonly isBefore: boolean
  /** The time of the record behind it. */
  readonly record: string | undefined
}

/** The first record behind those with a time, or the first at all. */
async function recordAfter(
  logs: ContainerLogs,
  id: string,
  { tailLines, after }: { readonly tailLines: number; readonly after: string | undefined },
  signal: AbortSignal,
): Promise<FoundRecord> {
  let hasSeen = after === undefined
  let found: FoundRecord | undefined
  const frames = new FrameSplitter((bytes, start, end) => {
    const space = bytes.indexOf(0x20, start)
    if (found || space < 0 || space >= end) return
    const time = bytes.toString('latin1', start, space)
    if (time === after) hasSeen = true
    else if (hasSeen) found = { isBefore: false, record: time }
    else if (after !== undefined && compareTimes(time, after) > 0) found = { isBefore: true, record: undefined }
  })
  await within(signal, {}, async (own) => {
    for await (const chunk of logs.chunks(id, { tailLines, follow: false }, own)) {
      frames.push(chunk)
      if (found) return
    }
  })
  return found ?? { isBefore: false, record: undefined }
}
