import { LogLevel } from '#shared/log.ts'
import { lineLevel } from './log-level.ts'

/** Levels as numbers that fit into three bits; 0 stands for none. */
export const levels: readonly (LogLevel | undefined)[] = [undefined, ...LogLevel.options]

export const levelNumber = (level: LogLevel | undefined): number => levels.indexOf(level)

const [t, i, w, e, f, d, quote, curly, space, tab] = [...'tiwefd"{ \t'].map((char) => char.charCodeAt(0))
const upper: Readonly<Record<number, number>> = { 73: 3, 87: 4, 69: 5, 70: 6 } // I W E F

/** As much of a line as its level is looked for in. */
const formatBytes = 300
const jsonBytes = 4000

/**
 * The level of a line, from a few bytes where it is one of k3s' two usual formats. The same answers as lineLevel, which is asked about
 * everything else that could have one.
 */
export function levelOfBytes(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start]
  // time="2026-11-23T10:00:00Z" level=info msg=…
  if (first === t && end - start > 40 && bytes[start + 5] === quote && bytes[start + 26] === quote) {
    const level = bytes[start + 34]
    if (level === i) return 3
    if (level === w) return 4
    if (level === e) return 5
    if (level === f) return 6
    if (level === d && bytes[start + 35] === e) return 2
  }
  // I1123 10:00:00.000000       1 file.go:1] …
  const klog = first === undefined ? undefined : upper[first]
  if (klog !== undefined && bytes[start + 5] === space && isDigit(bytes[start + 1]) && isDigit(bytes[start + 4])) {
    return levelNumber(lineLevel(bytes.toString('latin1', start, Math.min(end, start + 40))))
  }
  // What begins with white space continues another line. JSON may say its level late.
  if (first === undefined || first === space || first === tab) return 0
  const length = first === curly ? jsonBytes : formatBytes
  return levelNumber(lineLevel(bytes.toString('latin1', start, Math.min(end, start + length))))
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57
