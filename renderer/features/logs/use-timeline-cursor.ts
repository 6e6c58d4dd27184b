import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { bucketCount, type Histogram } from './use-histogram.ts'
import type { TimeRange } from './use-open-log.ts'

/** Moved less than this, the pointer was clicked. */
const shortestDrag = 0.01
/** So many buckets are passed by the keys of pages. */
const page = 16
const last = bucketCount - 1

/** A moment that is pointed at, and where the stretch begins that is being drawn from there. */
interface Cursor {
  readonly time: number
  readonly anchor?: number | undefined
  /** As it was then: nothing moves away under the pointer, and nothing is said anew by itself. */
  readonly of: Histogram
}

/** Pointing at a moment of the timeline or drawing a stretch of it, with the pointer or with keys. */
export function useTimelineCursor(
  live: Histogram,
  { onRange, onGo }: { readonly onRange: (range: TimeRange) => void; readonly onGo: (time: number) => void },
) {
  const [cursor, setCursor] = useState<Cursor>()
  const histogram = cursor?.of ?? live
  const { from, until } = histogram
  const span = until - from
  const bucketMs = span / bucketCount
  const shareAt = (time: number) => Math.max(0, Math.min(1, (time - from) / span))
  const bucketAt = (time: number) => Math.min(last, Math.floor(shareAt(time) * bucketCount))
  const startOf = (bucket: number) => from + bucket * bucketMs

  const point = (time: number, anchor?: number) => setCursor({ time, anchor, of: histogram })
  const pointedAt = ({ clientX, currentTarget }: PointerEvent<Element>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return from + Math.max(0, Math.min(1, (clientX - left) / width)) * span
  }
  const drop = ({ time, anchor = time }: Cursor) => {
    if (Math.abs(time - anchor) / span < shortestDrag) onGo(time)
    else onRange({ from: Math.min(anchor, time), until: Math.max(anchor, time) })
    point(time)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    const here = cursor?.time ?? until
    const anchor = cursor?.anchor
    const target = bucketBy(key, bucketAt(here))
    if (target !== undefined) point(startOf(target), shiftKey ? (anchor ?? here) : undefined)
    else if (key === 'Enter' && anchor === undefined) onGo(here)
    else if (key === 'Enter' && anchor !== undefined) {
      onRange({ from: Math.min(anchor, here), until: Math.min(until, Math.max(anchor, here) + bucketMs) })
      point(here)
    } else if (key === 'Escape' && anchor !== undefined) point(here)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return {
    cursor,
    histogram,
    shareAt,
    bucketAt,
    startOf,
    keys: { onKeyDown, onFocus: () => !cursor && point(until), onBlur: () => setCursor(undefined) },
    pointer: {
      onPointerDown: (event: PointerEvent<Element>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = pointedAt(event)
        point(at, at)
      },
      onPointerMove: (event: PointerEvent<Element>) => {
        const isDrawing = event.currentTarget.hasPointerCapture(event.pointerId)
        point(pointedAt(event), isDrawing ? cursor?.anchor : undefined)
      },
      onPointerUp: () => cursor && drop(cursor),
      onPointerCancel: () => setCursor(undefined),
      onPointerLeave: () => setCursor(undefined),
    },
  }
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -page,
  PageUp: page,
}

/** Where a key leads from a bucket; undefined for one that leads nowhere. */
function bucketBy(key: string, bucket: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return last
  const by = Object.hasOwn(steps, key) ? steps[key] : undefined
  return by === undefined ? undefined : Math.max(0, Math.min(last, bucket + by))
}
