import type { LogExplanationId } from '#shared/log-explanations.ts'
import type { ProblemCode, ProblemParams } from '#shared/problems.ts'

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
  readonly code: NodeProblemCode
  /** Default: `whenItDies`. */
  readonly counts?: Counts
  /** No problem below this level. */
  readonly only?: 'fatal'
  /**
   * Only in the lines of k3s and its etcd, or only in what is printed before k3s is there, which has no frame. Default: in any line. The kubelet
   * quotes what pods say, and Kubernetes' parts speak of single files and programs with the same words.
   */
  readonly from?: 'k3s' | 'start'
}

/**
 * What it takes for the line to end a start. `whenItDies`: the process ends, too; k3s says such a thing and stops. `whenRepeated`: k3s says it
 * again and again and lives (or dies, then that counts). `atOnce`: k3s says of the configuration it was given that it
 * goes on without a part of it, which nothing takes back. `whenTimeIsUp`: a node may get over it by itself (agents wait for
 * their server).
 */
export type Counts = 'whenItDies' | 'whenRepeated' | 'atOnce' | 'whenTimeIsUp'

/** Problems whose texts need no more than a line and its node can tell. */
type NodeProblemCode = {
  [Code in ProblemCode]: keyof ProblemParams<Code> extends 'node' | 'image' | 'flag' ? Code : never
}[ProblemCode]
