import { IconAlertOctagon, IconX } from '@tabler/icons-react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import { isCancelled } from './failures.ts'
import { useTexts } from './language.tsx'
import { announce } from './notice.tsx'

/** A cancellation by the user closes by itself; any other failure stays until it has been seen. */
const cancelStaysMs = 10_000

/** Announces a Problem; a second notice about the same cluster does not pile up on the first. */
export function showProblemNotice(problem: Problem, cluster: ClusterRef | undefined) {
  const wasCancelled = isCancelled(problem)
  announce(
    { problem, cluster },
    {
      ...(cluster === undefined ? {} : { id: problemNoticeId(problem, cluster) }),
      color: wasCancelled ? 'gray' : 'red',
      icon: wasCancelled ? <IconX size={16} aria-hidden /> : <IconAlertOctagon size={16} aria-hidden />,
      autoClose: wasCancelled && cancelStaysMs,
      title: <ProblemTitle problem={problem} />,
    },
  )
}

export const problemNoticeId = (problem: Problem, cluster: ClusterRef) => `problem ${refKey(cluster)} ${problem.code}`

function ProblemTitle({ problem }: { readonly problem: Problem }) {
  return useTexts().problem(problem).title
}
