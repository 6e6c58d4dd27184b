import { ProblemError, problem } from '#shared/problem.ts'

/** How long what only asks and writes may take at the end of a change, milliseconds. */
const closingMs = 60_000

/** The end of a change that nobody can cancel. Fails with `docker.slow` after a minute. */
export async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(closingMs)
  try {
    return await work(signal)
  } catch (error) {
    if (!signal.aborted) throw error
    throw new ProblemError(problem('docker.slow', { seconds: closingMs / 1000 }), { cause: error })
  }
}
