import { notifications } from '@mantine/notifications'
import { IconAlertOctagon, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import type { Problem } from '#shared/problem.ts'
import { type ClusterEntry, type OngoingOperation, useOperations } from '../api/queries.ts'
import { isCancelled } from '../ui/failures.ts'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { announce, showNotice } from '../ui/notice.tsx'
import { useNoticeHistory } from '../ui/notice-history.tsx'

/** What was cancelled was the user's own wish. Any other failure stays until it has been seen. */
const cancelStaysMs = 10_000

/** Announces a Problem; a second notice about the same cluster does not pile up on the first. */
export function showProblemNotice(problem: Problem, cluster: ClusterRef | undefined) {
  const wasCancelled = isCancelled(problem)
  announce(
    { problem, cluster },
    {
      ...(cluster === undefined ? {} : { id: noticeId(problem, cluster) }),
      color: wasCancelled ? 'gray' : 'red',
      icon: wasCancelled ? <IconX size={16} aria-hidden /> : <IconAlertOctagon size={16} aria-hidden />,
      autoClose: wasCancelled && cancelStaysMs,
      title: <ProblemTitle problem={problem} />,
    },
  )
}

const noticeId = (problem: Problem, cluster: ClusterRef) => `problem ${refKey(cluster)} ${problem.code}`

/** Tells when an operation has ended, on whatever screen the user is; a failure only where the page does not show it anyhow. */
export function useOperationNotices(selected: ClusterEntry | undefined) {
  const { place } = useNavigation()
  const isSelected = useEffectEvent(
    (cluster: ClusterRef) => selected !== undefined && refKey(selected.ref) === refKey(cluster),
  )
  const isOnPage = useEffectEvent(
    (cluster: ClusterRef) => isSelected(cluster) && (selected?.cluster === undefined || place().tab === 'overview'),
  )
  const { seeOnPage } = useNoticeHistory()
  const withdraw = useEffectEvent((cluster: ClusterRef, failure: Problem) => {
    notifications.hide(noticeId(failure, cluster))
    seeOnPage(cluster, failure.code)
  })
  const ongoing = useOperations()?.ongoing
  const before = useRef<readonly OngoingOperation[]>([])
  useEffect(() => {
    if (!ongoing) return
    for (const { cluster, operation, isRunning } of before.current) {
      if (!isRunning) continue
      const now = ongoing.find((other) => refKey(other.cluster) === refKey(cluster))
      if (!now) {
        // The page of a cluster that was made says it itself, with what comes next.
        if (operation !== 'create' || !isSelected(cluster))
          showNotice(`notice.${operation}`, { cluster: shownName(cluster) }, cluster)
      } else if (!now.isRunning && now.problem) {
        if (isOnPage(cluster)) withdraw(cluster, now.problem)
        else showProblemNotice(now.problem, cluster)
      }
    }
    before.current = ongoing
  }, [ongoing])
}

function ProblemTitle({ problem }: { readonly problem: Problem }) {
  return useTexts().problem(problem).title
}
