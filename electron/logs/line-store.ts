/** What is known of each line besides its bytes, one bit each above the three of its level. */
export const flag = {
  level: 0b111,
  marker: 8,
  /** Says the same as the line before it of that source. */
  repeat: 16,
  /** Belongs to the line before it: a stack trace, a value with several lines. */
  continuation: 32,
  /** Was longer than what is kept. */
  cut: 64,
} as const

/** Lines that lie together in memory, which a search in another thread can read as well. */
export interface Chunk {
  readonly id: number
  /** Number of its first line. */
  readonly first: number
  readonly bytes: Buffer
  /** Where each line begins; one more than there are lines. */
  readonly starts: Uint32Array
  readonly times: Float64Array
  readonly flags: Uint8Array
  readonly sources: Uint16Array
  count: number
  used: number
}

const chunkBytes = 1 << 20
const chunkLines = 1 << 13
/** What is known of a line beside its bytes: where it begins, its time, flags and source. */
const lineOverheadBytes = 4 + 8 + 1 + 2
/** A line that is longer is cut: no log has one, and a program that went mad must not fill the memory. */
export const longestLineBytes = 16 << 20

/** The newest lines of a log, up to a number of bytes. Numbers of lines only grow; the oldest are given up a chunk at a time. */
export class LineStore {
  readonly capacityBytes: number
  #chunks: Chunk[] = []
  #nextId = 0
  #kept = 0
  /** Number that the first line of all got. */
  readonly #origin: number
  readonly #droppedBefore: number
  #end: number

  /** Numbers begin with `origin`; `dropped` lines had to make room before. */
  constructor(capacityBytes: number, { origin = 0, dropped = 0 }: { origin?: number; dropped?: number } = {}) {
    this.capacityBytes = capacityBytes
    this.#origin = origin
    this.#droppedBefore = dropped
    this.#end = origin
  }

  /** How many lines had to make room. */
  get dropped(): number {
    return this.#droppedBefore + this.first - this.#origin
  }

  /** The time of the newest line; undefined where there is none. */
  get lastTime(): number | undefined {
    const last = this.#chunks.at(-1)
    return last?.times[last.count - 1]
  }

  /** Number of the oldest line that is kept. */
  get first(): number {
    return this.#chunks[0]?.first ?? this.#end
  }

  /** Number that the next line will get. */
  get end(): number {
    return this.#end
  }

  get keptBytes(): number {
    return this.#kept
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks
  }

  /** Copies a line's bytes, without its line break. Returns its number. */
  append(bytes: Buffer, start: number, end: number, line: { time: number; flags: number; source: number }): number {
    const length = Math.min(end - start, longestLineBytes)
    const chunk = this.#room(length)
    const at = chunk.count
    bytes.copy(chunk.bytes, chunk.used, start, start + length)
    chunk.times[at] = line.time
    chunk.flags[at] = end - start > length ? line.flags | flag.cut : line.flags
    chunk.sources[at] = line.source
    chunk.used += length
    chunk.count += 1
    chunk.starts[at + 1] = chunk.used
    this.#end += 1
    this.#kept += length + lineOverheadBytes
    this.#makeRoom()
    return this.#end - 1
  }

  /** Takes the oldest chunk out, for a log that is laid out anew. */
  shift(): Chunk | undefined {
    const oldest = this.#chunks.shift()
    if (oldest) this.#kept -= oldest.used + oldest.count * lineOverheadBytes
    return oldest
  }

  /** The chunk that a line is in, and its place there; undefined for a line that was given up or has not come. */
  find(line: number): { chunk: Chunk; at: number } | undefined {
    if (line < this.first || line >= this.#end) return undefined
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#chunks[middle]?.first ?? 0) <= line) low = middle
      else high = middle - 1
    }
    const chunk = this.#chunks[low]
    return chunk && { chunk, at: line - chunk.first }
  }

  bytesOf(line: number): Buffer | undefined {
    const found = this.find(line)
    return found?.chunk.bytes.subarray(found.chunk.starts[found.at], found.chunk.starts[found.at + 1])
  }

  /** A number that grows with the line's time, roughly: the first line at or after a moment. */
  atTime(time: number): number {
    for (const chunk of this.#chunks) {
      if ((chunk.times[chunk.count - 1] ?? 0) < time) continue
      for (let at = 0; at < chunk.count; at += 1) if ((chunk.times[at] ?? 0) >= time) return chunk.first + at
    }
    return Math.max(this.first, this.#end - 1)
  }

  #room(length: number): Chunk {
    const last = this.#chunks.at(-1)
    if (last && last.count < chunkLines && last.used + length <= last.bytes.length) return last
    const size = Math.max(chunkBytes, length)
    const chunk: Chunk = {
      id: this.#nextId,
      first: this.#end,
      bytes: Buffer.from(new SharedArrayBuffer(size)),
      starts: new Uint32Array(new SharedArrayBuffer(4 * (chunkLines + 1))),
      times: new Float64Array(chunkLines),
      flags: new Uint8Array(chunkLines),
      sources: new Uint16Array(chunkLines),
      count: 0,
      used: 0,
    }
    this.#nextId += 1
    this.#chunks.push(chunk)
    return chunk
  }

  #makeRoom(): void {
    while (this.#kept > this.capacityBytes && this.#chunks.length > 1) this.shift()
  }
}
