import { useNotifications } from '@mantine/notifications'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { ProblemCode } from '#shared/problems.ts'
import { noticeIn } from './notice.tsx'
import { type Notice, toneOf } from './notice-tone.ts'

export const keptNotices = 50

export interface KeptNotice {
  readonly id: number
  readonly atMs: number
  readonly notice: Notice
}

interface NoticeHistory {
  /** Newest first. */
  readonly notices: readonly KeptNotice[]
  /** Failures that came since somebody looked. */
  readonly unseen: number
  /** All there are have been looked at. */
  see(): void
  /** The page shows this failure itself. */
  seeOnPage(cluster: ClusterRef, code: ProblemCode): void
}

const HistoryContext = createContext<NoticeHistory | undefined>(undefined)

/** Keeps what was announced: a notice closes by itself, and then nobody could read it again. */
export function NoticeHistoryProvider({ children }: { readonly children: ReactNode }) {
  const { notifications, queue } = useNotifications()
  const [notices, setNotices] = useState<readonly KeptNotice[]>([])
  const [seenId, setSeenId] = useState(0)
  const [onPage, setOnPage] = useState<ReadonlySet<Notice>>(new Set())
  const open = useRef<ReadonlySet<Notice>>(new Set())
  const lastId = useRef(0)
  useEffect(() => {
    const all = [...notifications, ...queue].flatMap(({ message }) => noticeIn(message) ?? [])
    const fresh = all.filter((notice) => !open.current.has(notice))
    open.current = new Set(all)
    const kept = fresh.map((notice): KeptNotice => {
      lastId.current += 1
      return { id: lastId.current, atMs: Date.now(), notice }
    })
    if (kept.length > 0) setNotices((before) => [...kept.reverse(), ...before].slice(0, keptNotices))
  }, [notifications, queue])
  const history = useMemo(
    () => ({
      notices,
      unseen: notices.filter(({ id, notice }) => id > seenId && isFailure(notice) && !onPage.has(notice)).length,
      see: () => setSeenId(notices[0]?.id ?? 0),
      seeOnPage: (cluster: ClusterRef, code: ProblemCode) => {
        const meant = notices.filter(
          ({ notice }) =>
            'problem' in notice &&
            notice.problem.code === code &&
            notice.cluster &&
            refKey(notice.cluster) === refKey(cluster),
        )
        setOnPage(new Set(meant.map(({ notice }) => notice)))
      },
    }),
    [notices, seenId, onPage],
  )
  return <HistoryContext value={history}>{children}</HistoryContext>
}

const isFailure = (notice: Notice): boolean => toneOf(notice) === 'failed'

export function useNoticeHistory(): NoticeHistory {
  const history = useContext(HistoryContext)
  if (!history) throw new Error('useNoticeHistory needs a NoticeHistoryProvider')
  return history
}
