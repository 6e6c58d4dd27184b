// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the grid, which tells the present row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys.
import { Group, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { memo } from 'react'
import type { WorkloadRow } from '#shared/workloads.ts'
import { formatShortAge, shortNodeName } from '../../ui/format.ts'
import grid from '../../ui/grid/grid.module.css'
import { type RowPlace, rowProps } from '../../ui/grid/use-grid-rows.ts'
import { useTexts } from '../../ui/language.tsx'
import { HealthIcon } from './HealthIcon.tsx'
import { LogsButton } from './LogsButton.tsx'
import { RestartCount } from './RestartCount.tsx'
import { RowButton } from './RowButton.tsx'
import type { WorkloadGroup } from './visible-rows.ts'
import { portWords, readyWords, remark, statusWord } from './workload-words.ts'
import styles from './workloads.module.css'

interface Props extends RowPlace {
  readonly group: WorkloadGroup
  readonly row: WorkloadRow
  readonly nowMs: number
  readonly isPresent: boolean
  readonly onOpen: (row: WorkloadRow) => void
  readonly onMenu: (row: WorkloadRow, at: { readonly x: number; readonly y: number }) => void
}

/** One object. Its buttons are for the pointer: the keyboard has the grid's own keys. */
export const WorkloadLine = memo(function WorkloadLine(props: Props) {
  const { group, row, nowMs, isPresent, onOpen, onMenu } = props
  const texts = useTexts()
  const { text, language } = texts
  const more = remark(row, texts, nowMs)
  const isPod = group === 'pods'
  return (
    <div
      {...rowProps(props, isPresent)}
      role="row"
      aria-selected={isPresent}
      className={`${grid.row} ${styles.row}`}
      data-health={row.health}
      onClick={() => {
        // Text of a row can be selected without opening it.
        if (!window.getSelection()?.toString()) onOpen(row)
      }}
      onContextMenu={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onMenu(row, { x: event.clientX, y: event.clientY })
      }}
    >
      <div role="gridcell" className={grid.code}>
        <UnstyledButton className={styles.nameButton} tabIndex={-1} title={row.name}>
          {row.name}
        </UnstyledButton>
      </div>
      {!isPod && <div role="gridcell">{row.kind}</div>}
      <div role="gridcell" title={row.namespace} className={grid.dim}>
        {row.namespace}
      </div>
      <div role="gridcell" className={styles.status} title={row.reason}>
        <HealthIcon health={row.health} />
        <span className={styles.word}>{statusWord(row, texts)}</span>
        {more && <span className={styles.remark}>{more}</span>}
      </div>
      <div role="gridcell" data-column={group === 'network' ? 'ports' : 'ready'}>
        {group === 'network' ? portWords(row) : readyWords(row)}
      </div>
      {row.kind === 'Pod' && (
        <>
          <div role="gridcell" data-column="restarts">
            <RestartCount row={row} />
          </div>
          <div role="gridcell" data-column="node" className={grid.dim} title={row.node}>
            {row.node === undefined ? '–' : shortNodeName(row.node)}
          </div>
        </>
      )}
      <div role="gridcell" data-column="age" className={grid.dim}>
        {row.createdMs === undefined ? '–' : formatShortAge(language, row.createdMs, nowMs)}
      </div>
      <Group role="gridcell" gap={2} wrap="nowrap" justify="flex-end">
        <LogsButton row={row} />
        <RowButton
          label={text('workloads.actions', { name: row.name })}
          onPress={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect()
            onMenu(row, { x: left, y: bottom })
          }}
        >
          <IconDots size={16} aria-hidden />
        </RowButton>
      </Group>
    </div>
  )
})
