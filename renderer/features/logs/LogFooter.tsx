import { Text } from '@mantine/core'
import type { LogSession } from '../../api/log-session.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { useLogState } from './use-log-state.ts'

/** How much there is, how much of the memory it takes, and what had to make room. */
export function LogFooter({ session }: { readonly session: LogSession }) {
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
    <Text size="xs" c="dimmed" role="status">
      {plural('logs.lines', counts?.lines ?? 0)}
      {counts && ` · ${text('logs.kept', { kept: counts.kept, most: counts.most })}`}
      {counts !== undefined && counts.dropped > 0 && ` · ${plural('logs.dropped', counts.dropped)}`}
    </Text>
  )
}
