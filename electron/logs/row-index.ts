/** A list of line numbers that only grows at its end and is given up at its beginning. Rows are counted from the first ever. */
export class RowIndex {
  #lines = new Uint32Array(1 << 16)
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
    if (this.#count === this.#lines.length) {
      const larger = new Uint32Array(this.#lines.length * 2)
      larger.set(this.#lines)
      this.#lines = larger
    }
    this.#lines[this.#count] = line
    this.#count += 1
  }

  line(row: number): number | undefined {
    return row < this.#first || row >= this.end ? undefined : this.#lines[row - this.#first]
  }

  /** The first row whose line is not before `line`. */
  rowOf(line: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#lines[middle] ?? 0) < line) low = middle + 1
      else high = middle
    }
    return this.#first + low
  }

  /** Gives up the rows of lines before `line`. */
  dropBefore(line: number): void {
    const gone = this.rowOf(line) - this.#first
    if (gone === 0) return
    this.#lines.copyWithin(0, gone, this.#count)
    this.#first += gone
    this.#count -= gone
  }
}
