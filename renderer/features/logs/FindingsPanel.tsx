import { ActionIcon, Group, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from '../../ui/log/log-clock.ts'
import { FindingCard } from './FindingCard.tsx'
import styles from './logs.module.css'
import { useFindings, type WeighedFinding } from './use-findings.ts'
import type { OpenLog } from './use-open-log.ts'

const refreshMs = 2000

interface Props {
  readonly view: OpenLog
  readonly clock: LogClock
  readonly onShow: (line: number) => void
  readonly onClose: () => void
}

/** The distinct known lines of the log: what needs somebody first, and folded what no longer does, or never did. */
export function FindingsPanel({ view: { session }, clock, onShow, onClose }: Props) {
  const { text, plural } = useTexts()
  const known = useFindings(session, refreshMs)
  const cards = (findings: readonly WeighedFinding[]) =>
    findings.map((finding) => (
      <FindingCard key={finding.explanation} finding={finding} clock={clock} onShow={() => onShow(finding.lastLine)} />
    ))
  return (
    <aside className={styles.pane} aria-label={text('logs.findings')}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          {text('logs.findings')}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          aria-label={text('action.close')}
          onClick={onClose}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <ScrollArea type="auto" offsetScrollbars="present" className={styles.paneBody}>
        <Stack gap="xs">
          {cards(known?.open ?? [])}
          {!known?.open.length && (
            <Text size="sm" c="dimmed">
              {text(emptyText(known))}
            </Text>
          )}
          {known && known.resolved.length > 0 && (
            <Fold label={plural('logs.findings.resolved', known.resolved.length)}>{cards(known.resolved)}</Fold>
          )}
          {known && known.harmless.length > 0 && (
            <Fold label={plural('logs.findings.harmless', known.harmless.length)}>{cards(known.harmless)}</Fold>
          )}
        </Stack>
      </ScrollArea>
    </aside>
  )
}

function emptyText(known: ReturnType<typeof useFindings>) {
  if (!known) return 'logs.findings.looking'
  return known.resolved.length + known.harmless.length > 0 ? 'logs.findings.nothing' : 'logs.findings.none'
}

function Fold({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <>
      <UnstyledButton className={styles.fold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon size={14} aria-hidden />
        {label}
      </UnstyledButton>
      {isOpen && children}
    </>
  )
}
