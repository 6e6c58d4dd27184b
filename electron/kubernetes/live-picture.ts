import { delay } from '../async/deadline.ts'

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
  intervalMs?: number
  signal: AbortSignal
}): AsyncGenerator<T, void, undefined> {
  const stop = new AbortController()
  let isFresh = false
  let failure: { error: unknown } | undefined
  let wake: () => void = () => undefined
  const abort = () => {
    stop.abort(signal.reason)
    wake()
  }
  if (signal.aborted) return
  signal.addEventListener('abort', abort, { once: true })
  const changed = () => {
    isFresh = true
    wake()
  }
  const running = feeds.map((feed) =>
    feed(changed, stop.signal).catch((error: unknown) => {
      failure ??= { error }
      wake()
    }),
  )
  try {
    while (!signal.aborted) {
      if (failure) throw failure.error
      if (!isFresh) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      isFresh = false
      const now = picture()
      if (now === undefined) continue
      yield now
      if (intervalMs > 0) await delay(intervalMs, signal).catch(() => undefined)
    }
  } finally {
    signal.removeEventListener('abort', abort)
    stop.abort()
    await Promise.all(running)
  }
}
