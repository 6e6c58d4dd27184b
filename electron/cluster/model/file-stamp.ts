import { createHash } from 'node:crypto'

/** 2001-09-09. From there 34 years, which every file system can keep. */
const firstSeconds = 1_000_000_000n
const secondsBits = 30n

/**
 * A time that stands for a text: 60 bits of its digest, as nanoseconds since the epoch. A file that is given it tells by its time alone
 * what is in it, for which Docker need not pack it up (2 ms instead of 80).
 */
export function stampNs(text: string): bigint {
  const digest = createHash('sha256').update(text).digest().readBigUInt64BE()
  const seconds = firstSeconds + (digest >> (64n - secondsBits))
  const nanoseconds = (digest & ((1n << (64n - secondsBits)) - 1n)) % nanosecondsPerSecond
  return seconds * nanosecondsPerSecond + nanoseconds
}

/** As a tar's extended header has it: plain ones only know seconds. */
export function stampHeader(text: string): string {
  const ns = stampNs(text)
  return `${ns / nanosecondsPerSecond}.${String(ns % nanosecondsPerSecond).padStart(9, '0')}`
}

const nanosecondsPerSecond = 1_000_000_000n
