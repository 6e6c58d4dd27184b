import { flag } from './line-store.ts'
import { LogEntries } from './log-entries.ts'

interface Last {
  bytes: Buffer
  length: number
}

/** As much as two lines are compared by. */
const comparedBytes = 512
/** The time and the place in the code differ in lines that say the same. */
const framePrefix = /^(?:time="[^"]*" |[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ )/

/** Finds lines that fold: equal ones in a row of a source, and those that continue the one before. */
export class Folding {
  #last = new Map<number, Last>()
  readonly #entries = new LogEntries()

  /** Of a line with that level, or without one: how it folds, and the level that it has as a part of its entry. */
  flagsOf(source: number, bytes: Buffer, start: number, end: number, level: number): number {
    const flags = this.#entries.flagsOf(source, bytes, start, end, level)
    if (flags & flag.continuation) return flags
    const length = Math.min(comparedBytes, end - start)
    const text = bytes.toString('latin1', start, start + Math.min(64, length))
    const frame = framePrefix.exec(text)?.[0].length ?? 0
    const last = this.#last.get(source)
    const own = length - frame
    const isRepeat =
      last !== undefined &&
      own > 0 &&
      end - start <= comparedBytes &&
      last.length === own &&
      last.bytes.compare(bytes, start + frame, start + length, 0, own) === 0
    if (isRepeat) return flags | flag.repeat
    const kept = last ?? { bytes: Buffer.alloc(comparedBytes), length: 0 }
    kept.length = bytes.copy(kept.bytes, 0, start + frame, start + length)
    this.#last.set(source, kept)
    return flags
  }
}
