import { setMaxListeners } from 'node:events'

/** Some 24 days. A timer that is to count further goes off at once. */
const longestTimerMs = 2 ** 31 - 1

/**
 * One for many to listen to: as many as a cluster has nodes. Who is done stops listening, and a test counts them, so Node's warning of
 * more than ten would only be wrong.
 */
export function sharedAbort(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

/**
 * Runs `work` in a scope of its own. The scope's signal follows `parent`, aborts with a `TimeoutError` once `timeoutMs` have passed,
 * and aborts in any case when the work is left: by its result, by an error, or by a race that somebody else won. Whatever was
 * started with that signal therefore ends with the scope.
 */
export async function within<T>(
  parent: AbortSignal,
  { timeoutMs }: { readonly timeoutMs?: number },
  work: (signal: AbortSignal, hasExpired: () => boolean) => Promise<T>,
): Promise<T> {
  parent.throwIfAborted()
  const scope = sharedAbort()
  let expired = false
  const follow = () => scope.abort(parent.reason)
  parent.addEventListener('abort', follow, { once: true })
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => {
            expired = true
            scope.abort(new DOMException('The deadline has passed', 'TimeoutError'))
          },
          Math.min(timeoutMs, longestTimerMs),
        )
  try {
    return await work(scope.signal, () => expired)
  } finally {
    clearTimeout(timer)
    parent.removeEventListener('abort', follow)
    scope.abort(new DOMException('The scope was left', 'AbortError'))
  }
}
