import { ProblemError } from '#shared/problem.ts'

/** How long each stage may take, in milliseconds. They are generous: a slow disk is no failure. */
export interface Patience {
  readonly apiMs: number
  readonly nodesMs: number
  readonly dnsMs: number
  /** For all of them together. */
  readonly totalMs: number
}

export const defaultPatience: Patience = { apiMs: 240_000, nodesMs: 180_000, dnsMs: 90_000, totalMs: 390_000 }

/** One limit for everything that Ready depends on, as `--timeout` gives it. */
export function patienceOf(timeoutMs: number | undefined): Patience {
  if (timeoutMs === undefined) return defaultPatience
  return { apiMs: timeoutMs, nodesMs: timeoutMs, dnsMs: defaultPatience.dnsMs, totalMs: timeoutMs }
}

/** Thrown when a stage took longer than somebody would wait: the cluster may still become Ready. Any other failure is a verdict. */
export class OutOfPatienceError extends ProblemError {}

/**
 * What a cluster is whose containers run, after somebody asked whether it is Ready and got this failure, or none. A cluster that has
 * just been started is starting, however little patience the one who asked had. Both times are the engine's, in milliseconds since
 * the epoch; `startedMs` is that of the node that was started last.
 */
export function readinessState({
  failure,
  startedMs,
  nowMs,
}: {
  failure: unknown
  startedMs: number | undefined
  nowMs: number
}): 'ready' | 'starting' | 'degraded' {
  if (failure === undefined) return 'ready'
  const isNew = startedMs !== undefined && nowMs - startedMs < defaultPatience.totalMs
  return isNew && failure instanceof OutOfPatienceError ? 'starting' : 'degraded'
}
