import { memo } from 'react'
import { mattersOf } from '#shared/log-explanations.ts'
import type { LogRow } from '#shared/log-view.ts'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'

type LineRow = Extract<LogRow, { kind: 'line' }>

interface Props {
  readonly row: LineRow
  readonly number: number
  readonly sourceName: string | undefined
  readonly clock: LogClock
  readonly isSelected: boolean
  readonly isFound: boolean
  readonly onChoose: (line: number, options: { readonly isExtending: boolean }) => void
}

/** One line: its time (click to choose it), its level as a word, its source, the text with what was searched for. */
export const LogLine = memo(function LogLine({ row, number, sourceName, clock, isSelected, isFound, onChoose }: Props) {
  const { text, plural } = useTexts()
  const { level, line, repeats, continuation } = row
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be scrolled virtually.
    // biome-ignore lint/a11y/useFocusableInteractive: the list as a whole has the focus.
    <div
      role="row"
      aria-rowindex={number + 1}
      aria-selected={isSelected}
      className={styles.row}
      data-level={level}
      data-matters={row.explanation === undefined ? undefined : mattersOf(row.explanation)}
      data-selected={isSelected || undefined}
      data-found={isFound || undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
      <div role="gridcell" className={styles.cell}>
        <button
          type="button"
          tabIndex={-1}
          className={styles.time}
          aria-label={text('logs.chooseLine', { line: line + 1 })}
          onClick={({ shiftKey }) => onChoose(line, { isExtending: shiftKey })}
        >
          {clock(row.time)}
        </button>
        <span className={styles.level}>{level ?? ''}</span>
        {sourceName !== undefined && (
          <span className={styles.source} data-hue={row.source % 8}>
            {sourceName}
          </span>
        )}
        <span className={styles.text}>
          <LineText row={row} />
          {row.isCut && <span className={styles.note}> {text('logs.cut')}</span>}
        </span>
        {repeats !== undefined && repeats > 0 && <span className={styles.note}>× {repeats + 1}</span>}
        {continuation !== undefined && continuation > 0 && (
          <span className={styles.note}>{plural('logs.continuation', continuation)}</span>
        )}
        {row.explanation !== undefined && <span className={styles.mark} title={text('logs.explained')} aria-hidden />}
      </div>
    </div>
  )
})

/** What frames the message (time, level, place in the code) stands back, unless something was found in it. */
function LineText({ row: { text, matches, messageStart = 0 } }: { readonly row: LineRow }) {
  const isFrameFound = matches?.some(([start]) => start < messageStart)
  if (messageStart === 0 || isFrameFound) return <Marked text={text} matches={matches} />
  const shifted = matches?.map(([start, end]): [number, number] => [start - messageStart, end - messageStart])
  return (
    <>
      <span className={styles.frameText}>{text.slice(0, messageStart)}</span>
      <Marked text={text.slice(messageStart)} matches={shifted} />
    </>
  )
}

function Marked({ text, matches }: { readonly text: string; readonly matches: LineRow['matches'] }) {
  if (!matches || matches.length === 0) return text
  const parts: React.ReactNode[] = []
  let end = 0
  for (const [start, stop] of matches) {
    parts.push(text.slice(end, start), <mark key={start}>{text.slice(start, stop)}</mark>)
    end = stop
  }
  parts.push(text.slice(end))
  return parts
}
