/** A signal that follows `parent` and also aborts after `timeoutMs`. Dispose it, or the timer keeps running. */
export function deadline(
  parent: AbortSignal,
  timeoutMs: number,
): { signal: AbortSignal; hasExpired: () => boolean; dispose: () => void } {
  const controller = new AbortController()
  let expired = false
  const follow = () => controller.abort(parent.reason)
  const timer = setTimeout(() => {
    expired = true
    controller.abort(new DOMException('The deadline has passed', 'TimeoutError'))
  }, timeoutMs)
  if (parent.aborted) follow()
  else parent.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    hasExpired: () => expired,
    dispose: () => {
      clearTimeout(timer)
      parent.removeEventListener('abort', follow)
    },
  }
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
