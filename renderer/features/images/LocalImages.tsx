// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the grid, which tells the present row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys.
import { Text } from '@mantine/core'
import { IconSquare, IconSquareCheckFilled } from '@tabler/icons-react'
import type { NamedImage } from '#shared/images.ts'
import { formatBytes } from '../../ui/format.ts'
import grid from '../../ui/grid/grid.module.css'
import { rowProps, useGridRows } from '../../ui/grid/use-grid-rows.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './images.module.css'

/** A list to choose several from: by pointer, or by the space bar. */
export function LocalImages({
  images,
  chosen,
  emptyText,
  onToggle,
}: {
  readonly images: readonly NamedImage[]
  readonly chosen: ReadonlySet<string>
  readonly emptyText: string
  readonly onToggle: (image: NamedImage) => void
}) {
  const { text, language } = useTexts()
  const { rows, setPresent, gridProps, bodyProps } = useGridRows({ items: images, keyOf: nameOf, onAct: onToggle })
  return (
    <div className={styles.picker}>
      <div className={grid.frame}>
        <div
          {...gridProps}
          role="grid"
          className={`${grid.grid} ${styles.local}`}
          aria-label={text('images.docker.list')}
          aria-multiselectable
        >
          <div className={grid.head} role="row" aria-rowindex={1}>
            <div role="columnheader" aria-label={text('images.docker.chosen')} />
            <div role="columnheader">{text('images.name')}</div>
            <div role="columnheader" className={grid.number}>
              {text('images.size')}
            </div>
          </div>
          <div {...bodyProps} className={grid.body}>
            {rows.map(({ item, key, place, isPresent }) => {
              const isChosen = chosen.has(item.name)
              const Icon = isChosen ? IconSquareCheckFilled : IconSquare
              return (
                <div
                  key={key}
                  {...rowProps(place, isPresent)}
                  role="row"
                  aria-selected={isChosen}
                  className={grid.row}
                  onClick={() => {
                    setPresent(key)
                    onToggle(item)
                  }}
                >
                  <div role="gridcell" className={styles.mark}>
                    <Icon size={16} aria-hidden />
                  </div>
                  <div role="gridcell" className={grid.code} title={item.name}>
                    {item.name}
                  </div>
                  <div role="gridcell" className={`${grid.number} ${grid.dim}`}>
                    {formatBytes(language, item.sizeBytes)}
                  </div>
                </div>
              )
            })}
          </div>
        </div>
        {images.length === 0 && (
          <Text size="sm" c="dimmed" p="sm" className={grid.empty} role="status">
            {emptyText}
          </Text>
        )}
      </div>
    </div>
  )
}

const nameOf = ({ name }: NamedImage) => name
