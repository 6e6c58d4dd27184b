import { type Problem, ProblemError } from '#shared/problem.ts'

/** The Problem that a piece of work ends with. */
export async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('Expected a Problem, but it succeeded')
}
