import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type RefObject, useLayoutEffect, useRef, useState, type WheelEvent } from 'react'
import type { LogPlace } from './use-kept-place.ts'

export const rowHeightPx = 20
/** Chromium draws nothing beyond some 33 million pixels; a longer log is scrolled through in larger steps. */
const longestPx = 15_000_000
/** A turn of the wheel glides on for a moment; who has just asked for the end wants the end. */
const wheelGlideMs = 300
/** Used until the first measurement. */
const assumedHeightPx = 600

interface Extent {
  readonly firstRow: number
  readonly endRow: number
  readonly revision: number
  /** The line of a row as it is on the screen; undefined while it has not come. */
  readonly placeOf: (row: number) => LogPlace | undefined
  /** Rows are as high as their lines, which only the page knows. */
  readonly isWrapped: boolean
  /** The element whose children are the rows on the screen. */
  readonly drawn: RefObject<HTMLElement | null>
}

interface Anchor {
  readonly topRow: number
  readonly endRow: number
  /** The line that stays where it is when the rows are laid out anew. */
  readonly place: LogPlace | undefined
}

/**
 * Which rows of a list of any length are on the screen, by their numbers in the log. The end is followed until the user scrolls up;
 * from then on the row at the top stays where it is, whatever is added below or given up above.
 */
export function useRowScroll({ firstRow, endRow, revision, placeOf, isWrapped, drawn }: Extent) {
  const element = useRef<HTMLDivElement>(null)
  const { ref: sizeRef, height } = useElementSize<HTMLDivElement>()
  const [anchor, setAnchor] = useState<Anchor>()
  /** What the lower scroll bar takes of the height: Mantine measures it as a part of the list. */
  const [barPx, setBarPx] = useState(0)
  /** How many wrapped rows the view holds at the end, as far as it was seen. */
  const [wrappedAtEnd, setWrappedAtEnd] = useState<number>()
  /** The position that was set here, to tell the user's scrolling from ours. */
  const placedPx = useRef(0)
  /** Until then scrolling is only the rest of a turn of the wheel. */
  const endingUntil = useRef(0)

  const heightPx = height ? height - barPx : assumedHeightPx
  const rows = Math.max(0, endRow - firstRow)
  const rowsInView = (isWrapped && wrappedAtEnd) || heightPx / rowHeightPx
  // Where rows are of several heights, by that of the usual one.
  const rowPx = heightPx / rowsInView
  const contentPx = Math.min(longestPx, rows * rowPx)
  const scrollablePx = Math.max(0, contentPx - heightPx)
  const lastTop = Math.max(firstRow, endRow - rowsInView)
  // Where all of it is in view, nothing comes that is not seen.
  const isFollowing = anchor === undefined || lastTop <= firstRow
  const topRow = isFollowing ? lastTop : Math.min(lastTop, Math.max(firstRow, anchor.topRow))

  // biome-ignore lint/correctness/useExhaustiveDependencies: the bar comes and goes with wrapping, and is looked at with each height.
  useLayoutEffect(() => {
    const list = element.current
    if (list) setBarPx(Math.max(0, list.offsetHeight - list.clientHeight))
  }, [height, isWrapped])

  useLayoutEffect(() => {
    const list = element.current
    if (!list) return
    const share = lastTop > firstRow ? (topRow - firstRow) / (lastTop - firstRow) : 1
    placedPx.current = Math.round(share * scrollablePx)
    if (Math.abs(list.scrollTop - placedPx.current) > 1) list.scrollTop = placedPx.current
  }, [topRow, firstRow, lastTop, scrollablePx])

  const stay = (row: number, place = placeOf(Math.ceil(row))) =>
    setAnchor((before) => ({ topRow: row, endRow: before?.endRow ?? endRow, place }))

  const onScroll = () => {
    const list = element.current
    if (list && performance.now() < endingUntil.current) list.scrollTop = placedPx.current
    if (!list || Math.abs(list.scrollTop - placedPx.current) <= 1) return
    placedPx.current = list.scrollTop
    // By what the list is now: one that has grown is moved by the browser before its height is measured, and that is nobody's scrolling.
    if (list.scrollHeight - list.clientHeight - list.scrollTop < Math.min(rowPx, rowHeightPx)) setAnchor(undefined)
    else stay(firstRow + (list.scrollTop / scrollablePx) * (lastTop - firstRow))
  }

  /** A turn of the wheel upwards pauses even while lines come faster than scroll events. */
  const onWheel = ({ deltaY }: WheelEvent) => {
    if (deltaY < 0 && isFollowing && scrollablePx > 0) stay(topRow + deltaY / rowPx)
  }

  const show = (place: LogPlace) => {
    const { row } = place
    const isInView = place.revision === revision && row >= topRow + 1 && row < topRow + rowsInView - 2
    stay(isInView ? topRow : row - Math.floor(rowsInView / 3), place)
  }

  /** Wrapped rows are moved by their real heights: at the end the last one ends the view, else the top one is seen in part. */
  const placeWrapped = () => {
    const view = drawn.current
    if (!isWrapped || !view) return
    const topPx = view.firstElementChild?.getBoundingClientRect().height ?? 0
    view.scrollTop = isFollowing ? view.scrollHeight : (topRow - Math.floor(topRow)) * topPx
    if (isFollowing) setWrappedAtEnd(rowsAtEnd(view))
  }

  /** Stops at a row that somebody reads, and moves no further than it takes to see it whole. */
  const reveal = (row: number) => {
    const highest = Math.min(row, Math.max(topRow, row + 1 - rowsInView))
    stay(Math.max(firstRow, highest))
  }

  return {
    ref: useMergedRef(element, sizeRef),
    onScroll,
    onWheel,
    show,
    reveal,
    /** Some rows on or back, without following the end from there. */
    shift: (count: number) => stay(Math.max(firstRow, Math.min(lastTop, topRow + count))),
    /** Whether all of the row is on the screen. */
    isInView: (row: number) => row >= topRow && row + 1 <= topRow + rowsInView,
    place: anchor?.place,
    /** Its line is where `before` was then. */
    move: (now: LogPlace, before: LogPlace) =>
      setAnchor((old) => old && { ...old, topRow: old.topRow + now.row - before.row, place: now }),
    /** Notes which line is at the top, where that had not come yet. */
    notePlace: () =>
      setAnchor((old) => {
        const place = old && !old.place ? placeOf(Math.ceil(old.topRow)) : undefined
        return old && place ? { ...old, place } : old
      }),
    by: (count: number) => {
      const next = topRow + count
      if (next >= lastTop) setAnchor(undefined)
      else stay(Math.max(firstRow, next))
    },
    toStart: () => stay(firstRow),
    toEnd: () => {
      endingUntil.current = performance.now() + wheelGlideMs
      setAnchor(undefined)
    },
    isFollowing,
    newRows: anchor ? Math.max(0, endRow - anchor.endRow) : 0,
    topRow: Math.floor(topRow),
    /** How much of the top row is above the edge. */
    shiftPx: (topRow - Math.floor(topRow)) * rowHeightPx,
    rowsInView: Math.ceil(rowsInView),
    /** As many as there can be in the view. */
    rowsDrawn: Math.ceil(heightPx / rowHeightPx),
    onDrawn: placeWrapped,
    heightPx,
    contentPx: isWrapped ? Math.max(contentPx, heightPx) : contentPx,
  }
}

/** How many rows fill the view up to its end; the uppermost may be there in part. */
function rowsAtEnd(view: HTMLElement): number {
  let leftPx = view.clientHeight
  let count = 0
  for (const row of [...view.children].reverse()) {
    const { height } = row.getBoundingClientRect()
    if (height >= leftPx) return count + leftPx / height
    leftPx -= height
    count += 1
  }
  return count + leftPx / rowHeightPx
}
