import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import { isCancelled } from './failures.ts'
import { useTexts } from './language.tsx'
import { announce } from './notice.tsx'

/** A cancellation by the user closes by itself; any other failure stays until it has been seen. */
const cancelStaysMs = 10_000

/** Announces a Problem; a second notice about the same cluster does not pile up on the first. */
export function showProblemNotice(problem: Problem, cluster: ClusterRef | undefined) {
  announce(
    { problem, cluster },
    {
      ...(cluster === undefined ? {} : { id: problemNoticeId(problem, cluster) }),
      autoClose: isCancelled(problem) && cancelStaysMs,
      title: <ProblemTitle problem={problem} />,
    },
  )
}

export const problemNoticeId = (problem: Problem, cluster: ClusterRef) => `problem ${refKey(cluster)} ${problem.code}`

function ProblemTitle({ problem }: { readonly problem: Problem }) {
  return useTexts().problem(problem).title
}
