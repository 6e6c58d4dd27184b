import type { LogRow } from '#shared/log-view.ts'
import { formatDuration } from '../format.ts'
import { useTexts } from '../language.tsx'
import { rowIdOf } from './LogLine.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './log-list.module.css'

type MarkerRow = Extract<LogRow, { kind: 'marker' }>

/** What happened to the log itself: a break, a restart, lines that could not be kept. Never left out by a filter. */
export function LogMarker({
  row,
  number,
  sourceName,
  clock,
  isCurrent,
}: {
  readonly row: MarkerRow
  readonly number: number
  readonly sourceName: string
  readonly clock: LogClock
  readonly isCurrent: boolean
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as in LogLine.
    // biome-ignore lint/a11y/useFocusableInteractive: as in LogLine.
    <div
      id={rowIdOf(row.line)}
      role="row"
      aria-rowindex={number + 1}
      className={styles.marker}
      data-current={isCurrent || undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as in LogLine. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as in LogLine. */}
      <span role="gridcell" className={styles.markerText}>
        {useMarkerText(row, sourceName, clock)}
      </span>
    </div>
  )
}

function useMarkerText({ marker }: MarkerRow, source: string, clock: LogClock): string {
  const { text, plural, language } = useTexts()
  switch (marker.kind) {
    case 'joined':
    case 'restarted':
    case 'ended':
    case 'lost':
      return text(`logs.marker.${marker.kind}`, { source })
    case 'cut':
      return plural('logs.marker.cut', marker.lines, { source })
    case 'rotated':
      return text(marker.isCertain ? 'logs.marker.rotated' : 'logs.marker.perhapsRotated', {
        source,
        from: clock(marker.from),
        until: clock(marker.until),
      })
    case 'reopened':
      return text('logs.marker.reopened', { at: clock(marker.lostAt) })
    case 'resumed': {
      const after = formatDuration(language, marker.afterMs)
      return text('logs.marker.resumed', { source, at: clock(marker.lostAt), after })
    }
    case 'dropped':
      return plural('logs.marker.dropped', marker.lines)
  }
}
