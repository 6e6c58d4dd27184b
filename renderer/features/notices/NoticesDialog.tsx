import { Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useEffect } from 'react'
import { ClusterLink } from '../../ui/ClusterLink.tsx'
import { formatAge, formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { NoticeMark } from '../../ui/NoticeMark.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { NoticeText } from '../../ui/notice.tsx'
import { type KeptNotice, keptNotices, useNoticeHistory } from '../../ui/notice-history.tsx'
import { toneOf } from '../../ui/notice-tone.ts'
import { ReportButton } from '../../ui/ReportButton.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './NoticesDialog.module.css'

/** Past notices, to read again: a notice disappears after a while. */
export function NoticesDialog() {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const { notices, see } = useNoticeHistory()
  const nowMs = useNow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes while the dialog is open is seen, too.
  useEffect(see, [notices])
  return (
    <Modal opened onClose={closeDialog} title={text('notices.title')} size="lg">
      <Stack gap="sm">
        {notices.length > 0 && (
          <ol className={styles.list} aria-label={text('notices.title')}>
            {notices.map((kept) => (
              <Item key={kept.id} {...kept} nowMs={nowMs} />
            ))}
          </ol>
        )}
        <Text size={notices.length === 0 ? 'sm' : 'xs'} c="dimmed">
          {notices.length === 0 ? text('notices.none') : text('notices.hint', { count: keptNotices })}
        </Text>
      </Stack>
    </Modal>
  )
}

/** What happened, when, and what can be done about it, each in its own column. */
function Item({ atMs, notice, nowMs }: KeptNotice & { readonly nowMs: number }) {
  const { text, language, problem: wordsOf } = useTexts()
  const time = new Date(atMs).toISOString()
  const tone = toneOf(notice)
  const title = 'problem' in notice ? wordsOf(notice.problem).title : undefined
  return (
    <li className={styles.item} data-tone={tone}>
      <span className={styles.mark}>
        <NoticeMark tone={tone} />
        {tone === 'failed' && <VisuallyHidden>{text('notices.failed')}</VisuallyHidden>}
      </span>
      <div className={styles.words}>
        {title !== undefined && (
          <Text size="sm" fw={600}>
            {title}
          </Text>
        )}
        <Text size="sm" component="div">
          <NoticeText notice={notice} />
        </Text>
        <Group gap={4} className={styles.actions}>
          {notice.cluster && <ClusterLink cluster={notice.cluster} size="compact-xs" />}
          {'problem' in notice && (
            <ReportButton problem={notice.problem} {...(title === undefined ? {} : { what: title })} />
          )}
        </Group>
      </div>
      <Text
        size="xs"
        c="dimmed"
        component="time"
        dateTime={time}
        title={formatDateTime(language, time)}
        className={styles.time}
      >
        {formatAge(language, time, nowMs)}
      </Text>
    </li>
  )
}
