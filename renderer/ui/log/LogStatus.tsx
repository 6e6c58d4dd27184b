import { Button, Group, Text } from '@mantine/core'
import { IconArrowDown, IconPlayerPauseFilled, IconPlayerStopFilled, IconPointFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatBytes } from '../format.ts'
import { useTexts } from '../language.tsx'
import styles from './log-list.module.css'
import type { FeedState, RowFeed } from './row-feed.ts'
import { useLogState } from './use-log-state.ts'

const flows = {
  live: { Icon: IconPointFilled, text: 'logs.live' },
  paused: { Icon: IconPlayerPauseFilled, text: 'logs.paused' },
  ended: { Icon: IconPlayerStopFilled, text: 'logs.ended' },
} as const

interface Props {
  readonly session: RowFeed
  readonly isFollowing: boolean
  /** How many rows have come since the list was paused. */
  readonly newRows: number
  readonly onFollow: () => void
  /** What can be done with the chosen lines; it stands in place of the counts. */
  readonly children?: ReactNode
}

/** At the end of the list, right below the newest line: whether new lines come into sight, the way back to them, how much is kept. */
export function LogStatus({ session, isFollowing, newRows, onFollow, children }: Props) {
  const { text, plural } = useTexts()
  const hasEnded = useLogState(session, hasEndedOf)
  const flow = hasEnded ? 'ended' : isFollowing ? 'live' : 'paused'
  const { Icon, text: sign } = flows[flow]
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between" className={styles.status}>
      <Group gap={6} wrap="nowrap" className={styles.flow} data-flow={flow}>
        <Icon size={12} aria-hidden />
        {/* The sign alone is announced: the counts change several times a second. */}
        <Text span size="xs" fw={600} role="status">
          {text(sign)}
        </Text>
        {!isFollowing && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconArrowDown size={13} aria-hidden />}
            onClick={onFollow}
          >
            {newRows > 0 ? plural('logs.newLines', newRows) : text('logs.follow')}
          </Button>
        )}
      </Group>
      {children || <Counts session={session} />}
    </Group>
  )
}

function Counts({ session }: { readonly session: RowFeed }) {
  const { text, plural, language } = useTexts()
  const { lines, kept, most, dropped } = useLogState(session, (state) => ({
    lines: state?.lines ?? 0,
    kept: state?.keptBytes === undefined ? undefined : formatBytes(language, state.keptBytes),
    most: state?.capacityBytes === undefined ? undefined : formatBytes(language, state.capacityBytes),
    dropped: state?.droppedLines ?? 0,
  }))
  return (
    <Text size="xs" c="dimmed" truncate>
      {plural('logs.lines', lines)}
      {kept !== undefined && most !== undefined && ` · ${text('logs.kept', { kept, most })}`}
      {dropped > 0 && ` · ${plural('logs.dropped', dropped)}`}
    </Text>
  )
}

/** No line will come any more, whatever one looks at. */
const hasEndedOf = (state: FeedState | undefined) =>
  state !== undefined &&
  state.sources.length > 0 &&
  state.sources.every((source) => source.state === 'ended' || source.state === 'failed')
