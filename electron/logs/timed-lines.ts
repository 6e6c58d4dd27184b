import { within } from '../async/scope.ts'
import { levelOfBytes } from './line-level.ts'
import { LineSplitter } from './line-splitter.ts'
import type { TakeLine, TellGap } from './log-stream.ts'
import { TimeReader } from './log-time.ts'

/** Where the text of a line begins, and the time it carries; undefined for a line without one. */
export type ReadTime = (
  bytes: Buffer,
  start: number,
  end: number,
) => { readonly time: number; readonly textStart: number } | undefined

/**
 * Lines that say their time themselves. Knows how to go on after a break, from whoever sends some of what was had already: lines up to
 * the last time are left out, as many of that very time as were had.
 */
export class TimedLines {
  readonly #take: TakeLine
  readonly #readTime: ReadTime
  readonly #tellGap: TellGap
  readonly #splitter: LineSplitter
  /** Milliseconds since 1970 of the last line; undefined before the first. */
  lastTime: number | undefined
  #ofLastTime = 0
  #isResuming = false
  #skip = 0
  /** The time of the last line that was passed over. */
  #passed = Number.NEGATIVE_INFINITY
  #hasPassed = false

  /** `tellGap`: after a break comes what is later than all that was had, and not the last line again. */
  constructor(readTime: ReadTime, take: TakeLine, tellGap: TellGap = () => undefined) {
    this.#tellGap = tellGap
    this.#readTime = readTime
    this.#take = take
    this.#splitter = new LineSplitter((bytes, start, end) => this.#line(bytes, start, end))
  }

  push(chunk: Buffer): void {
    this.#splitter.push(chunk)
  }

  /** The log has ended: what was begun is a line too. */
  end(): void {
    this.#splitter.end()
  }

  /** A new connection follows, which begins with lines that were had. */
  resume(): void {
    this.#splitter.reset()
    this.#isResuming = this.lastTime !== undefined
    // What comes back may begin in the middle of a stack trace.
    this.#passed = Number.NEGATIVE_INFINITY
    this.#hasPassed = false
    this.#skip = this.#ofLastTime
  }

  /** Another log follows, from its beginning. */
  restart(): void {
    this.#splitter.reset()
    this.#isResuming = false
    this.lastTime = undefined
    this.#ofLastTime = 0
  }

  #line(bytes: Buffer, start: number, end: number): void {
    const read = this.#readTime(bytes, start, end)
    // A line without a time belongs to the one before it. While what was had is passed over, so does it.
    const before = this.#isResuming ? this.#passed : this.lastTime
    const time = read?.time ?? before ?? Date.now()
    if (this.#isResuming && this.#isHad(time)) return
    if (this.#isResuming && !this.#hasPassed && this.lastTime !== undefined) this.#tellGap(this.lastTime, time)
    this.#isResuming = false
    this.#ofLastTime = time === this.lastTime ? this.#ofLastTime + 1 : 1
    this.lastTime = time
    const textStart = read?.textStart ?? start
    this.#take(bytes, textStart, end, time, levelOfBytes(bytes, textStart, end))
  }

  #isHad(time: number): boolean {
    this.#passed = time
    this.#hasPassed ||= time <= (this.lastTime ?? Number.NEGATIVE_INFINITY)
    const lastTime = this.lastTime ?? Number.NEGATIVE_INFINITY
    if (time < lastTime) return true
    if (time > lastTime || this.#skip === 0) return false
    this.#skip -= 1
    return true
  }
}

/** As long as somebody waits for the first line of a log. */
const firstLineMs = 10_000

/** The time of the first line that `read` gives, of which no more is read; undefined where there is none. */
export async function timeOfFirst(
  readTime: ReadTime,
  read: (signal: AbortSignal) => AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>,
  signal: AbortSignal,
): Promise<number | undefined> {
  let first: number | undefined
  const lines = new TimedLines(readTime, (_, __, ___, time) => {
    first ??= time
  })
  await within(signal, { timeoutMs: firstLineMs }, async (own) => {
    for await (const chunk of await read(own)) {
      lines.push(chunk)
      if (first !== undefined) return
    }
    lines.end()
  })
  return first
}

/** `2026-11-23T10:00:00.123456789Z text`, as Kubernetes and Docker put it. */
export function leadingTime(): ReadTime {
  const reader = new TimeReader()
  return (bytes, start, end) => {
    const space = bytes.indexOf(0x20, start)
    if (space < 0 || space > end) return undefined
    const time = reader.read(bytes, start, space)
    return Number.isNaN(time) ? undefined : { time, textStart: Math.min(space + 1, end) }
  }
}

const logrusPrefix = Buffer.from('time="')

/** `time="2026-11-23T10:00:00.123456789Z" level=…`, which stays part of the text. */
export function logrusTime(): ReadTime {
  const reader = new TimeReader()
  return (bytes, start, end) => {
    const begin = start + logrusPrefix.length
    if (end < begin || logrusPrefix.compare(bytes, start, begin) !== 0) return undefined
    const quote = bytes.indexOf(0x22, begin)
    if (quote < 0 || quote > end) return undefined
    const time = reader.read(bytes, begin, quote)
    return Number.isNaN(time) ? undefined : { time, textStart: start }
  }
}
