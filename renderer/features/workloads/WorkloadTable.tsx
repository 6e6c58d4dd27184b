// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
import { Button, Text } from '@mantine/core'
import { type MouseEvent, useCallback } from 'react'
import { keyOfWorkload, type WorkloadRow } from '#shared/workloads.ts'
import grid from '../../ui/grid/grid.module.css'
import { useGridRows } from '../../ui/grid/use-grid-rows.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNow } from '../../ui/use-now.ts'
import { FoldLine } from './FoldLine.tsx'
import type { RowMenuPlace } from './RowMenu.tsx'
import { TableHead } from './TableHead.tsx'
import type { ListItem, WorkloadGroup } from './visible-rows.ts'
import { WorkloadLine } from './WorkloadLine.tsx'
import styles from './workloads.module.css'

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

/** What is on the screen of however many objects. Enter opens the present one. */
export function WorkloadTable(props: Props) {
  const { label, group, items, emptyText, onClearFilters, onToggleFold, onOpen, onMenu } = props
  const { text } = useTexts()
  const nowMs = useNow()
  const act = (item: ListItem) => (item.kind === 'fold' ? onToggleFold() : onOpen(item.row))
  const { rows, present, presentId, setPresent, focus, gridProps, bodyProps } = useGridRows({
    items,
    keyOf,
    onAct: act,
  })
  const openMenu = useCallback(
    (row: WorkloadRow, at: { readonly x: number; readonly y: number }) => {
      setPresent(keyOfWorkload(row))
      onMenu({ row, ...at, returnFocus: focus })
    },
    [onMenu, setPresent, focus],
  )

  /** By the keyboard, that is: a row hears of its own. Shift+F10 and the menu key arrive as this event alone. */
  const onContextMenu = (event: MouseEvent) => {
    if (present?.kind !== 'row' || presentId === undefined) return
    event.preventDefault()
    const box = document.getElementById(presentId)?.getBoundingClientRect()
    openMenu(present.row, { x: box ? box.left + 24 : 0, y: box?.bottom ?? 0 })
  }

  return (
    <div className={grid.frame}>
      <div
        {...gridProps}
        role="grid"
        className={`${grid.grid} ${styles.grid}`}
        data-group={group}
        aria-label={label}
        aria-readonly
        onContextMenu={onContextMenu}
      >
        <TableHead group={group} />
        <div {...bodyProps} className={grid.body}>
          {rows.map(({ item, key, place, isPresent }) =>
            item.kind === 'fold' ? (
              <FoldLine key={key} {...place} {...item} isPresent={isPresent} onToggle={onToggleFold} />
            ) : (
              <WorkloadLine
                key={key}
                {...place}
                group={group}
                row={item.row}
                nowMs={nowMs}
                isPresent={isPresent}
                onOpen={onOpen}
                onMenu={openMenu}
              />
            ),
          )}
        </div>
        {items.length === 0 && (
          <Text component="div" size="sm" c="dimmed" p="sm" className={grid.empty} role="status">
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

const keyOf = (item: ListItem) => (item.kind === 'fold' ? `fold ${item.namespace}` : keyOfWorkload(item.row))
