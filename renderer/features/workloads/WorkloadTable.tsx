// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
import { Button, Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useCallback, useId, useRef, useState } from 'react'
import { keyOfWorkload, type WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNow } from '../../ui/use-now.ts'
import { FoldLine } from './FoldLine.tsx'
import type { RowMenuPlace } from './RowMenu.tsx'
import { TableHead } from './TableHead.tsx'
import type { ListItem, WorkloadGroup } from './visible-rows.ts'
import { WorkloadLine } from './WorkloadLine.tsx'
import styles from './workloads.module.css'

const rowHeightPx = 34

interface Props {
  readonly label: string
  readonly group: WorkloadGroup
  readonly items: readonly ListItem[]
  readonly emptyText: string
  readonly onClearFilters: (() => void) | undefined
  readonly onToggleFold: () => void
  readonly onOpen: (row: WorkloadRow) => void
  readonly onMenu: (place: RowMenuPlace) => void
}

/** The rows that are on the screen, of however many. One of them is the present one: arrows move it, Enter opens it. */
export function WorkloadTable(props: Props) {
  const { label, group, items, emptyText, onClearFilters, onToggleFold, onOpen, onMenu } = props
  const { text } = useTexts()
  const grid = useRef<HTMLDivElement>(null)
  const id = useId()
  const [present, setPresent] = useState<string>()
  const nowMs = useNow()
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeightPx,
    // The head stands above the rows in what scrolls.
    scrollMargin: rowHeightPx,
    scrollPaddingStart: rowHeightPx,
    overscan: 12,
    getItemKey: (index) => keyOf(items[index]),
  })
  const presentIndex = present === undefined ? -1 : items.findIndex((item) => keyOf(item) === present)

  const moveTo = (index: number) => {
    const next = Math.min(items.length - 1, Math.max(0, index))
    setPresent(keyOf(items[next]))
    virtualizer.scrollToIndex(next)
  }
  const openMenu = useCallback(
    (row: WorkloadRow, at: { readonly x: number; readonly y: number }) => {
      setPresent(keyOfWorkload(row))
      onMenu({ row, ...at, returnFocus: () => grid.current?.focus() })
    },
    [onMenu],
  )
  const act = (item: ListItem | undefined) => {
    if (item?.kind === 'fold') onToggleFold()
    else if (item) onOpen(item.row)
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
    else if (event.key === 'Enter' || event.key === ' ') act(item)
    else return
    event.preventDefault()
  }

  /** By the keyboard, that is: a row hears of its own. Shift+F10 and the menu key arrive as this event alone. */
  const onContextMenu = (event: MouseEvent) => {
    const item = items[presentIndex]
    if (item?.kind !== 'row') return
    event.preventDefault()
    const box = document.getElementById(`${id}-${presentIndex}`)?.getBoundingClientRect()
    openMenu(item.row, { x: box ? box.left + 24 : 0, y: box?.bottom ?? 0 })
  }

  return (
    <div className={styles.frame}>
      <div
        ref={grid}
        className={styles.grid}
        data-group={group}
        role="grid"
        aria-label={label}
        aria-rowcount={items.length + 1}
        aria-readonly
        aria-activedescendant={presentIndex < 0 ? undefined : `${id}-${presentIndex}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      >
        <TableHead group={group} />
        <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const item = items[index]
            if (!item) return null
            const place = { id: `${id}-${index}`, rowIndex: index + 2, topPx: start - rowHeightPx }
            return item.kind === 'fold' ? (
              <FoldLine
                key={keyOf(item)}
                {...place}
                {...item}
                isPresent={index === presentIndex}
                onToggle={onToggleFold}
              />
            ) : (
              <WorkloadLine
                key={keyOf(item)}
                {...place}
                group={group}
                row={item.row}
                nowMs={nowMs}
                isPresent={index === presentIndex}
                onOpen={onOpen}
                onMenu={openMenu}
              />
            )
          })}
        </div>
        {items.length === 0 && (
          <Text component="div" size="sm" c="dimmed" p="sm" className={styles.empty} role="status">
            {emptyText}
            {onClearFilters && (
              <Button size="compact-xs" variant="light" ml="sm" onClick={onClearFilters}>
                {text('logs.clearFilters')}
              </Button>
            )}
          </Text>
        )}
      </div>
    </div>
  )
}

function keyOf(item: ListItem | undefined): string {
  if (!item) return ''
  return item.kind === 'fold' ? `fold ${item.namespace}` : keyOfWorkload(item.row)
}
