import { levelOfBytes } from './line-level.ts'
import { longestLineBytes } from './line-store.ts'
import { TimeReader } from './log-time.ts'

/** Takes a whole line: its bytes without line break, when it was logged, and its level as a number. */
export type TakeLine = (bytes: Buffer, start: number, end: number, time: number, level: number) => void

const headerBytes = 8

/**
 * The lines of a Docker log with times, chunk by chunk, without making an object of each. Docker cuts long lines into records of 16
 * KB; those of one stream are joined. Knows how to go on after a break: records that were had already are left out.
 */
export class LogStream {
  readonly #take: TakeLine
  readonly #time = new TimeReader()
  #rest: Buffer[] = []
  #restBytes = 0
  #needed = headerBytes
  /** By stream: the beginning of a line whose end has not come. */
  #begun = new Map<number, { parts: Buffer[]; length: number; time: number }>()
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
    const nanoseconds = (/\.(\d+)Z$/.exec(text)?.[1] ?? '').padEnd(9, '0')
    return `${seconds}.${nanoseconds}`
  }

  /** A new connection follows, asked with `since`: it begins with records of that very time that are here already. */
  resume(): void {
    this.#rest = []
    this.#restBytes = 0
    this.#needed = headerBytes
    this.#skip = this.#lastCount
  }

  /** Another container's log follows, from its beginning. */
  restart(): void {
    this.resume()
    this.#flush()
    this.#stampLength = 0
    this.#lastCount = 0
    this.#skip = 0
  }

  push(chunk: Buffer): void {
    this.#rest.push(chunk)
    this.#restBytes += chunk.length
    if (this.#restBytes < this.#needed) return
    const bytes = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest)
    let offset = 0
    this.#needed = headerBytes
    while (bytes.length - offset >= headerBytes) {
      const end = offset + headerBytes + bytes.readUInt32BE(offset + 4)
      if (end > bytes.length) {
        this.#needed = end - offset
        break
      }
      this.#record(bytes, offset + headerBytes, end, bytes[offset] ?? 1)
      offset = end
    }
    this.#rest = offset < bytes.length ? [bytes.subarray(offset)] : []
    this.#restBytes = bytes.length - offset
  }

  /** The log has ended: what was begun is a line too. */
  end(): void {
    this.#flush()
  }

  #record(bytes: Buffer, start: number, end: number, stream: number): void {
    const space = bytes.indexOf(0x20, start)
    if (space < 0 || space >= end) return
    if (this.#isHad(bytes, start, space)) return
    const read = this.#time.read(bytes, start, space)
    const time = Number.isNaN(read) ? Date.now() : read
    const isWhole = bytes[end - 1] === 0x0a
    const begun = this.#begun.get(stream)
    if (isWhole && !begun) {
      this.#line(bytes, space + 1, end - 1, time)
      return
    }
    const part = Buffer.from(bytes.subarray(space + 1, isWhole ? end - 1 : end))
    const joined = begun ?? { parts: [], length: 0, time }
    // One byte more than is kept says that there was more.
    if (joined.length <= longestLineBytes) joined.parts.push(part)
    joined.length += part.length
    if (!isWhole) {
      this.#begun.set(stream, joined)
      return
    }
    this.#begun.delete(stream)
    const whole = Buffer.concat(joined.parts)
    this.#line(whole, 0, whole.length, joined.time)
  }

  #line(bytes: Buffer, start: number, end: number, time: number): void {
    const last = end > start && bytes[end - 1] === 0x0d ? end - 1 : end
    this.#take(bytes, start, last, time, levelOfBytes(bytes, start, last))
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

  #flush(): void {
    for (const { parts, time } of this.#begun.values()) {
      const whole = Buffer.concat(parts)
      this.#line(whole, 0, whole.length, time)
    }
    this.#begun.clear()
  }
}
