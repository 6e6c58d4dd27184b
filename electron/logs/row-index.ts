const firstCapacity = 1 << 16

/**
 * A list of ascending line numbers that grows at both ends and is given up at its beginning. Rows are counted so that one keeps its
 * number whatever is added: rows put in front of the first ever get negative ones.
 */
export class RowIndex {
  #lines = new Uint32Array(firstCapacity)
  /** Where the first entry is in the array. */
  #offset = 0
  /** Row number of the first entry. */
  #first = 0
  #count = 0

  get first(): number {
    return this.#first
  }

  get end(): number {
    return this.#first + this.#count
  }

  push(line: number): void {
    if (this.#offset + this.#count === this.#lines.length) this.#grow({ front: 0, back: 1 })
    this.#lines[this.#offset + this.#count] = line
    this.#count += 1
  }

  /** Puts lines in front, in their order. */
  unshift(lines: ArrayLike<number>): void {
    if (lines.length > this.#offset) this.#grow({ front: lines.length, back: 0 })
    this.#offset -= lines.length
    this.#lines.set(lines, this.#offset)
    this.#first -= lines.length
    this.#count += lines.length
  }

  /** Counts anew, so that the last row's number is the one before `end`. */
  countUpTo(end: number): void {
    this.#first = end - this.#count
  }

  line(row: number): number | undefined {
    return row < this.#first || row >= this.end ? undefined : this.#lines[this.#offset + row - this.#first]
  }

  /** The first row whose line is not before `line`. */
  rowOf(line: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#lines[this.#offset + middle] ?? 0) < line) low = middle + 1
      else high = middle
    }
    return this.#first + low
  }

  /** Gives up the rows of lines before `line`. */
  dropBefore(line: number): void {
    const gone = this.rowOf(line) - this.#first
    this.#offset += gone
    this.#first += gone
    this.#count -= gone
  }

  /** Makes room at one end for as many as there are, and leaves the other end no more than that. */
  #grow({ front, back }: { readonly front: number; readonly back: number }): void {
    const count = this.#count
    const room = (needed: number, present: number) => (needed > 0 ? Math.max(count, needed) : Math.min(count, present))
    const before = room(front, this.#offset)
    const after = room(back, this.#lines.length - this.#offset - count)
    const larger = new Uint32Array(Math.max(firstCapacity, before + count + after))
    larger.set(this.#lines.subarray(this.#offset, this.#offset + count), before)
    this.#lines = larger
    this.#offset = before
  }
}
