import { notifications } from '@mantine/notifications'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import type { Problem } from '#shared/problem.ts'
import { type ClusterEntry, type OngoingOperation, useOperations } from '../api/queries.ts'
import { useNavigation } from '../ui/navigation.tsx'
import { showNotice } from '../ui/notice.tsx'
import { useNoticeHistory } from '../ui/notice-history.tsx'
import { problemNoticeId, showProblemNotice } from '../ui/problem-notice.tsx'

/** Tells when an operation has ended, on whatever screen the user is; a failure only where the page does not show it anyhow. */
export function useOperationNotices(selected: ClusterEntry | undefined) {
  const { place } = useNavigation()
  const isSelected = useEffectEvent(
    (cluster: ClusterRef) => selected !== undefined && refKey(selected.ref) === refKey(cluster),
  )
  const isOnItsTab = (operation: OngoingOperation['operation']) => operation === 'load' && place().tab === 'images'
  const isOnPage = useEffectEvent(
    ({ cluster, operation }: OngoingOperation) =>
      isSelected(cluster) && (selected?.cluster === undefined || place().tab === 'overview' || isOnItsTab(operation)),
  )
  /** By the page of the cluster, with what comes next, or, of a bundle, with its file. */
  const isToldElsewhere = useEffectEvent(
    ({ cluster, operation }: OngoingOperation) =>
      operation === 'bundle' || (isSelected(cluster) && (operation === 'create' || isOnItsTab(operation))),
  )
  const { seeOnPage } = useNoticeHistory()
  const withdraw = useEffectEvent((cluster: ClusterRef, failure: Problem) => {
    notifications.hide(problemNoticeId(failure, cluster))
    seeOnPage(cluster, failure.code)
  })
  const ongoing = useOperations()?.ongoing
  const before = useRef<readonly OngoingOperation[]>([])
  useEffect(() => {
    if (!ongoing) return
    for (const ended of before.current) {
      const { cluster, operation, isRunning } = ended
      if (!isRunning) continue
      const now = ongoing.find((other) => refKey(other.cluster) === refKey(cluster))
      if (!now) {
        if (!isToldElsewhere(ended)) showNotice(`notice.${operation}`, { cluster: shownName(cluster) }, cluster)
      } else if (!now.isRunning && now.problem) {
        if (isOnPage(now)) withdraw(cluster, now.problem)
        else showProblemNotice(now.problem, cluster)
      }
    }
    before.current = ongoing
  }, [ongoing])
}
