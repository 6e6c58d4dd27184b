import { useMemo, useSyncExternalStore } from 'react'
import { useTexts } from '../../ui/language.tsx'
import { LogLine } from './LogLine.tsx'
import { LogMarker } from './LogMarker.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import { useLogState } from './use-log-state.ts'
import type { OpenLog } from './use-open-log.ts'

interface Props {
  readonly view: OpenLog
  readonly first: number
  readonly end: number
  /** The end is in sight and moves on: what was there last stays until the new rows come. */
  readonly isFollowing: boolean
  readonly clock: LogClock
  readonly foundLine: number | undefined
  readonly isWhole: boolean
  readonly isSelected: (line: number) => boolean
  /** The line that the keyboard stands on. */
  readonly currentLine: number | undefined
}

/** The rows on the screen, as far as they have come; a row that has not is an empty one. */
export function LogRows({
  view: { session, rows },
  first: wanted,
  end,
  isFollowing,
  clock,
  foundLine,
  isWhole,
  isSelected,
  currentLine,
}: Props) {
  const events = useTexts().text('logs.source.events')
  useSyncExternalStore(rows.subscribe, rows.version)
  const sources = useLogState(session, (state) =>
    state?.sources.map(({ id, source, name }) => ({ id, kind: source.kind, name })),
  )
  const firstRow = useLogState(session, (state) => state?.firstRow ?? 0)
  const names = useMemo(
    () => new Map(sources?.map(({ id, kind, name }) => [id, kind === 'events' ? events : name])),
    [sources, events],
  )
  const late = isFollowing && rows.end > 0 ? Math.max(0, end - rows.end) : 0
  const first = wanted - late
  return Array.from({ length: Math.max(0, end - wanted) }, (_, index) => {
    const number = first + index
    const row = rows.row(number)
    if (!row) return <div key={`gap ${number}`} role="presentation" className={styles.gap} />
    const sourceName = names.get(row.source)
    return row.kind === 'marker' ? (
      <LogMarker
        key={row.line}
        row={row}
        number={number - firstRow}
        sourceName={sourceName ?? ''}
        clock={clock}
        isCurrent={row.line === currentLine}
      />
    ) : (
      <LogLine
        key={row.line}
        row={row}
        number={number - firstRow}
        sourceName={names.size > 1 ? sourceName : undefined}
        clock={clock}
        isSelected={isSelected(row.line)}
        isFound={row.line === foundLine}
        isCurrent={row.line === currentLine}
        isWhole={isWhole}
      />
    )
  })
}
