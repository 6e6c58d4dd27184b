import type { LogExplanationId } from '#shared/log-explanations.ts'
import type { ProblemCode } from '#shared/problems.ts'

/** One wording of one known kind of line. */
export interface KnownLine {
  readonly id: LogExplanationId
  /**
   * One of these is in every message that `match` fits: lower case, letters only, at least four, whole words. Only then is it
   * tried, so that a line that nobody knows costs next to nothing.
   */
  readonly words: readonly string[]
  /** On the message alone, without time, level and place in the source. Its named groups fill the texts. */
  readonly match: RegExp
  /** What fills the texts, where the groups do not say it as it should be read. */
  readonly params?: (match: RegExpExecArray) => Record<string, string>
  /** It also counts in the logs of pods, which otherwise speak of other things with the same words. */
  readonly inPods?: true
  /** The node that says it will not come up. */
  readonly problem?: NodeProblem
}

interface NodeProblem {
  readonly code: ProblemCode
  /** A node may get over it by itself (agents wait for their server): it only counts when time is up. */
  readonly isTransient?: true
  /** No problem below this level. */
  readonly only?: 'fatal'
}
