const upperZ = 0x5a

/** The place of a record in time, to the nanosecond, as Docker writes it before each: Podman writes the zone of its machine. */
export class RecordTime {
  readonly #bytes = Buffer.alloc(64)
  #length = 0

  get isSet(): boolean {
    return this.#length > 0
  }

  get text(): string {
    return this.#bytes.toString('latin1', 0, this.#length)
  }

  set(bytes: Buffer, start: number, end: number): void {
    this.#length = bytes.copy(this.#bytes, 0, start, Math.min(end, start + this.#bytes.length))
  }

  clear(): void {
    this.#length = 0
  }

  /** Below 0 where what is in `bytes` is earlier than this, above 0 where it is later. */
  compare(bytes: Buffer, start: number, end: number): number {
    const length = end - start
    const isAlike = length === this.#length && bytes[end - 1] === upperZ && this.#bytes[length - 1] === upperZ
    if (isAlike) return bytes.compare(this.#bytes, 0, length, start, end)
    return compareTimes(bytes.toString('latin1', start, end), this.text)
  }
}

/** Below 0 where `left` is earlier. */
export function compareTimes(left: string, right: string): number {
  const [first, second] = [nanoseconds(left), nanoseconds(right)]
  if (first === second) return 0
  return first < second ? -1 : 1
}

function nanoseconds(time: string): bigint {
  const ms = Date.parse(time)
  if (Number.isNaN(ms)) return 0n
  const fraction = (/\.(\d+)(?:Z|[+-]\d\d:\d\d)$/.exec(time)?.[1] ?? '').padEnd(9, '0').slice(0, 9)
  return BigInt(Math.floor(ms / 1000)) * 1_000_000_000n + BigInt(fraction)
}
