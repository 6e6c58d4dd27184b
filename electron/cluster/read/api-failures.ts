import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { ApiStatusError } from '../../kubernetes/api-connection.ts'

/** No cluster, or none that will ever answer: there is nothing to wait for. */
export function isOver(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    (error.problem.code === 'cluster.not_found' || error.problem.code === 'cluster.incomplete')
  )
}

/** Why a cluster's API says nothing. */
export function unansweredProblem(cluster: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof ApiStatusError && (error.status === 401 || error.status === 403))
    return problem('api.refused', { cluster, status: error.status })
  const detail = error instanceof Error ? error.message : undefined
  return problem('api.unreachable', { cluster }, detail === undefined ? {} : { detail })
}
