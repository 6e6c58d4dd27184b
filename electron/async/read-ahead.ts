import { Changes } from './changes.ts'

/**
 * Begins to read at once, and reads until the values end. Each reader gets the newest value without waiting, then every new one, and then
 * the end or the error. A reader's signal ends only its own reading.
 */
export function readAhead<T>(values: AsyncIterable<T>): (signal: AbortSignal) => AsyncIterable<T> {
  const changes = new Changes()
  let newest: { readonly value: T } | undefined
  let end: { readonly error?: unknown } | undefined
  const read = async () => {
    for await (const value of values) {
      newest = { value }
      changes.notify()
    }
  }
  read()
    .then(
      () => {
        end = {}
      },
      (error: unknown) => {
        end = { error }
      },
    )
    .finally(() => changes.notify())
  return async function* (signal) {
    let seen: typeof newest
    for (;;) {
      const { version } = changes
      if (newest && newest !== seen) {
        seen = newest
        yield newest.value
      } else if (end) {
        if ('error' in end) throw end.error
        return
      } else await changes.after(version, signal)
    }
  }
}
