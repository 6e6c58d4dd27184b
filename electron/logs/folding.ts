import { flag } from './line-store.ts'

/** Which lines belong to the one before them, told from their first bytes alone: stack traces and values with several lines. */
const continuationStart = /^(?:\s|\}|\)|\]|goroutine \d|created by |panic\(|main\.|[\w./*()-]+\(0x|\.\.\.)/

interface Last {
  bytes: Buffer
  length: number
  hasLevel: boolean
}

/** As much as two lines are compared by. */
const comparedBytes = 512
/** The time and the place in the code differ in lines that say the same. */
const framePrefix = /^(?:time="[^"]*" |[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ )/

/** Finds lines that fold: equal ones in a row of a source, and those that continue the one before. */
export class Folding {
  #last = new Map<number, Last>()

  flagsOf(source: number, bytes: Buffer, start: number, end: number, level: number): number {
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
    if (isRepeat) return flag.repeat
    const isContinuation = last?.hasLevel === true && level === 0 && continuationStart.test(text)
    if (isContinuation) return flag.continuation
    const kept = last ?? { bytes: Buffer.alloc(comparedBytes), length: 0, hasLevel: false }
    kept.length = bytes.copy(kept.bytes, 0, start + frame, start + length)
    kept.hasLevel = level !== 0
    this.#last.set(source, kept)
    return 0
  }
}
