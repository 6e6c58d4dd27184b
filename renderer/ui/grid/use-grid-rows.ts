import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react'

/** As in grid.module.css. */
const rowHeightPx = 34

/** Where a row is, for its element. */
export interface RowPlace {
  readonly id: string
  readonly rowIndex: number
  readonly topPx: number
}

/** What the element of a row needs, besides its role. */
export const rowProps = ({ id, rowIndex, topPx }: RowPlace, isPresent: boolean) => ({
  id,
  'aria-rowindex': rowIndex,
  'data-present': isPresent || undefined,
  style: { transform: `translateY(${topPx}px)` },
})

/**
 * The rows that are on the screen, of however many. One of them is the present one: arrows move it, Enter and the space bar act on it,
 * and the grid has the focus.
 */
export function useGridRows<T>({
  items,
  keyOf,
  onAct,
}: {
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly onAct: (item: T) => void
}) {
  const grid = useRef<HTMLDivElement>(null)
  const id = useId()
  const [present, setPresent] = useState<string>()
  const keyAt = (index: number) => {
    const item = items[index]
    return item === undefined ? '' : keyOf(item)
  }
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeightPx,
    // The head stands above the rows in what scrolls.
    scrollMargin: rowHeightPx,
    scrollPaddingStart: rowHeightPx,
    overscan: 12,
    getItemKey: keyAt,
  })
  const focus = useCallback(() => grid.current?.focus(), [])
  const presentIndex = present === undefined ? -1 : items.findIndex((item) => keyOf(item) === present)

  const moveTo = (index: number) => {
    const next = Math.min(items.length - 1, Math.max(0, index))
    setPresent(keyAt(next))
    virtualizer.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / rowHeightPx) - 2)
    const item = items[presentIndex]
    if (event.key === 'ArrowDown') moveTo(presentIndex + 1)
    else if (event.key === 'ArrowUp') moveTo(presentIndex - 1)
    else if (event.key === 'PageDown') moveTo(presentIndex + page)
    else if (event.key === 'PageUp') moveTo(presentIndex - page)
    else if (event.key === 'Home') moveTo(0)
    else if (event.key === 'End') moveTo(items.length - 1)
    else if (event.key === 'Enter' || event.key === ' ') {
      if (item !== undefined) onAct(item)
    } else return
    event.preventDefault()
  }
  const rows = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const item = items[index]
    const place: RowPlace = { id: `${id}-${index}`, rowIndex: index + 2, topPx: start - rowHeightPx }
    return item === undefined ? [] : [{ item, key: keyOf(item), place, isPresent: index === presentIndex }]
  })
  return {
    rows,
    present: items[presentIndex],
    presentId: presentIndex < 0 ? undefined : `${id}-${presentIndex}`,
    setPresent,
    focus,
    gridProps: {
      ref: grid,
      'aria-rowcount': items.length + 1,
      'aria-activedescendant': presentIndex < 0 ? undefined : `${id}-${presentIndex}`,
      tabIndex: 0,
      onKeyDown,
    },
    bodyProps: { role: 'presentation', style: { height: virtualizer.getTotalSize() } },
  } as const
}
