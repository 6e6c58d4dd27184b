import { FrameSplitter } from './docker-frames.ts'

/** A log, or its part since a moment; with `follow` also what comes. */
type ReadLog = (options: { readonly since?: string | undefined; readonly follow: boolean }) => AsyncIterable<Buffer>

/**
 * The newest lines of a log and all that come. Podman, asked for both at once, loses what is written while it looks for the newest
 * (engines.md F11), and fails where a record is half written. So the log is read first as far as it goes now, and then from its last
 * record on.
 */
export async function* newestThenMore(
  read: ReadLog,
  tailLines: number,
  nowMs = Date.now(),
): AsyncGenerator<Buffer, void, undefined> {
  let newest: Buffer[] = []
  const last = new LastTime()
  // A node can print as fast as it is read: its history would have no end.
  let isNow = false
  const history = new FrameSplitter((bytes, start, end) => {
    isNow ||= !last.note(bytes, start, end, nowMs)
    if (isNow) return
    newest.push(bytes.subarray(start - headerBytes, end))
    if (newest.length >= 3 * tailLines + 1000) newest = lastLines(newest, tailLines)
  })
  for await (const chunk of read({ follow: false })) {
    history.push(chunk)
    if (isNow) break
  }
  yield Buffer.concat(lastLines(newest, tailLines))
  newest = []

  // Podman's clock gives many records one time: those that were there come again.
  let skip = last.count
  let fresh: Buffer[] = []
  const more = new FrameSplitter((bytes, start, end) => {
    if (skip > 0 && last.isAt(bytes, start, end)) skip -= 1
    else {
      skip = 0
      fresh.push(bytes.subarray(start - headerBytes, end))
    }
  })
  for await (const chunk of read({ since: last.since, follow: true })) {
    more.push(chunk)
    yield Buffer.concat(fresh)
    fresh = []
  }
}

const headerBytes = 8

/**
 * A moment in seconds with all their digits, as Podman takes it exactly: a number it reads as a float, a few hundred nanoseconds off
 * (podman, pkg/util/utils.go, ParseInputTime). One nanosecond before, as it gives what comes after a moment and Docker what comes from
 * then on (libpod/logs/log.go, Since).
 */
export function podmanMoment(seconds: string): string {
  const [whole = '', fraction = ''] = seconds.split('.')
  const before = BigInt(whole + fraction.slice(0, 9).padEnd(9, '0')) - 1n
  if (before < 0n) return new Date(0).toISOString()
  const nanoseconds = String(before % billion).padStart(9, '0')
  return `${new Date(Number(before / billion) * 1000).toISOString().slice(0, 19)}.${nanoseconds}Z`
}

const billion = 1_000_000_000n

/** From the beginning of a line on: where one is read while it is written, Podman makes two records of it. */
function lastLines(records: readonly Buffer[], count: number): Buffer[] {
  let first = records.length
  for (let ends = 0; first > 0; first -= 1) {
    const isEnd = records[first - 1]?.at(-1) === 0x0a
    // The rest after the last newline is a line, too.
    if (isEnd || first === records.length) ends += 1
    if (ends > count) break
  }
  return records.slice(first)
}

/** The time of the last record, as it is written, and how many records in a row have it. */
class LastTime {
  #text = ''
  count = 0

  /** False for a record that is later than `limitMs`, which does not count. */
  note(bytes: Buffer, start: number, end: number, limitMs: number): boolean {
    const text = timeOf(bytes, start, end)
    if (text !== this.#text) {
      if (Date.parse(text) > limitMs) return false
      this.#text = text
      this.count = 0
    }
    this.count += 1
    return true
  }

  isAt(bytes: Buffer, start: number, end: number): boolean {
    return timeOf(bytes, start, end) === this.#text
  }

  /** In seconds with all their digits, as an engine takes it. */
  get since(): string | undefined {
    const ms = Date.parse(this.#text)
    if (Number.isNaN(ms)) return undefined
    const fraction = /\.(\d+)(?:Z|[+-]\d\d:\d\d)$/.exec(this.#text)?.[1] ?? ''
    return `${Math.floor(ms / 1000)}.${fraction.padEnd(9, '0')}`
  }
}

function timeOf(bytes: Buffer, start: number, end: number): string {
  const space = bytes.indexOf(0x20, start)
  return bytes.toString('latin1', start, space < 0 || space > end ? end : space)
}
