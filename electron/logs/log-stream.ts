import { FrameSplitter } from '../docker/docker-frames.ts'
import { levelOfBytes } from './line-level.ts'
import { LineSplitter } from './line-splitter.ts'
import { TimeReader } from './log-time.ts'

/** Takes a whole line: its bytes without line break, when it was logged, and its level as a number. */
export type TakeLine = (bytes: Buffer, start: number, end: number, time: number, level: number) => void

/** The lines of stdout or stderr: the time of one is that of its first record. */
interface Lines {
  readonly splitter: LineSplitter
  time: number
}

/**
 * The lines of a Docker log with times, chunk by chunk, without making an object of each. Docker cuts long lines into records of 16
 * KB; those of one stream are joined. Knows how to go on after a break: records that were had already are left out.
 */
export class LogStream {
  readonly #take: TakeLine
  readonly #times = new TimeReader()
  readonly #frames = new FrameSplitter((bytes, start, end, stream) => this.#record(bytes, start, end, stream))
  readonly #streams = new Map<number, Lines>()
  /** The time of the last record as Docker wrote it, and how many records had it. */
  readonly #stamp = Buffer.alloc(64)
  #stampLength = 0
  #lastCount = 0
  #skip = 0

  constructor(take: TakeLine) {
    this.#take = take
  }

  /** What Docker is to be asked for `since`, to go on without a gap; undefined before the first line. */
  get since(): string | undefined {
    if (this.#stampLength === 0) return undefined
    const text = this.#stamp.toString('latin1', 0, this.#stampLength)
    const seconds = Math.floor(Date.parse(text) / 1000)
    const nanoseconds = (/\.(\d+)(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[1] ?? '').padEnd(9, '0')
    return `${seconds}.${nanoseconds}`
  }

  /** A new connection follows, asked with `since`: it begins with records of that very time that are here already. */
  resume(): void {
    this.#frames.reset()
    this.#skip = this.#lastCount
  }

  /** Another container's log follows, from its beginning. */
  restart(): void {
    this.resume()
    this.end()
    this.#stampLength = 0
    this.#lastCount = 0
    this.#skip = 0
  }

  push(chunk: Buffer): void {
    this.#frames.push(chunk)
  }

  /** The log has ended: what was begun is a line too. */
  end(): void {
    for (const { splitter } of this.#streams.values()) splitter.end()
  }

  #record(bytes: Buffer, start: number, end: number, stream: number): void {
    const space = bytes.indexOf(0x20, start)
    if (space < 0 || space >= end) return
    if (this.#isHad(bytes, start, space)) return
    const lines = this.#linesOf(stream)
    if (!lines.splitter.hasBegun) {
      const read = this.#times.read(bytes, start, space)
      lines.time = Number.isNaN(read) ? Date.now() : read
    }
    lines.splitter.push(bytes, space + 1, end)
  }

  #linesOf(stream: number): Lines {
    const known = this.#streams.get(stream)
    if (known) return known
    const lines: Lines = {
      splitter: new LineSplitter((bytes, start, end) =>
        this.#take(bytes, start, end, lines.time, levelOfBytes(bytes, start, end)),
      ),
      time: 0,
    }
    this.#streams.set(stream, lines)
    return lines
  }

  #isHad(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start
    const isSame = this.#stampLength === length && this.#stamp.compare(bytes, start, end, 0, length) === 0
    if (isSame) {
      if (this.#skip > 0) {
        this.#skip -= 1
        return true
      }
      this.#lastCount += 1
      return false
    }
    this.#skip = 0
    this.#stampLength = bytes.copy(this.#stamp, 0, start, Math.min(end, start + this.#stamp.length))
    this.#lastCount = 1
    return false
  }
}
