import { setTimeout as delay } from 'node:timers/promises'
import { problemOf } from '#shared/problem.ts'

/** Docker takes up to this long over something that it was told before it went away. */
export const lookAgainMs = 200

/** The engine itself does not answer; it says nothing about what was asked. */
export const isEngineGone = (error: unknown): boolean =>
  ['docker.lost', 'docker.not_running', 'docker.unreachable'].includes(problemOf(error).code)

/** Does work that can be done again from its beginning, as often as the engine goes away in its middle, until the signal aborts. */
export async function outlasting(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isEngineGone(error) || signal.aborted) throw error
      await delay(lookAgainMs, undefined, { signal })
    }
  }
}
