import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { useTexts } from '../../ui/language.tsx'
import { LogBars } from './LogBars.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import { timelineTicks } from './timeline-scale.ts'
import { bucketCount, type Histogram } from './use-histogram.ts'
import type { TimeRange } from './use-open-log.ts'

const heightPx = 28
/** Used until the first measurement. */
const assumedWidthPx = 800
/** As much as the longest label needs. */
const tickPx = 110
/** Nearer to an edge, a label would be cut. */
const edgePx = 36
/** Moved less than this, the pointer was clicked. */
const shortestDrag = 0.01
/** So many buckets are passed by the keys of pages. */
const page = 16

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

/** A moment that is pointed at, and where the stretch begins that is being drawn from there. */
interface Cursor {
  readonly time: number
  readonly anchor?: number | undefined
  /** As it was then: nothing moves away under the pointer, and nothing is said anew by itself. */
  readonly of: Histogram
}

/** Lines over time. A click or Enter goes there, a drag or Shift with the arrows leaves only that time. */
export function TimelineChart({ histogram: live, clock, zone, origin, range, onRange, onGo }: Props) {
  const { text, plural, list, language } = useTexts()
  const { ref, width } = useElementSize<HTMLDivElement>()
  const keysId = useId()
  const [cursor, setCursor] = useState<Cursor>()
  const histogram = cursor?.of ?? live
  const { from, until, buckets } = histogram
  const span = until - from
  const bucketMs = span / bucketCount
  const shareAt = (time: number) => Math.max(0, Math.min(1, (time - from) / span))
  const bucketAt = (time: number) => Math.min(bucketCount - 1, Math.floor(shareAt(time) * bucketCount))
  const startOf = (bucket: number) => from + bucket * bucketMs

  const pointedAt = ({ clientX, currentTarget }: PointerEvent<Element>) => {
    const { left, width: widthNow } = currentTarget.getBoundingClientRect()
    return from + Math.max(0, Math.min(1, (clientX - left) / widthNow)) * span
  }
  const point = (time: number, anchor?: number) => setCursor({ time, anchor, of: histogram })
  const drop = ({ time, anchor = time }: Cursor) => {
    const [first, last] = [Math.min(anchor, time), Math.max(anchor, time)]
    if ((last - first) / span < shortestDrag) onGo(time)
    else onRange({ from: first, until: last })
    point(time)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor?.time ?? until
    const by = stepOf(event.key)
    const target =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? bucketCount - 1
          : by === undefined
            ? undefined
            : Math.max(0, Math.min(bucketCount - 1, bucketAt(here) + by))
    if (target !== undefined) point(startOf(target), event.shiftKey ? (cursor?.anchor ?? here) : undefined)
    else if (event.key === 'Enter' && cursor?.anchor !== undefined) {
      const [first, last] = [Math.min(cursor.anchor, here), Math.max(cursor.anchor, here)]
      onRange({ from: first, until: Math.min(until, last + bucketMs) })
      point(here)
    } else if (event.key === 'Enter') onGo(here)
    else if (event.key === 'Escape' && cursor?.anchor !== undefined) point(here)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const time = cursor?.time ?? until
  const pointed = buckets[bucketAt(time)]
  const when =
    cursor?.anchor === undefined
      ? clock(startOf(bucketAt(time)))
      : text('logs.timeline.range', {
          from: clock(Math.min(cursor.anchor, time)),
          until: clock(Math.max(cursor.anchor, time)),
        })
  const { lines = 0, warnings = 0, errors = 0 } = pointed ?? {}
  const counts = list([
    plural('logs.lines', lines),
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
      onKeyDown={onKeyDown}
      onFocus={() => !cursor && point(until)}
      onBlur={() => setCursor(undefined)}
    >
      <svg
        className={styles.bars}
        viewBox={`0 0 ${bucketCount} ${heightPx}`}
        preserveAspectRatio="none"
        aria-hidden
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const at = pointedAt(event)
          point(at, at)
        }}
        onPointerMove={(event) => {
          const isDrawing = event.currentTarget.hasPointerCapture(event.pointerId)
          point(pointedAt(event), isDrawing ? cursor?.anchor : undefined)
        }}
        onPointerUp={() => cursor && drop(cursor)}
        onPointerCancel={() => setCursor(undefined)}
        onPointerLeave={() => setCursor(undefined)}
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

const moves: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -page,
  PageUp: page,
}
const stepOf = (key: string): number | undefined => (Object.hasOwn(moves, key) ? moves[key] : undefined)

const extent = ([one = 0, other = 0]: readonly number[]) => ({
  x: Math.min(one, other) * bucketCount,
  width: Math.max(0.5, Math.abs(other - one) * bucketCount),
})
