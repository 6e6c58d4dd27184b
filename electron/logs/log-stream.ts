import { FrameSplitter } from '../docker/docker-frames.ts'
import { levelOfBytes } from './line-level.ts'
import { LineSplitter } from './line-splitter.ts'
import { TimeReader } from './log-time.ts'
import { compareTimes, RecordTime } from './record-time.ts'

/** Takes a whole line: its bytes without line break, when it was logged, and its level as a number. */
export type TakeLine = (bytes: Buffer, start: number, end: number, time: number, level: number) => void

/** What was read last is not in the log any more: what was printed between the two times is lost. Milliseconds since 1970. */
export type TellGap = (from: number, until: number) => void

/** Two records that came one after the other, and may not stand so in the log. Times as Docker writes them. */
export interface Jump {
  readonly before: string
  readonly after: string
  /** The second is the earlier one: Docker has begun with a file again, or its clock was set back. */
  readonly isBack: boolean
}

export interface ResumeOptions {
  /** Takes nothing when the first record is later than the last one that was had, and says so by `hasMissed`. */
  readonly mustCover?: boolean
  /** Where there is this much time between two records, or a step back, `push` stops before the second. Nothing is doubted when absent. */
  readonly longestStepMs?: number
}

/** The lines of stdout or stderr: the time of one is that of its first record. */
interface Lines {
  readonly splitter: LineSplitter
  time: number
  /** Of its last record, and how many records had it: those of one stream are in the order of their times, those of two need not be. */
  readonly last: RecordTime
  count: number
}

/**
 * The lines of a Docker log with times, chunk by chunk, without making an object of each. Docker cuts long lines into records of 16
 * KB; those of one stream are joined. Knows how to go on after a break: records that were had already are left out.
 */
export class LogStream {
  readonly #take: TakeLine
  readonly #tellGap: TellGap
  readonly #times = new TimeReader()
  readonly #frames = new FrameSplitter((bytes, start, end, stream) => this.#record(bytes, start, end, stream))
  readonly #streams = new Map<number, Lines>()
  readonly #last = new RecordTime()
  #lastMs = 0
  /** Whose it is; undefined where nothing was read, and it is a moment from which on records are wanted. */
  #lastLines: Lines | undefined
  /** The engine's clock was set back: until it is this late again, times do not tell what was had. */
  #setBackFrom: string | undefined
  #records = 0
  #nextRunMs: number | undefined
  /** `skip`: so many records with the time of the last one are to come again. */
  #resuming: { skip: number; isCovered: boolean } | undefined
  #mustCover = false
  #longestStepMs: number | undefined
  #hasMissed = false
  #jump: Jump | undefined
  #isJumpFine = false

  constructor(take: TakeLine, tellGap: TellGap = () => undefined) {
    this.#take = take
    this.#tellGap = tellGap
  }

  /** How many records were taken. */
  get records(): number {
    return this.#records
  }

  /** Of the last record, as Docker wrote it; undefined before the first. */
  get last(): { readonly text: string; readonly ms: number } | undefined {
    return this.#last.isSet ? { text: this.#last.text, ms: this.#lastMs } : undefined
  }

  /** The first record of this connection came too late: there are others before it, which were not had. */
  get hasMissed(): boolean {
    return this.#hasMissed
  }

  /** Since the clock was set back: the last record that was had has not come again, and nothing was taken. */
  get isLooking(): boolean {
    return this.#setBackFrom !== undefined && this.#resuming !== undefined
  }

  /** The last record is gone: goes by the times again. */
  lookNoMore(): void {
    this.#setBackFrom = undefined
  }

  /** A new connection follows, which begins with records that were had, or where the log does. */
  resume({ mustCover = false, longestStepMs }: ResumeOptions = {}): void {
    this.#frames.reset()
    this.#resuming = this.#last.isSet ? { skip: this.#lastLines?.count ?? 0, isCovered: false } : undefined
    this.#mustCover = mustCover
    this.#longestStepMs = longestStepMs
    this.#hasMissed = false
    this.#jump = undefined
    this.#isJumpFine = false
  }

  /** Another container's log follows, from its beginning. */
  restart(): void {
    this.end()
    for (const { last } of this.#streams.values()) last.clear()
    this.#last.clear()
    this.#lastLines = undefined
    this.#setBackFrom = undefined
    this.resume()
  }

  /** Of a log of which nothing was read: what is older is left out. */
  startAt(ms: number): void {
    const time = Buffer.from(`${new Date(ms).toISOString().slice(0, -1)}000000Z`)
    this.#last.set(time, 0, time.length)
    this.#lastMs = ms
    this.#lastLines = undefined
  }

  /** Who prints from then on is another: a line that was begun before is none of its. */
  endLinesAt(ms: number): void {
    this.#nextRunMs = ms
  }

  /** Stops before a record that came after a long time, and returns where; with the next call it goes on. */
  push(chunk: Buffer): Jump | undefined {
    this.#isJumpFine = this.#jump !== undefined
    this.#jump = undefined
    this.#frames.push(chunk)
    return this.#jump
  }

  /** The log has ended: what was begun is a line too. */
  end(): void {
    for (const { splitter } of this.#streams.values()) splitter.end()
  }

  /** False: not taken. */
  #record(bytes: Buffer, start: number, end: number, stream: number): boolean {
    const space = bytes.indexOf(0x20, start)
    if (space < 0 || space >= end || this.#hasMissed) return true
    const lines = this.#linesOf(stream)
    if (this.#isHad(lines, bytes, start, space)) return true
    const read = this.#times.read(bytes, start, space)
    const ms = Number.isNaN(read) ? Date.now() : read
    if (this.#isUncovered()) {
      if (this.#mustCover) {
        this.#hasMissed = true
        return true
      }
      this.#resuming = undefined
      if (this.#lastLines) {
        this.end()
        this.#tellGap(this.#lastMs, ms)
      }
    } else if (this.#isJump(lines, bytes, start, space, ms)) return false
    this.#resuming = undefined
    if (this.#nextRunMs !== undefined && ms >= this.#nextRunMs) {
      this.#nextRunMs = undefined
      this.end()
    }
    this.#remember(lines, bytes, start, space, ms)
    if (!lines.splitter.hasBegun) lines.time = ms
    lines.splitter.push(bytes, space + 1, end)
    return true
  }

  #isUncovered(): boolean {
    return this.#resuming !== undefined && !this.#resuming.isCovered
  }

  /** Whether a record came over an earlier connection: all did that stand before the last one in the log. */
  #isHad(lines: Lines, bytes: Buffer, start: number, end: number): boolean {
    const resuming = this.#resuming
    if (!resuming) return false
    const order = this.#last.compare(bytes, start, end)
    const ownOrder = lines.last.isSet ? lines.last.compare(bytes, start, end) : order
    if (ownOrder === 0 && lines === this.#lastLines) {
      resuming.isCovered = true
      resuming.skip -= 1
      // Which of one time is the last one says only their number.
      if (resuming.skip === 0) this.#resuming = undefined
      return true
    }
    if (this.#setBackFrom !== undefined) return true
    if (order <= 0 || ownOrder <= 0) resuming.isCovered = true
    return ownOrder < 0 || (ownOrder === 0 && lines.last.isSet)
  }

  #isJump(lines: Lines, bytes: Buffer, start: number, end: number, ms: number): boolean {
    const isFine = this.#isJumpFine || !this.#lastLines || this.#longestStepMs === undefined
    this.#isJumpFine = false
    if (isFine) return false
    const isBack = lines.last.isSet && lines.last.compare(bytes, start, end) < 0
    if (!isBack && ms - this.#lastMs < (this.#longestStepMs ?? Number.POSITIVE_INFINITY)) return false
    this.#jump = { before: this.#last.text, after: bytes.toString('latin1', start, end), isBack }
    return true
  }

  #remember(lines: Lines, bytes: Buffer, start: number, end: number, ms: number): void {
    const order = lines.last.isSet ? lines.last.compare(bytes, start, end) : 1
    lines.count = order === 0 ? lines.count + 1 : 1
    if (order < 0) this.#setBackFrom ??= lines.last.text
    if (order !== 0) lines.last.set(bytes, start, end)
    this.#last.set(bytes, start, end)
    this.#lastMs = ms
    this.#lastLines = lines
    this.#records += 1
    if (this.#setBackFrom !== undefined && compareTimes(this.#last.text, this.#setBackFrom) > 0)
      this.#setBackFrom = undefined
  }

  #linesOf(stream: number): Lines {
    const known = this.#streams.get(stream)
    if (known) return known
    const lines: Lines = {
      splitter: new LineSplitter((bytes, start, end) =>
        this.#take(bytes, start, end, lines.time, levelOfBytes(bytes, start, end)),
      ),
      time: 0,
      last: new RecordTime(),
      count: 0,
    }
    this.#streams.set(stream, lines)
    return lines
  }
}
