import { longestLineBytes } from './line-store.ts'

/** Takes the bytes of a line, without its line break. */
export type TakeBytes = (bytes: Buffer, start: number, end: number) => void

/** Splits a stream of bytes at its line breaks, wherever the chunks were cut. */
export class LineSplitter {
  readonly #take: TakeBytes
  #begun: Buffer[] = []
  #begunBytes = 0

  constructor(take: TakeBytes) {
    this.#take = take
  }

  /** Whether the beginning of a line has come whose end has not. */
  get hasBegun(): boolean {
    return this.#begunBytes > 0
  }

  /** The bytes of `chunk` from `first` on, up to `last`. */
  push(chunk: Buffer, first = 0, last = chunk.length): void {
    let start = first
    for (let end = chunk.indexOf(0x0a, start); end >= 0 && end < last; end = chunk.indexOf(0x0a, start)) {
      if (this.#begunBytes === 0) this.#line(chunk, start, end)
      else {
        this.#begin(chunk.subarray(start, end))
        this.end()
      }
      start = end + 1
    }
    if (start < last) this.#begin(chunk.subarray(start, last))
  }

  /** The stream has ended: what was begun is a line too. */
  end(): void {
    if (this.#begunBytes === 0) return
    const line = Buffer.concat(this.#begun)
    this.reset()
    this.#line(line, 0, line.length)
  }

  /** Another stream follows; what was begun comes again or never. */
  reset(): void {
    this.#begun = []
    this.#begunBytes = 0
  }

  #begin(part: Buffer): void {
    // One byte more than is kept says that there was more.
    if (this.#begunBytes <= longestLineBytes) this.#begun.push(part)
    this.#begunBytes += part.length
  }

  #line(bytes: Buffer, start: number, end: number): void {
    this.#take(bytes, start, end > start && bytes[end - 1] === 0x0d ? end - 1 : end)
  }
}
