import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useTexts } from '../language.tsx'
import { LogLine } from './LogLine.tsx'
import { LogMarker } from './LogMarker.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './log-list.module.css'
import type { OpenRows } from './row-feed.ts'
import { useLogState } from './use-log-state.ts'

interface Props {
  readonly view: OpenRows
  readonly first: number
  readonly end: number
  /** As many as there can be on the screen. */
  readonly most: number
  /** The end is in sight and moves on: what was there last stays until the new rows come. */
  readonly isFollowing: boolean
  readonly clock: LogClock
  readonly foundLine: number | undefined
  readonly isWhole: boolean
  readonly isSelected: (line: number) => boolean
  /** The line that the keyboard stands on. */
  readonly currentLine: number | undefined
  /** Called whenever rows were drawn anew. */
  readonly onDrawn: () => void
}

/** The rows on the screen, as far as they have come; a row that has not is an empty one. */
export function LogRows({
  view: { session, rows },
  first: wanted,
  end,
  most,
  isFollowing,
  clock,
  foundLine,
  isWhole,
  isSelected,
  currentLine,
  onDrawn,
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
  useLayoutEffect(onDrawn)
  const slotOf = useSlots(first, most)
  return Array.from({ length: Math.max(0, end - wanted) }, (_, index) => {
    const number = first + index
    const slot = slotOf(number)
    const row = rows.row(number)
    if (!row) return <div key={slot} role="presentation" className={styles.gap} />
    const sourceName = names.get(row.source)
    return row.kind === 'marker' ? (
      <LogMarker
        key={slot}
        row={row}
        number={number - firstRow}
        sourceName={sourceName ?? ''}
        clock={clock}
        isCurrent={row.line === currentLine}
      />
    ) : (
      <LogLine
        key={slot}
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

/**
 * Which of the elements a row is drawn with: what comes is written over what goes out of sight, for elements that are made anew cost
 * several times as much. A row that stays in sight stays in its element, with the text that somebody has marked in it.
 */
function useSlots(first: number, count: number): (row: number) => number {
  const last = useRef({ first, origin: first })
  const { origin: before } = last.current
  // Where no row stays, each element stays in its place.
  const origin = Math.abs(first - last.current.first) < count ? before : first
  last.current = { first, origin }
  return (row) => (((row - origin) % count) + count) % count
}
