import { ProblemError } from '#shared/problem.ts'

const attempts = 12
const pauseMs = 250

/**
 * Removing fails for a moment when somebody else just reads a file of a container: Docker mounts its file system and its volumes for
 * that. Starting does when Docker, just back itself, is starting the container by its restart policy. Tries again for up to three seconds.
 */
export function retryWhileBusy(work: () => Promise<void>): Promise<void> {
  return retryWhile(isBusy, work)
}

/** Tries again for up to three seconds, as long as a failure is one that passes. */
export async function retryWhile<T>(
  passes: (error: unknown) => boolean | Promise<boolean>,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !(await passes(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

function isBusy(error: unknown): boolean {
  const words = error instanceof ProblemError ? (error.problem.detail ?? '') : ''
  return /device or resource busy|failed to remove root filesystem|volume is in use|(?:task|container) \S+ already exists|already exists: unknown/i.test(
    words,
  )
}
