import { ActionIcon, Button, Group, ScrollArea, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Matters } from '#shared/log-explanations.ts'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import { useFindings } from './use-findings.ts'
import type { OpenLog } from './use-open-log.ts'

const weight: Record<Matters, number> = { act: 0, wait: 1, harmless: 2 }
const refreshMs = 2000

interface Props {
  readonly view: OpenLog
  readonly clock: LogClock
  readonly onShow: (line: number) => void
  readonly onClose: () => void
}

/** The distinct known lines of the log, what matters first: how often, since when, until when. */
export function FindingsPanel({ view: { session }, clock, onShow, onClose }: Props) {
  const { text, plural } = useTexts()
  const known = useFindings(session, refreshMs)
  const findings = (known ?? []).toSorted((a, b) => weight[a.matters] - weight[b.matters] || b.lastTime - a.lastTime)
  return (
    <aside className={styles.pane} aria-label={text('logs.findings')}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          {text('logs.findings')}
        </Text>
        <ActionIcon variant="subtle" color="gray" aria-label={text('action.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <ScrollArea type="auto" className={styles.paneBody}>
        <Stack gap="xs">
          {findings.length === 0 && (
            <Text size="sm" c="dimmed">
              {text(known ? 'logs.findings.none' : 'logs.findings.looking')}
            </Text>
          )}
          {findings.map(({ explanation, params, matters, count, firstTime, lastTime, lastLine }) => (
            <Stack key={explanation} gap={4}>
              <ExplanationText id={explanation} params={params} matters={matters} />
              <Group justify="space-between" gap="xs">
                <Text size="xs" c="dimmed">
                  {clock(firstTime) === clock(lastTime)
                    ? plural('logs.findings.at', count, { at: clock(firstTime) })
                    : plural('logs.findings.count', count, { first: clock(firstTime), last: clock(lastTime) })}
                </Text>
                <Button size="compact-xs" variant="subtle" onClick={() => onShow(lastLine)}>
                  {text('logs.findings.show')}
                </Button>
              </Group>
            </Stack>
          ))}
        </Stack>
      </ScrollArea>
    </aside>
  )
}
