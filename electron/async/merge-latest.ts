import { delay } from './deadline.ts'

/**
 * The latest value of each of several streams, at most once per `intervalMs`, while any of them lasts. A stream that ends leaves
 * the picture; one that fails ends all.
 */
export async function* mergeLatest<T>(
  sources: readonly { key: string; values: AsyncIterable<T> }[],
  intervalMs: number,
  signal: AbortSignal,
): AsyncIterable<ReadonlyMap<string, T>> {
  const latest = new Map<string, T>()
  let live = sources.length
  let failure: { error: unknown } | undefined
  let isFresh = false
  for (const { key, values } of sources) {
    void (async () => {
      for await (const value of values) {
        latest.set(key, value)
        isFresh = true
      }
    })()
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        latest.delete(key)
        live -= 1
      })
  }
  // The first picture comes as soon as everybody can have said something.
  for (let pauseMs = Math.min(intervalMs, 1500); live > 0; pauseMs = intervalMs) {
    await delay(pauseMs, signal)
    if (failure) throw failure.error
    if (isFresh) yield new Map(latest)
    isFresh = false
  }
}
