import { Button, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useImperativeHandle } from 'react'
import type { LogViewState } from '#shared/log-view.ts'
import { request } from '../../api/client.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useLineSelection } from '../../ui/log/use-line-selection.ts'
import { LogRows } from './LogRows.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import { type LogPlace, useKeptPlace } from './use-kept-place.ts'
import { useLogState } from './use-log-state.ts'
import type { OpenLog } from './use-open-log.ts'
import { useRowScroll } from './use-row-scroll.ts'

/** What others can have the list do. */
export interface LogListHandle {
  show(place: LogPlace): void
  topRow(): number
}

interface Props {
  readonly ref: React.Ref<LogListHandle>
  readonly label: string
  readonly view: OpenLog
  readonly clock: LogClock
  readonly isWrapped: boolean
  readonly isWhole: boolean
  /** The line that the search stands on, or that was jumped to. */
  readonly foundLine: number | undefined
  /** Called with the line that was chosen last, for the details. */
  readonly onChoose: (line: number | undefined) => void
  readonly onClearFilters: () => void
  /** Told whether new lines come into sight, or the user has scrolled away from them. */
  readonly onFollow: (isFollowing: boolean) => void
}

/** The rows of a log that lies in another process: only those on the screen are here. */
export function LogList(props: Props) {
  const { ref, label, view, clock, isWrapped, isWhole, foundLine, onChoose, onClearFilters, onFollow } = props
  const { text, plural } = useTexts()
  const { session, rows } = view
  const { firstRow, endRow, revision, hasLines, longestName } = useLogState(session, extentOf)
  const placeOf = (row: number) => {
    const line = rows.lineAt(row, revision)
    return line === undefined ? undefined : { generation: session.generation, revision, row, line }
  }
  const scroll = useRowScroll({ firstRow, endRow, revision, placeOf })
  const selection = useLineSelection()
  const style: Record<string, number> = { '--source-width': longestName }
  const { topRow, rowsInView } = scroll

  useImperativeHandle(ref, () => ({ show: scroll.show, topRow: () => topRow }))
  useKeptPlace(view, scroll.place, scroll.move)
  const onRows = useEffectEvent(scroll.notePlace)
  useEffect(() => rows.subscribe(() => onRows()), [rows])
  useEffect(() => rows.want(topRow, topRow + rowsInView + 1), [rows, topRow, rowsInView])

  const { isFollowing } = scroll
  useEffect(() => onFollow(isFollowing), [onFollow, isFollowing])

  const choose = (line: number, options: { readonly isExtending: boolean }) => {
    selection.choose(line, options)
    onChoose(line)
  }
  const copyChosen = async (hasPrefix: boolean) => {
    if (!selection.range) return ''
    const [firstLine, lastLine] = selection.range
    return (await session.ask('text', { firstLine, lastLine, hasPrefix })).text
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey
    const page = Math.max(1, rowsInView - 2)
    if (event.key === 'End') scroll.toEnd()
    else if (event.key === 'Home') scroll.toStart()
    else if (event.key === 'PageDown') scroll.by(page)
    else if (event.key === 'PageUp') scroll.by(-page)
    else if (event.key === 'ArrowDown' && !event.shiftKey) scroll.by(1)
    else if (event.key === 'ArrowUp' && !event.shiftKey) scroll.by(-1)
    else if (event.key === 'Escape' && !selection.isEmpty) {
      selection.clear()
      onChoose(undefined)
    } else if (isCommand && event.key.toLowerCase() === 'c' && !selection.isEmpty && !window.getSelection()?.toString())
      void copyChosen(event.shiftKey).then((chosen) => request('app.copyText', { text: chosen }))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled virtually. */}
      <div
        ref={scroll.ref}
        className={styles.list}
        role="grid"
        aria-label={label}
        aria-rowcount={endRow - firstRow}
        aria-readonly
        tabIndex={0}
        style={style}
        data-wrapped={isWrapped || undefined}
        data-following={scroll.isFollowing || undefined}
        onScroll={scroll.onScroll}
        onWheel={scroll.onWheel}
        onKeyDown={onKeyDown}
      >
        <div className={styles.content} style={{ height: scroll.contentPx }}>
          <div
            className={styles.rows}
            style={isWrapped ? undefined : { transform: `translateY(${-scroll.shiftPx}px)` }}
          >
            <LogRows
              view={view}
              first={topRow}
              end={Math.min(endRow, topRow + rowsInView + 1)}
              isFollowing={isFollowing}
              clock={clock}
              foundLine={foundLine}
              isWhole={isWhole}
              isSelected={selection.has}
              onChoose={choose}
            />
          </div>
        </div>
        {endRow === firstRow && (
          <Text component="div" size="sm" c="dimmed" p="sm" className={styles.empty}>
            {text(hasLines ? 'logs.noMatch' : 'logs.waiting')}
            {hasLines && (
              <Button size="compact-xs" variant="light" ml="sm" onClick={onClearFilters}>
                {text('logs.clearFilters')}
              </Button>
            )}
          </Text>
        )}
      </div>
      <div className={styles.floating}>
        {!selection.isEmpty && (
          <>
            <CopyButton label={plural('logs.copyChosen', selection.count)} copy={() => copyChosen(false)} radius="xl" />
            <CopyButton label={text('logs.copyWithTimes')} copy={() => copyChosen(true)} radius="xl" />
          </>
        )}
        {!scroll.isFollowing && (
          <Button radius="xl" size="xs" leftSection={<IconArrowDown size={14} aria-hidden />} onClick={scroll.toEnd}>
            {scroll.newRows > 0 ? plural('logs.newLines', scroll.newRows) : text('logs.follow')}
          </Button>
        )}
      </div>
    </div>
  )
}

const extentOf = (state: LogViewState | undefined) => ({
  firstRow: state?.firstRow ?? 0,
  endRow: state?.endRow ?? 0,
  revision: state?.revision ?? 0,
  hasLines: (state?.lines ?? 0) > 0,
  longestName: Math.max(0, ...(state?.sources ?? []).map(({ name }) => name.length)),
})
