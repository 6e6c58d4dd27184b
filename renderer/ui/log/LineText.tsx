import type { ReactNode } from 'react'
import { lineParts, messageStart } from '#shared/log-message.ts'
import styles from './LineText.module.css'

/** Begin and end of what a search has found. */
type Match = readonly [number, number]

/**
 * A line's message. What frames it has columns of its own or stands back; all of it is there when somebody wants it so, or when
 * something was found in it.
 */
export function LineText({
  text,
  matches = [],
  isWhole = false,
}: {
  readonly text: string
  readonly matches?: readonly Match[] | undefined
  readonly isWhole?: boolean
}) {
  const begin = messageStart(text)
  const parts = lineParts(text, begin)
  const isShown = ([start, end]: Match) => parts.some((part) => start >= part.start && end <= part.end)
  if (isWhole || !matches.every(isShown))
    return (
      <>
        {begin > 0 && <span className={styles.aside}>{marked(text, 0, begin, matches)}</span>}
        {marked(text, begin, text.length, matches)}
      </>
    )
  return parts.map(({ start, end, tone }) =>
    tone === 'message' ? (
      marked(text, start, end, matches)
    ) : (
      <span key={start} className={styles.aside}>
        {marked(text, start, end, matches)}
      </span>
    ),
  )
}

/** A piece of the text, with what was found in it marked. */
function marked(text: string, start: number, end: number, matches: readonly Match[]): ReactNode[] {
  const pieces: ReactNode[] = []
  let from = start
  for (const [first, last] of matches) {
    const [begin, until] = [Math.max(first, start), Math.min(last, end)]
    if (begin >= until) continue
    pieces.push(text.slice(from, begin), <mark key={begin}>{text.slice(begin, until)}</mark>)
    from = until
  }
  return [...pieces, text.slice(from, end)]
}
