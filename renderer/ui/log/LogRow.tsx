import { memo } from 'react'
import { shortNodeName } from '../format.ts'
import { useTexts } from '../language.tsx'
import styles from './BufferedLog.module.css'
import { LineText } from './LineText.tsx'
import type { LogEntry } from './log-buffer.ts'

interface Props {
  readonly entry: LogEntry
  readonly number: number
  readonly isSelected: boolean
}

/** One line, chosen by a click, which the list hears: time, level as a word, the node's short name, and the message. */
export const LogRow = memo(function LogRow({ entry, number, isSelected }: Props) {
  const { language } = useTexts()
  const { level, node, time } = entry
  return (
    <div className={styles.row} data-line={number} data-level={level} data-selected={isSelected || undefined}>
      <span className={styles.time}>{clock(language, time)}</span>
      <span className={styles.level}>{level ?? ''}</span>
      {node && <span className={styles.node}>{shortNodeName(node)}</span>}
      <span className={styles.text}>
        <LineText text={entry.text} />
      </span>
    </div>
  )
})

function clock(language: string, time: string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(date)
}
