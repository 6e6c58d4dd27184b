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

  push(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      if (this.#begunBytes === 0) this.#line(chunk, start, end)
      else {
        this.#begin(chunk.subarray(start, end))
        this.end()
      }
      start = end + 1
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start))
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
