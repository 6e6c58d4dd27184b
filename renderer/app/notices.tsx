import { notifications } from '@mantine/notifications'
import { IconAlertOctagon, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import { type OngoingOperation, useOperations } from '../api/queries.ts'
import { useTexts } from '../ui/language.tsx'
import { showNotice } from '../ui/notice.tsx'

const problemStaysMs = 10_000

/** Announces a Problem; a second notice about the same cluster does not pile up on the first. */
export function showProblemNotice(problem: Problem, cluster: ClusterRef | undefined) {
  const isCancelled = problem.code === 'cluster.cancelled'
  notifications.show({
    ...(cluster === undefined ? {} : { id: `problem ${refKey(cluster)} ${problem.code}` }),
    color: isCancelled ? 'gray' : 'red',
    icon: isCancelled ? <IconX size={16} aria-hidden /> : <IconAlertOctagon size={16} aria-hidden />,
    autoClose: problemStaysMs,
    title: <ProblemPart problem={problem} part="title" />,
    message: <ProblemPart problem={problem} part="cause" />,
  })
}

/** Tells when an operation has ended, on whatever screen the user is. */
export function useOperationNotices() {
  const ongoing = useOperations()?.ongoing
  const before = useRef<readonly OngoingOperation[]>([])
  useEffect(() => {
    if (!ongoing) return
    for (const { cluster, operation, isRunning } of before.current) {
      if (!isRunning) continue
      const now = ongoing.find((other) => refKey(other.cluster) === refKey(cluster))
      if (!now) showNotice(`notice.${operation}`, { cluster: cluster.name })
      else if (!now.isRunning && now.problem) showProblemNotice(now.problem, cluster)
    }
    before.current = ongoing
  }, [ongoing])
}

function ProblemPart({ problem, part }: { readonly problem: Problem; readonly part: 'title' | 'cause' }) {
  return useTexts().problem(problem)[part]
}
