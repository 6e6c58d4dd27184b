import { setTimeout as delay } from 'node:timers/promises'
import { Changes } from '../async/changes.ts'

/** Runs until aborted, and calls `changed` whenever it has something new. */
export type Feed = (changed: () => void, signal: AbortSignal) => Promise<void>

/** A feed that hands over each value of a stream. */
export function feedOf<T>(values: (signal: AbortSignal) => AsyncIterable<T>, take: (value: T) => void): Feed {
  return async (changed, signal) => {
    for await (const value of values(signal)) {
      take(value)
      changed()
    }
  }
}

/**
 * Joins several feeds: yields `picture()` when one of them has changed something, at most once per `intervalMs`, and nothing while it
 * is undefined because a feed has not spoken yet. What happens while the reader is busy becomes one picture. All feeds are stopped
 * and have come to rest when the iteration is over; the first failure of one ends it with that error.
 */
export async function* livePicture<T>({
  feeds,
  picture,
  intervalMs = 0,
  signal,
}: {
  feeds: readonly Feed[]
  picture: () => T | undefined
  /** Asked after each picture, where it depends on what has been told. */
  intervalMs?: number | (() => number)
  signal: AbortSignal
}): AsyncGenerator<T, void, undefined> {
  if (signal.aborted) return
  const stop = new AbortController()
  const changes = new Changes()
  let failure: { error: unknown } | undefined
  const abort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const running = feeds.map((feed) =>
    feed(() => changes.notify(), stop.signal).catch((error: unknown) => {
      failure ??= { error }
      changes.notify()
    }),
  )
  let seen = 0
  try {
    while (!signal.aborted) {
      if (failure) throw failure.error
      if (changes.version === seen) {
        await changes.after(seen, signal).catch(() => undefined)
        continue
      }
      seen = changes.version
      const now = picture()
      if (now === undefined) continue
      yield now
      const pauseMs = typeof intervalMs === 'number' ? intervalMs : intervalMs()
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    signal.removeEventListener('abort', abort)
    stop.abort(new DOMException('No longer watched', 'AbortError'))
    await Promise.all(running)
  }
}
