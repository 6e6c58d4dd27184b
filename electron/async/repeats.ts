import { soon } from './soon.ts'

/** Each value, and again after every `ms` in which no other came, for whoever waits for a value to have stood for a while. */
export async function* withRepeats<T>(values: AsyncIterable<T>, ms: number): AsyncGenerator<T, void, undefined> {
  const iterator = values[Symbol.asyncIterator]()
  let next = iterator.next()
  let last: { value: T } | undefined
  try {
    for (;;) {
      const result = last ? await soon(next, ms) : await next
      if (result !== 'late') {
        if (result.done) return
        last = { value: result.value }
        next = iterator.next()
        next.catch(() => undefined) // Awaited in the next round; until then a failure must not count as unhandled.
      }
      if (last) yield last.value
    }
  } finally {
    // Not awaited: it would wait for a value that may be long in coming. Whoever stops early aborts the source.
    iterator.return?.()?.catch(() => undefined)
  }
}
