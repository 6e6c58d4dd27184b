import { Stack, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconInfoCircle } from '@tabler/icons-react'
import { memo } from 'react'
import type { WorkloadEvent } from '#shared/workloads.ts'
import { formatDateTime, formatShortAge } from '../../ui/format.ts'
import grid from '../../ui/grid/grid.module.css'
import { useTexts } from '../../ui/language.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './workloads.module.css'

interface Props {
  /** Undefined: not known yet. */
  readonly events: readonly WorkloadEvent[] | undefined
  readonly left: number
  /** Says what each is about. */
  readonly hasObject: boolean
}

/** Warnings first, then by time. */
export function EventList({ events, left, hasObject }: Props) {
  const { text, plural, language } = useTexts()
  const nowMs = useNow()
  if (!events || events.length === 0) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {text(events ? 'workloads.events.none' : 'workloads.loading')}
      </Text>
    )
  }
  return (
    <Stack gap="xs">
      <ul className={styles.eventList} aria-label={text('workloads.events')}>
        {events.map((event) => (
          <EventItem
            key={event.id}
            event={event}
            age={formatShortAge(language, event.lastMs, nowMs)}
            hasObject={hasObject}
          />
        ))}
      </ul>
      {left > 0 && (
        <Text size="xs" c="dimmed">
          {plural('workloads.events.left', left)}
        </Text>
      )}
    </Stack>
  )
}

interface ItemProps {
  readonly event: WorkloadEvent
  readonly age: string
  readonly hasObject: boolean
}

const EventItem = memo(
  function EventItem({ event, age, hasObject }: ItemProps) {
    const { text, language, explanation } = useTexts()
    const { isWarning, reason, message, count, lastMs, object } = event
    const words = event.explanation && explanation(event.explanation.id, event.explanation.params)
    const Icon = isWarning ? IconAlertTriangleFilled : IconInfoCircle
    return (
      <li className={styles.event} data-warning={isWarning || undefined}>
        <Icon
          size={14}
          className={styles.mark}
          data-health={isWarning ? 'ill' : 'resting'}
          role="img"
          aria-label={text(isWarning ? 'workloads.event.warning' : 'workloads.event.normal')}
        />
        <div className={styles.eventText}>
          <span className={styles.word}>{reason}</span>
          {count > 1 && <span className={grid.dim}>{` ×${count}`}</span>}
          {hasObject && (
            <span className={styles.eventObject}>{`${object.kind} ${object.namespace}/${object.name}`}</span>
          )}
          {words && <div>{words.title}</div>}
          <div className={styles.eventMessage}>{message}</div>
        </div>
        <time
          className={grid.dim}
          dateTime={new Date(lastMs).toISOString()}
          title={formatDateTime(language, new Date(lastMs).toISOString())}
        >
          {age}
        </time>
      </li>
    )
  },
  // Each picture has new objects; most of them say what they said before.
  (before, after) =>
    before.age === after.age &&
    before.hasObject === after.hasObject &&
    JSON.stringify(before.event) === JSON.stringify(after.event),
)
