import { sharedAbort, within } from './scope.ts'

/**
 * Runs all at once. When one fails the others are told to stop, and the failure is thrown only when all have come to rest, so that
 * nothing is still being made while the caller cleans up.
 */
export async function together<T>(
  parent: AbortSignal,
  work: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<T[]> {
  const failing = sharedAbort()
  return within(parent, {}, async (scope) => {
    scope.addEventListener('abort', () => failing.abort(scope.reason), { once: true })
    let failure: { readonly error: unknown } | undefined
    const results = await Promise.allSettled(
      work.map(async (run) => {
        try {
          return await run(failing.signal)
        } catch (error) {
          failure ??= { error }
          failing.abort(error)
          throw error
        }
      }),
    )
    if (failure) throw failure.error
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  })
}
