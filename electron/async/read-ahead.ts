import { Changes } from './changes.ts'

/**
 * Begins to read at once; whoever made the values ends that. A reader then has the newest one without waiting, after that each new one,
 * and how it ended. Its own signal ends its reading alone.
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
