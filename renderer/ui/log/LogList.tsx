import { Group, Text } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { type ReactNode, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { CopyButton } from '../CopyButton.tsx'
import { useTexts } from '../language.tsx'
import { rowIdOf } from './LogLine.tsx'
import { LogRows } from './LogRows.tsx'
import { LogStatus } from './LogStatus.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './log-list.module.css'
import type { FeedState, OpenRows } from './row-feed.ts'
import { type LogPlace, useKeptPlace } from './use-kept-place.ts'
import { useLogState } from './use-log-state.ts'
import { useRowChoice } from './use-row-choice.ts'
import { useRowInSight } from './use-row-in-sight.ts'
import { useRowScroll } from './use-row-scroll.ts'

/** What others can have the list do. */
export interface LogListHandle {
  show(place: LogPlace): void
  topRow(): number
  focus(): void
}

interface Props {
  readonly ref: React.Ref<LogListHandle>
  readonly label: string
  readonly view: OpenRows
  readonly clock: LogClock
  readonly isWrapped: boolean
  readonly isWhole: boolean
  /** The line that the search stands on, or that was jumped to. */
  readonly foundLine: number | undefined
  /** Called with the line that was chosen last; `isOpening` where its details are asked for and not only to be kept up with. */
  readonly onChoose?: (line: number | undefined, options: { readonly isOpening: boolean }) => void
  /** What helps where there are lines and none of them is shown. */
  readonly whenFiltered?: ReactNode
}

/** The rows of a log that lies in another process: only those on the screen are here. */
export function LogList(props: Props) {
  const { ref, label, view, clock, isWrapped, isWhole, foundLine, onChoose, whenFiltered } = props
  const { text, plural } = useTexts()
  const { session, rows } = view
  const { firstRow, endRow, revision, hasLines, longestName } = useLogState(session, extentOf)
  const drawn = useRef<HTMLDivElement>(null)
  const placeOf = (row: number) => {
    const line = rows.lineAt(row, revision)
    return line === undefined ? undefined : { generation: session.generation, revision, row, line }
  }
  const scroll = useRowScroll({ firstRow, endRow, revision, placeOf, isWrapped, drawn })
  const list = useRef<HTMLDivElement>(null)
  const listRef = useMergedRef(list, scroll.ref)
  const style: Record<string, number | string> = {
    '--source-width': longestName,
    '--view-height': `${scroll.heightPx}px`,
  }
  const { topRow, rowsDrawn, isFollowing } = scroll

  useImperativeHandle(ref, () => ({ show: scroll.show, topRow: () => topRow, focus: () => list.current?.focus() }))
  useKeptPlace(view, scroll.place, scroll.move)
  const onRows = useEffectEvent(scroll.notePlace)
  useEffect(() => rows.subscribe(() => onRows()), [rows])
  useEffect(() => rows.want(topRow, topRow + rowsDrawn + 1), [rows, topRow, rowsDrawn])

  const { selection, copyChosen, onKeyDown, onClick } = useRowChoice(view, {
    firstRow,
    endRow,
    scroll,
    placeOf,
    onChoose,
  })
  const { current } = selection
  const isDrawn = current !== undefined && current.row >= topRow && current.row < topRow + rowsDrawn + 1
  const currentId = isDrawn && rows.row(current.row)?.line === current.line ? rowIdOf(current.line) : undefined
  useRowInSight(list, current?.line, { isWanted: isWrapped, topRow, shift: scroll.shift })

  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled virtually. */}
      <div
        ref={listRef}
        className={styles.list}
        role="grid"
        aria-label={label}
        aria-rowcount={endRow - firstRow}
        aria-readonly
        aria-multiselectable
        aria-activedescendant={currentId}
        tabIndex={0}
        style={style}
        data-wrapped={isWrapped || undefined}
        data-following={scroll.isFollowing || undefined}
        onScroll={scroll.onScroll}
        onWheel={scroll.onWheel}
        onKeyDown={onKeyDown}
        onClick={onClick}
        // The browser would mark text up to there.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        <div className={styles.content} style={{ height: scroll.contentPx }}>
          <div
            ref={drawn}
            className={styles.rows}
            style={isWrapped ? undefined : { transform: `translateY(${-scroll.shiftPx}px)` }}
          >
            <LogRows
              view={view}
              first={topRow}
              end={Math.min(endRow, topRow + rowsDrawn + 1)}
              most={rowsDrawn + 1}
              isFollowing={isFollowing}
              clock={clock}
              foundLine={foundLine}
              isWhole={isWhole}
              isSelected={selection.has}
              currentLine={current?.line}
              onDrawn={scroll.onDrawn}
            />
          </div>
        </div>
        {endRow === firstRow && (
          <Text component="div" size="sm" c="dimmed" p="sm" className={styles.empty}>
            {text(hasLines ? 'logs.noMatch' : 'logs.waiting')}
            {hasLines && whenFiltered}
          </Text>
        )}
      </div>
      <LogStatus session={session} isFollowing={isFollowing} newRows={scroll.newRows} onFollow={scroll.toEnd}>
        {selection.lines && (
          <Group gap={6} wrap="nowrap">
            <CopyButton
              size="compact-xs"
              label={plural('logs.copyChosen', selection.count)}
              copy={() => copyChosen(false)}
            />
            <CopyButton size="compact-xs" label={text('logs.copyWithTimes')} copy={() => copyChosen(true)} />
          </Group>
        )}
      </LogStatus>
    </div>
  )
}

const extentOf = (state: FeedState | undefined) => ({
  firstRow: state?.firstRow ?? 0,
  endRow: state?.endRow ?? 0,
  revision: state?.revision ?? 0,
  hasLines: (state?.lines ?? 0) > 0,
  longestName: Math.max(0, ...(state?.sources ?? []).map(({ name }) => name.length)),
})
