import { ArchiveDamage } from './archive-damage.ts'

/** Chunks some of which can be passed over without being read. */
export interface SkippingChunks extends AsyncIterable<Buffer> {
  /** Of what has not been read yet. Gives how many bytes there were. */
  skip?(bytes: number): number
}

/** Reads a stream of chunks in pieces of the reader's choice, and counts. Nothing is kept longer than a chunk. */
export class ByteReader {
  readonly #source: SkippingChunks
  readonly #chunks: AsyncIterator<Buffer>
  #chunk: Buffer = Buffer.alloc(0)
  #at = 0
  /** How many bytes were taken until now. */
  offset = 0

  constructor(chunks: SkippingChunks) {
    this.#source = chunks
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Exactly so many bytes; undefined where the stream ends right here. Fails where it ends before there are enough. */
  async take(size: number): Promise<Buffer | undefined> {
    const pieces: Buffer[] = []
    for (let missing = size; missing > 0; ) {
      const piece = await this.#next(missing)
      if (!piece) {
        if (missing === size) return undefined
        throw new ArchiveDamage('unexpected end', this.offset)
      }
      pieces.push(piece)
      missing -= piece.length
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
  }

  /** So many bytes, as they come. */
  async *pieces(size: number): AsyncGenerator<Buffer, void, undefined> {
    for (let missing = size; missing > 0; ) {
      const piece = await this.#next(missing)
      if (!piece) throw new ArchiveDamage('unexpected end', this.offset)
      missing -= piece.length
      yield piece
    }
  }

  /** Passes over so many bytes. */
  async skip(size: number): Promise<void> {
    const here = Math.min(size, this.#chunk.length - this.#at)
    this.#at += here
    this.offset += here
    const ahead = this.#source.skip?.(size - here) ?? 0
    this.offset += ahead
    for await (const _ of this.pieces(size - here - ahead));
  }

  /** Reads on to the end, whatever is there. */
  async drain(): Promise<void> {
    while (await this.#next(Number.MAX_SAFE_INTEGER));
  }

  /** Nobody reads on: whatever the chunks come from is let go of. */
  async leave(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #next(most: number): Promise<Buffer | undefined> {
    while (this.#at === this.#chunk.length) {
      const { done, value } = await this.#chunks.next()
      if (done) return undefined
      this.#chunk = value
      this.#at = 0
    }
    const piece = this.#chunk.subarray(this.#at, this.#at + most)
    this.#at += piece.length
    this.offset += piece.length
    return piece
  }
}
