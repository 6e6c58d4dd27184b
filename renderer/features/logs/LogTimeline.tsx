import type { LogClock } from '../../ui/log/log-clock.ts'
import { ErrorStepper } from './ErrorStepper.tsx'
import type { LogSettings } from './log-settings.ts'
import styles from './logs.module.css'
import { TimelineChart } from './TimelineChart.tsx'
import { useHistogram } from './use-histogram.ts'
import type { LogSearchControl } from './use-log-search.ts'
import type { OpenLog, TimeRange } from './use-open-log.ts'

interface Props {
  readonly view: OpenLog
  readonly settings: Pick<LogSettings, 'hasTimeline' | 'clock' | 'zone'>
  readonly clock: LogClock
  readonly search: LogSearchControl
  readonly range: TimeRange
  readonly onRange: (range: TimeRange) => void
  readonly onError: (direction: 'next' | 'previous') => void
}

/** How many lines came when, and the way from error to error. */
export function LogTimeline({ view, settings, clock, search, range, onRange, onError }: Props) {
  const histogram = useHistogram(view.session)
  const hasSpan = histogram !== undefined && histogram.until > histogram.from
  return (
    <div className={styles.timelineRow}>
      {settings.hasTimeline && hasSpan && (
        <TimelineChart
          histogram={histogram}
          clock={clock}
          zone={settings.zone}
          origin={settings.clock === 'relative' ? view.openedAt : undefined}
          range={range}
          onRange={onRange}
          onGo={(time) => void search.showTime(time)}
        />
      )}
      <ErrorStepper count={histogram?.errorRows} onStep={onError} />
    </div>
  )
}
