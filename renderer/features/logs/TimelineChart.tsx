import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useId } from 'react'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from '../../ui/log/log-clock.ts'
import { LogBars } from './LogBars.tsx'
import styles from './logs.module.css'
import { timelineTicks } from './timeline-scale.ts'
import { bucketCount, type Histogram } from './use-histogram.ts'
import type { TimeRange } from './use-open-log.ts'
import { useTimelineCursor } from './use-timeline-cursor.ts'

const heightPx = 28
/** Used until the first measurement. */
const assumedWidthPx = 800
/** As much as the longest label needs. */
const tickPx = 110
/** Nearer to an edge, a label would be cut. */
const edgePx = 36

interface Props {
  readonly histogram: Histogram
  readonly clock: LogClock
  readonly zone: 'local' | 'utc'
  /** Times count from there. */
  readonly origin: number | undefined
  readonly range: TimeRange
  readonly onRange: (range: TimeRange) => void
  readonly onGo: (time: number) => void
}

/** Lines over time. A click or Enter goes there, a drag or Shift with the arrows leaves only that time. */
export function TimelineChart({ histogram: live, clock, zone, origin, range, onRange, onGo }: Props) {
  const { text, plural, list, language } = useTexts()
  const { ref, width } = useElementSize<HTMLDivElement>()
  const keysId = useId()
  const { cursor, histogram, shareAt, bucketAt, startOf, keys, pointer } = useTimelineCursor(live, { onRange, onGo })
  const { from, until, buckets } = histogram
  const time = cursor?.time ?? until
  const when =
    cursor?.anchor === undefined
      ? clock(startOf(bucketAt(time)))
      : text('logs.timeline.range', {
          from: clock(Math.min(cursor.anchor, time)),
          until: clock(Math.max(cursor.anchor, time)),
        })
  const [one, other] = [bucketAt(cursor?.anchor ?? time), bucketAt(time)]
  const pointed = buckets.slice(Math.min(one, other), Math.max(one, other) + 1)
  const sum = (kind: 'lines' | 'warnings' | 'errors') => pointed.reduce((all, bucket) => all + bucket[kind], 0)
  const [warnings, errors] = [sum('warnings'), sum('errors')]
  const counts = list([
    plural('logs.lines', sum('lines')),
    ...(warnings > 0 ? [plural('logs.warnings', warnings)] : []),
    ...(errors > 0 ? [plural('logs.errors', errors)] : []),
  ])
  const said = `${when} · ${counts}`
  const widthPx = width || assumedWidthPx
  const ticks = timelineTicks(histogram, { most: Math.max(1, Math.floor(widthPx / tickPx)), language, zone, origin })
  const drawn =
    cursor?.anchor !== undefined
      ? [cursor.anchor, cursor.time]
      : range.from === undefined && range.until === undefined
        ? undefined
        : [range.from ?? from, range.until ?? until]
  return (
    <div
      ref={ref}
      className={styles.timeline}
      role="slider"
      tabIndex={0}
      aria-label={text('logs.timeline', { from: clock(from), until: clock(until) })}
      aria-describedby={keysId}
      aria-valuemin={0}
      aria-valuemax={bucketCount - 1}
      aria-valuenow={bucketAt(time)}
      aria-valuetext={said}
      {...keys}
    >
      <svg
        className={styles.bars}
        viewBox={`0 0 ${bucketCount} ${heightPx}`}
        preserveAspectRatio="none"
        aria-hidden
        {...pointer}
      >
        <LogBars buckets={buckets} height={heightPx} />
        {drawn && <rect className={styles.chosen} {...extent(drawn.map(shareAt))} y={0} height={heightPx} />}
      </svg>
      {cursor && <span className={styles.cursor} style={{ insetInlineStart: `${100 * shareAt(time)}%` }} />}
      <div className={styles.scale} aria-hidden>
        {ticks
          .map((tick) => ({ ...tick, share: shareAt(tick.time) }))
          .filter(({ share }) => share * widthPx > edgePx && (1 - share) * widthPx > edgePx)
          .map(({ time: at, label, share }) => (
            <span key={at} className={styles.tick} style={{ insetInlineStart: `${100 * share}%` }}>
              {label}
            </span>
          ))}
        {cursor && (
          <span
            className={styles.readout}
            style={{
              insetInlineStart: `${100 * shareAt(time)}%`,
              transform: `translateX(${-100 * shareAt(time)}%)`,
            }}
          >
            {said}
          </span>
        )}
      </div>
      <VisuallyHidden id={keysId}>{text('logs.timeline.keys')}</VisuallyHidden>
    </div>
  )
}

const extent = ([one = 0, other = 0]: readonly number[]) => ({
  x: Math.min(one, other) * bucketCount,
  width: Math.max(0.5, Math.abs(other - one) * bucketCount),
})
