import { Button, Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconAlertOctagon, IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import { useClusterEntries } from '../../api/queries.ts'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { type Notice, NoticeText } from '../../ui/notice.tsx'
import { isFailure, type KeptNotice, keptNotices, useNoticeHistory } from '../../ui/notice-history.tsx'
import { ReportButton } from '../../ui/ReportButton.tsx'
import styles from './NoticesDialog.module.css'

/** Past notices, to read again: a notice disappears after a while. */
export function NoticesDialog() {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const { notices, see } = useNoticeHistory()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes while the dialog is open is seen, too.
  useEffect(see, [notices])
  return (
    <Modal opened onClose={closeDialog} title={text('notices.title')} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {notices.length === 0 ? text('notices.none') : text('notices.hint', { count: keptNotices })}
        </Text>
        {notices.length > 0 && (
          <ol className={styles.list} aria-label={text('notices.title')}>
            {notices.map((kept) => (
              <Item key={kept.id} {...kept} />
            ))}
          </ol>
        )}
      </Stack>
    </Modal>
  )
}

function Item({ atMs, notice }: KeptNotice) {
  const { language, problem: wordsOf } = useTexts()
  const time = new Date(atMs).toISOString()
  const title = 'problem' in notice ? wordsOf(notice.problem).title : undefined
  return (
    <li className={styles.item} data-failed={isFailure(notice) || undefined}>
      <Mark notice={notice} />
      <div className={styles.words}>
        {title !== undefined && (
          <Text size="sm" fw={600}>
            {title}
          </Text>
        )}
        <Text size="sm">
          <NoticeText notice={notice} />
        </Text>
        <Text size="xs" c="dimmed" component="time" dateTime={time}>
          {formatDateTime(language, time)}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap" className={styles.actions}>
        {'problem' in notice && (
          <ReportButton problem={notice.problem} {...(title === undefined ? {} : { what: title })} />
        )}
        {notice.cluster && <ClusterLink cluster={notice.cluster} />}
      </Group>
    </li>
  )
}

function Mark({ notice }: { readonly notice: Notice }) {
  const { text } = useTexts()
  if (isFailure(notice))
    return (
      <span className={styles.mark}>
        <IconAlertOctagon size={17} aria-hidden />
        <VisuallyHidden>{text('notices.failed')}</VisuallyHidden>
      </span>
    )
  const Icon = 'problem' in notice ? IconX : notice.said.length > 1 ? IconInfoCircle : IconCheck
  return (
    <span className={styles.mark}>
      <Icon size={17} aria-hidden />
    </span>
  )
}

/** To the cluster, while there is one. */
function ClusterLink({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const isThere = useClusterEntries()?.some(({ ref }) => refKey(ref) === refKey(cluster))
  if (!isThere) return null
  return (
    <Button size="xs" variant="default" onClick={() => go({ cluster, dialog: undefined })}>
      {text('command.show', { cluster: shownName(cluster) })}
    </Button>
  )
}
