import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'

export const rowHeightPx = 20
const overscanRows = 12
/** Used until the first measurement. */
const assumedHeightPx = 600

/**
 * Which rows of a long list are on the screen. Follows the end until the user scrolls up; while paused, the rows in view
 * stay where they are, even when older ones are dropped above them.
 */
export function useLogScroll({
  numbers,
  leadingRows,
}: {
  readonly numbers: readonly number[]
  readonly leadingRows: number
}) {
  const element = useRef<HTMLDivElement>(null)
  const { ref: sizeRef, height } = useElementSize<HTMLDivElement>()
  const [scrollTop, setScrollTop] = useState(0)
  /** Number of the newest line when the user scrolled away; undefined while following. */
  const [pausedAt, setPausedAt] = useState<number>()
  const shownBefore = useRef(numbers)
  const rows = leadingRows + numbers.length
  const isFollowing = pausedAt === undefined

  const toEnd = () => {
    const list = element.current
    if (list) list.scrollTop = list.scrollHeight
    setPausedAt(undefined)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows and height are why the end has moved.
  useLayoutEffect(() => {
    if (isFollowing && element.current) element.current.scrollTop = element.current.scrollHeight
  }, [isFollowing, rows, numbers, height])

  useLayoutEffect(() => {
    const dropped = countUpTo(shownBefore.current, (numbers[0] ?? 0) - 1)
    shownBefore.current = numbers
    if (!isFollowing && dropped > 0 && element.current) element.current.scrollTop -= dropped * rowHeightPx
  }, [isFollowing, numbers])

  const onScroll = () => {
    const list = element.current
    if (!list) return
    setScrollTop(list.scrollTop)
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < rowHeightPx
    setPausedAt((before) => (isAtEnd ? undefined : (before ?? numbers.at(-1) ?? -1)))
  }

  const scrollTo = (number: number) => {
    const row = numbers.indexOf(number)
    if (!element.current || row === -1) return
    element.current.scrollTop = Math.max(0, (leadingRows + row - 2) * rowHeightPx)
    onScroll()
  }

  const firstRow = Math.max(0, Math.floor(scrollTop / rowHeightPx) - leadingRows - overscanRows)
  const lastRow = firstRow + Math.ceil((height || assumedHeightPx) / rowHeightPx) + 2 * overscanRows
  return {
    ref: useMergedRef(element, sizeRef),
    onScroll,
    scrollTo,
    toEnd,
    isFollowing,
    newLines: pausedAt === undefined ? 0 : numbers.length - countUpTo(numbers, pausedAt),
    firstRow,
    visible: numbers.slice(firstRow, lastRow),
    heightPx: rows * rowHeightPx,
  }
}

/** How many of the ascending numbers are not above `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
