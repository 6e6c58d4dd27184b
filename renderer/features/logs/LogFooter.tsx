import { Text } from '@mantine/core'
import type { LogSession } from '../../api/log-session.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { useLogState } from './use-log-state.ts'

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
  return (
    // The sign alone is announced: the counts change several times a second.
    <Text size="xs" c="dimmed">
      <Text span inherit fw={600} c="var(--mantine-color-text)" role="status">
        {isFollowing ? '● ' : '⏸ '}
        {text(isFollowing ? 'logs.live' : 'logs.paused')}
      </Text>
      {' · '}
      {plural('logs.lines', counts?.lines ?? 0)}
      {counts && ` · ${text('logs.kept', { kept: counts.kept, most: counts.most })}`}
      {counts !== undefined && counts.dropped > 0 && ` · ${plural('logs.dropped', counts.dropped)}`}
    </Text>
  )
}
