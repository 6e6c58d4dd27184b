import { Group, Text } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerStopFilled, IconPointFilled } from '@tabler/icons-react'
import type { LogViewState } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { useLogState } from './use-log-state.ts'

const flows = {
  live: { Icon: IconPointFilled, text: 'logs.live' },
  paused: { Icon: IconPlayerPauseFilled, text: 'logs.paused' },
  ended: { Icon: IconPlayerStopFilled, text: 'logs.ended' },
} as const

/** How much there is, how much of the memory it takes, what had to make room, and whether new lines come into sight. */
export function LogFooter({ session, isFollowing }: { readonly session: LogSession; readonly isFollowing: boolean }) {
  const { text, plural, language } = useTexts()
  const counts = useLogState(
    session,
    (state) =>
      state && {
        lines: state.lines,
        kept: formatBytes(language, state.keptBytes),
        most: formatBytes(language, state.capacityBytes),
        dropped: state.droppedLines,
      },
  )
  const hasEnded = useLogState(session, hasEndedOf)
  const { Icon, text: flow } = flows[hasEnded ? 'ended' : isFollowing ? 'live' : 'paused']
  return (
    // The sign alone is announced: the counts change several times a second.
    <Group gap={4} wrap="nowrap">
      <Icon size={12} aria-hidden />
      <Text size="xs" c="dimmed">
        <Text span inherit fw={600} c="var(--mantine-color-text)" role="status">
          {text(flow)}
        </Text>
        {' · '}
        {plural('logs.lines', counts?.lines ?? 0)}
        {counts && ` · ${text('logs.kept', { kept: counts.kept, most: counts.most })}`}
        {counts !== undefined && counts.dropped > 0 && ` · ${plural('logs.dropped', counts.dropped)}`}
      </Text>
    </Group>
  )
}

/** No line will come any more, whatever one looks at. */
const hasEndedOf = (state: LogViewState | undefined) =>
  state !== undefined &&
  state.sources.length > 0 &&
  state.sources.every((source) => source.state === 'ended' || source.state === 'failed')
