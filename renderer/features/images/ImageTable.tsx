// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the grid, which tells the present row.
import { Button, Text } from '@mantine/core'
import type { Cluster } from '#shared/cluster.ts'
import type { ClusterImage } from '#shared/images.ts'
import { formatBytes, shortNodeName } from '../../ui/format.ts'
import grid from '../../ui/grid/grid.module.css'
import { type RowPlace, rowProps, useGridRows } from '../../ui/grid/use-grid-rows.ts'
import { useTexts } from '../../ui/language.tsx'
import { keyOfImage, purposeOf, runningNodes } from './image-rows.ts'
import styles from './images.module.css'

interface Props {
  readonly cluster: Cluster
  readonly images: readonly ClusterImage[]
  readonly emptyText: string
  readonly onClearFilter: (() => void) | undefined
}

const columns = ['name', 'id', 'size', 'nodes', 'use'] as const

/** The images that are on the screen, of however many. */
export function ImageTable({ cluster, images, emptyText, onClearFilter }: Props) {
  const { text } = useTexts()
  const { rows, gridProps, bodyProps } = useGridRows({ items: images, keyOf: keyOfImage, onAct: () => undefined })
  const nodes = runningNodes(cluster)
  return (
    <div className={`${grid.frame} ${styles.frame}`}>
      <div
        {...gridProps}
        role="grid"
        className={`${grid.grid} ${styles.images}`}
        aria-label={text('images.listOf', { cluster: cluster.name })}
        aria-readonly
      >
        <div className={grid.head} role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <div key={column} role="columnheader" className={column === 'size' ? grid.number : ''}>
              {text(`images.${column}`)}
            </div>
          ))}
        </div>
        <div {...bodyProps} className={grid.body}>
          {rows.map(({ item, key, place, isPresent }) => (
            <ImageLine key={key} image={item} nodes={nodes} place={place} isPresent={isPresent} />
          ))}
        </div>
      </div>
      {images.length === 0 && (
        <Text component="div" size="sm" c="dimmed" p="sm" className={grid.empty} role="status">
          {emptyText}
          {onClearFilter && (
            <Button size="compact-xs" variant="light" ml="sm" onClick={onClearFilter}>
              {text('images.clearFilter')}
            </Button>
          )}
        </Text>
      )}
    </div>
  )
}

function ImageLine({
  image,
  nodes,
  place,
  isPresent,
}: {
  readonly image: ClusterImage
  readonly nodes: readonly string[]
  readonly place: RowPlace
  readonly isPresent: boolean
}) {
  const { text, list, language } = useTexts()
  const { name, id: imageId, sizeBytes } = image
  const isEverywhere = nodes.every((node) => image.nodes.includes(node))
  const where = isEverywhere ? text('images.allNodes') : list(image.nodes.map(shortNodeName))
  const purpose = purposeOf(image)
  return (
    <div {...rowProps(place, isPresent)} role="row" aria-selected={isPresent} className={grid.row}>
      <div role="gridcell" className={name === '' ? grid.dim : grid.code} title={name}>
        {name === '' ? text('images.unnamed') : name}
      </div>
      <div role="gridcell" className={`${grid.code} ${grid.dim}`} title={imageId}>
        {imageId.slice(7, 19)}
      </div>
      <div role="gridcell" className={grid.number}>
        {formatBytes(language, sizeBytes)}
      </div>
      <div role="gridcell" className={isEverywhere ? grid.dim : ''} title={list(image.nodes)}>
        {where}
      </div>
      <div role="gridcell" className={purpose === 'unused' ? grid.dim : ''}>
        {text(`images.${purpose}`)}
      </div>
    </div>
  )
}
