const upperZ = 0x5a

/** Reads RFC 3339 times with nanoseconds, as Docker writes them, from bytes: most share their date and minute with the one before. */
export class TimeReader {
  #prefix = Buffer.alloc(0)
  #prefixMs = 0

  /** Milliseconds since 1970 with microseconds as a fraction; NaN for what is no time. `end` is behind its zone. */
  read(bytes: Buffer, start: number, end: number): number {
    // 2026-11-23T10:00: is 17 bytes, then seconds, a dot and up to nine digits.
    if (end - start < 20) return Number.NaN
    if (bytes[end - 1] !== upperZ) return zoned(bytes.toString('latin1', start, end))
    const minute = start + 17
    if (this.#prefix.length !== 17 || this.#prefix.compare(bytes, start, minute) !== 0) {
      const ms = Date.parse(`${bytes.toString('latin1', start, minute)}00Z`)
      if (Number.isNaN(ms)) return Number.NaN
      this.#prefix = Buffer.from(bytes.subarray(start, minute))
      this.#prefixMs = ms
    }
    let ms = digits(bytes, minute, minute + 2) * 1000
    let unit = 100
    for (let at = minute + 3; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - 48
      if (digit < 0 || digit > 9) break
      ms += digit * unit
      unit /= 10
      // A double holds microseconds of this century exactly enough; more only adds noise.
      if (unit < 0.001) break
    }
    return this.#prefixMs + ms
  }
}

/** An engine or a node with a time zone of its own: Date.parse alone would drop the microseconds. */
function zoned(time: string): number {
  const [, seconds, fraction = '', zone] = /^(.{19})(?:\.(\d+))?([+-]\d\d:\d\d)$/.exec(time) ?? []
  return seconds === undefined
    ? Date.parse(time)
    : Date.parse(`${seconds}${zone}`) + Number(`0.${fraction || '0'}`) * 1000
}

function digits(bytes: Buffer, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 10 + ((bytes[at] ?? 48) - 48)
  return value
}
