import { memo } from 'react'
import { mattersOf } from '#shared/log-explanations.ts'
import type { LogRow } from '#shared/log-view.ts'
import { useTexts } from '../language.tsx'
import { LineText } from './LineText.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './log-list.module.css'
import hues from './source-hue.module.css'

type LineRow = Extract<LogRow, { kind: 'line' }>

interface Props {
  readonly row: LineRow
  readonly number: number
  readonly sourceName: string | undefined
  readonly clock: LogClock
  readonly isSelected: boolean
  readonly isFound: boolean
  readonly isCurrent: boolean
  readonly isWhole: boolean
}

/** By which the list says which row the keyboard stands on. */
export const rowIdOf = (line: number) => `log-row-${line}`

const sourceClass = `${styles.source} ${hues.hue}`

/**
 * One line: its time, its level as a word, its source, the text with what was searched for. The list hears what is done with it.
 * Few elements and none of Mantine's: in a flood all rows on the screen are others, several times a second.
 */
export const LogLine = memo(function LogLine(props: Props) {
  const { row, number, sourceName, clock, isSelected, isFound, isCurrent, isWhole } = props
  const { text, plural } = useTexts()
  const { level, line, repeats, continuation } = row
  const isExplained = row.explanation !== undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be scrolled virtually.
    // biome-ignore lint/a11y/useFocusableInteractive: the list as a whole has the focus.
    <div
      id={rowIdOf(line)}
      role="row"
      aria-rowindex={number + 1}
      aria-selected={isSelected}
      className={styles.row}
      data-level={level}
      data-matters={row.explanation === undefined ? undefined : mattersOf(row.explanation)}
      data-selected={isSelected || undefined}
      data-found={isFound || undefined}
      data-current={isCurrent || undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
      <div role="gridcell" className={styles.cell}>
        <span className={styles.time}>{clock(row.time)}</span>
        {isExplained && (
          <span className={styles.mark} title={text('logs.explained')} role="img" aria-label={text('logs.explained')} />
        )}
        {level === 'info' ? (
          <span className={styles.level} title={level} data-quiet>
            <span className={styles.said}>{level}</span>
          </span>
        ) : (
          <span className={styles.level}>{level}</span>
        )}
        {sourceName !== undefined && (
          <span className={sourceClass} data-hue={row.source % 8} title={sourceName}>
            {sourceName}
          </span>
        )}
        <span className={styles.text}>
          <LineText text={row.text} matches={row.matches} isWhole={isWhole} />
          {row.isCut && <span className={styles.note}> {text('logs.cut')}</span>}
        </span>
        {repeats !== undefined && repeats > 0 && <span className={styles.note}>× {repeats + 1}</span>}
        {continuation !== undefined && continuation > 0 && (
          <span className={styles.note}>{plural('logs.continuation', continuation)}</span>
        )}
      </div>
    </div>
  )
})
