import { setTimeout as delay } from 'node:timers/promises'
import { isEngineAway } from '../../docker/connection-problems.ts'

/** Docker takes up to this long over something that it was told before it went away. */
export const lookAgainMs = 200

/** Does work that can be done again from its beginning, as often as the engine goes away in its middle, until the signal aborts. */
export async function outlasting(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isEngineAway(error) || signal.aborted) throw error
      await delay(lookAgainMs, undefined, { signal })
    }
  }
}
