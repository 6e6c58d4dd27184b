import { setTimeout as pause } from 'node:timers/promises'

/** Time as it passes, or as a test lets it. */
export interface Clock {
  now(): number
  pause(ms: number): Promise<void>
}

export const clockFor = (signal: AbortSignal): Clock => ({
  now: Date.now,
  pause: (ms) => pause(ms, undefined, { signal }),
})

const lullMs = 1000
/** Whoever still asks then does not stop asking, and is counted. */
const lullWithinMs = 30_000
const measurements = 4

/**
 * Looks at a process in which nothing is done any more. What was done last has to be over, or a busy machine shows what is on its way
 * as something that stays: so the quiet begins with a lull, however late that is, and always has its whole length. What a process
 * keeps is there at each moment of it: the lowest of several numbers.
 */
export async function inQuiet<K extends string>(
  clock: Clock,
  {
    quietMs,
    requests,
    measure,
  }: { quietMs: number; requests: () => number; measure: () => Promise<Readonly<Record<K, number>>> },
): Promise<{ idleRequests: number; lowest: Record<K, number> }> {
  for (const endMs = clock.now() + lullWithinMs; clock.now() < endMs; ) {
    const before = requests()
    await clock.pause(lullMs)
    if (requests() === before) break
  }
  const before = requests()
  let lowest: Readonly<Record<K, number>> | undefined
  for (let at = 0; at < measurements; at += 1) {
    await clock.pause(quietMs / measurements)
    const now = await measure()
    lowest = lowest ? lower(lowest, now) : now
  }
  if (!lowest) throw new Error('Nothing was measured')
  return { idleRequests: requests() - before, lowest }
}

function lower<K extends string>(
  left: Readonly<Record<K, number>>,
  right: Readonly<Record<K, number>>,
): Record<K, number> {
  const lowest: Record<K, number> = { ...left }
  for (const key in lowest) lowest[key] = Math.min(left[key], right[key])
  return lowest
}
