import { ProblemError, problemOf } from '#shared/problem.ts'
import { redacted } from '#shared/redacted.ts'

/** Longer than any chain of causes that is not a circle. */
const mostCauses = 8

/**
 * Why something failed, for whoever reads a log: the Problem with its parameters and the original words in one line. Below it is what it
 * was made from, with the place in the program where nobody expected it. No secrets.
 */
export function failureLine(work: string, error: unknown): string {
  const { code, params, detail = '' } = problemOf(error)
  const words = detail.trim().replace(/\s*\n\s*/g, ' / ')
  const line = `${work} failed: ${code} ${JSON.stringify(params)} ${words}`.trimEnd()
  return redacted([line, ...causesOf(error).map((cause) => `  caused by ${cause}`)].join('\n'))
}

/** The errors behind a Problem, those that come from outside or were not expected. */
export function causesOf(error: unknown): string[] {
  const isUnexpected = problemOf(error).code === 'internal.unexpected'
  const causes: string[] = []
  let cause = error
  for (let depth = 0; cause instanceof Error && depth < mostCauses; depth += 1) {
    if (!(cause instanceof ProblemError)) causes.push(redacted((isUnexpected && cause.stack) || String(cause)))
    cause = cause.cause
  }
  return causes
}
