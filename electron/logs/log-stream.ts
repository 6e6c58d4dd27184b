import { FrameSplitter } from '../docker/docker-frames.ts'
import { levelOfBytes } from './line-level.ts'
import { LineSplitter } from './line-splitter.ts'
import { TimeReader } from './log-time.ts'
import { RecordTime } from './record-time.ts'

/** Takes a whole line: its bytes without line break, when it was logged, and its level as a number. */
export type TakeLine = (bytes: Buffer, start: number, end: number, time: number, level: number) => void

/** What was read last is not in the log any more: what was printed between the two times is lost. Milliseconds since 1970. */
export type TellGap = (from: number, until: number) => void

/** Two records that follow each other, with so much time between them that others may have been left out. Times as Docker writes them. */
export interface Jump {
  readonly before: string
  readonly after: string
}

export interface ResumeOptions {
  /** Takes nothing when the first record is later than the last one that was had, and says so by `hasMissed`. */
  readonly mustCover?: boolean
  /** Where there is this much time between two records, `push` stops before the second. */
  readonly longestStepMs?: number
}

/** The lines of stdout or stderr: the time of one is that of its first record. */
interface Lines {
  readonly splitter: LineSplitter
  time: number
  readonly last: RecordTime
  isRepeating: boolean
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
  /** Of the last record, and how many records had it. */
  readonly #last = new RecordTime()
  #lastMs = 0
  #lastCount = 0
  #records = 0
  #resuming: { skip: number; isCovered: boolean } | undefined
  #mustCover = false
  #longestStepMs = Number.POSITIVE_INFINITY
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

  /** A new connection follows, which begins with records that were had, or where the log does. */
  resume({ mustCover = false, longestStepMs = Number.POSITIVE_INFINITY }: ResumeOptions = {}): void {
    this.#frames.reset()
    this.#resuming = this.#last.isSet ? { skip: this.#lastCount, isCovered: false } : undefined
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
    this.#lastCount = 0
    this.resume()
  }

  /** Of a log of which nothing was read: what is older is left out. */
  startAt(ms: number): void {
    const time = Buffer.from(`${new Date(ms).toISOString().slice(0, -1)}000000Z`)
    this.#last.set(time, 0, time.length)
    this.#lastMs = ms
    this.#lastCount = 0
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
    if (space < 0 || space >= end || this.#hasMissed || this.#isHad(bytes, start, space)) return true
    const lines = this.#linesOf(stream)
    if (isRepeated(lines, bytes, start, space)) return true
    const read = this.#times.read(bytes, start, space)
    const ms = Number.isNaN(read) ? Date.now() : read
    if (this.#isUncovered()) {
      if (this.#mustCover) {
        this.#hasMissed = true
        return true
      }
      this.#resuming = undefined
      if (this.#lastCount > 0) {
        this.end()
        this.#tellGap(this.#lastMs, ms)
      }
    } else if (this.#isJump(bytes, start, space, ms)) return false
    this.#resuming = undefined
    this.#remember(bytes, start, space, ms)
    lines.last.set(bytes, start, space)
    if (!lines.splitter.hasBegun) lines.time = ms
    lines.splitter.push(bytes, space + 1, end)
    return true
  }

  #isUncovered(): boolean {
    return this.#resuming !== undefined && !this.#resuming.isCovered
  }

  /** Whether a record came over an earlier connection. Which of one time it is says only their number. */
  #isHad(bytes: Buffer, start: number, end: number): boolean {
    const resuming = this.#resuming
    if (!resuming) return false
    const order = this.#last.compare(bytes, start, end)
    // The engine's clock may have been set back: what comes behind the last one that was had is new whatever its time is.
    if (order < 0) {
      const isBefore = !resuming.isCovered || resuming.skip === this.#lastCount
      resuming.isCovered = true
      return isBefore
    }
    if (order > 0) return false
    resuming.isCovered = true
    if (resuming.skip === 0) return false
    resuming.skip -= 1
    return true
  }

  #isJump(bytes: Buffer, start: number, end: number, ms: number): boolean {
    if (this.#isJumpFine || this.#lastCount === 0 || ms - this.#lastMs < this.#longestStepMs) {
      this.#isJumpFine = false
      return false
    }
    this.#jump = { before: this.#last.text, after: bytes.toString('latin1', start, end) }
    return true
  }

  #remember(bytes: Buffer, start: number, end: number, ms: number): void {
    const isSame = this.#last.isSet && this.#last.compare(bytes, start, end) === 0
    this.#lastCount = isSame ? this.#lastCount + 1 : 1
    if (!isSame) this.#last.set(bytes, start, end)
    this.#lastMs = ms
    this.#records += 1
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
      isRepeating: false,
    }
    this.#streams.set(stream, lines)
    return lines
  }
}

/** A file that Docker rotates while it is read may come twice: what goes back in the time of its own stream was had. */
function isRepeated(lines: Lines, bytes: Buffer, start: number, end: number): boolean {
  if (!lines.last.isSet) return false
  const order = lines.last.compare(bytes, start, end)
  lines.isRepeating = order < 0 || (order === 0 && lines.isRepeating)
  return lines.isRepeating
}
