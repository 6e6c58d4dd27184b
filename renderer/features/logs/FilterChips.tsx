import { Button, Group, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from '../../ui/log/log-clock.ts'
import type { LogSettings } from './log-settings.ts'
import styles from './logs.module.css'
import type { TimeRange } from './use-open-log.ts'

interface Props {
  readonly settings: LogSettings
  readonly range: TimeRange
  readonly clock: LogClock
  readonly onChange: (change: Partial<LogSettings>) => void
  readonly onRange: (range: TimeRange) => void
  readonly onClear: () => void
  /** The last one is gone, and with it what had the focus. */
  readonly onLeft: () => void
}

/** What keeps lines from being shown, each with a way to remove it. Nothing where all are shown. */
export function FilterChips({ settings, range, clock, onChange, onRange, onClear, onLeft }: Props) {
  const { text } = useTexts()
  const { level, search, isOnlyMatching, hidden } = settings
  const chips: { key: string; label: string; remove: () => void }[] = []
  if (level !== undefined && level in levelTexts)
    chips.push({
      key: 'level',
      label: text(levelTexts[level as keyof typeof levelTexts]), // checked on the line above
      remove: () => onChange({ level: undefined }),
    })
  if (isOnlyMatching && search.pattern !== '')
    chips.push({
      key: 'only',
      label: text('logs.filter.only', { pattern: search.pattern }),
      remove: () => onChange({ isOnlyMatching: false }),
    })
  for (const name of hidden)
    chips.push({
      key: `hidden ${name}`,
      label: text('logs.filter.hidden', { source: name === 'events' ? text('logs.source.events') : name }),
      remove: () => onChange({ hidden: hidden.filter((other) => other !== name) }),
    })
  const span = useSpan(range, clock)
  if (span !== undefined) chips.push({ key: 'range', label: span, remove: () => onRange({}) })
  if (chips.length === 0) return null

  const removing = (remove: () => void) => (event: MouseEvent<HTMLButtonElement>) => {
    const next = event.currentTarget.nextElementSibling
    remove()
    if (chips.length > 1 && next instanceof HTMLElement) next.focus()
    else onLeft()
  }
  return (
    <Group gap={6} role="group" aria-label={text('logs.filters')} className={styles.filters}>
      {chips.map(({ key, label, remove }) => (
        <UnstyledButton
          key={key}
          className={styles.filter}
          aria-label={text('logs.filter.remove', { filter: label })}
          onClick={removing(remove)}
        >
          <span className={styles.filterText}>{label}</span>
          <IconX size={12} aria-hidden />
        </UnstyledButton>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        c="var(--mantine-color-text)"
        onClick={() => {
          onClear()
          onLeft()
        }}
      >
        {text('logs.filter.clearAll')}
      </Button>
    </Group>
  )
}

const levelTexts = {
  info: 'logs.level.info',
  warn: 'logs.level.warn',
  error: 'logs.level.error',
  fatal: 'logs.level.fatal',
} as const

/** A stretch of time in words; undefined where all of it is shown. */
function useSpan({ from, until }: TimeRange, clock: LogClock): string | undefined {
  const { text } = useTexts()
  if (from !== undefined && until !== undefined)
    return text('logs.range.clear', { from: clock(from), until: clock(until) })
  if (from !== undefined) return text('logs.filter.from', { at: clock(from) })
  return until === undefined ? undefined : text('logs.filter.until', { at: clock(until) })
}
