import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { nodeImagesQuery } from '../../api/images.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DockerImagesDialog } from './DockerImagesDialog.tsx'
import { ImageTable } from './ImageTable.tsx'
import { ImageToolbar } from './ImageToolbar.tsx'
import { shownImages } from './image-rows.ts'
import styles from './images.module.css'
import { LoadOutcome } from './LoadOutcome.tsx'
import { PruneDialog } from './PruneDialog.tsx'

/** Mounted while the cluster runs: only then there is anybody to ask. */
export function LiveImages({ cluster, isHeld }: { readonly cluster: Cluster; readonly isHeld: boolean }) {
  const { text } = useTexts()
  const { data: images, error, isFetching, refetch } = useQuery(nodeImagesQuery(cluster))
  const [filter, setFilter] = useState('')
  const words = useDeferredValue(filter)
  const [dialog, setDialog] = useState<'docker' | 'prune'>()
  const rows = useMemo(() => shownImages(images ?? [], words), [images, words])
  const look = () => void refetch()
  const close = () => setDialog(undefined)
  return (
    <Stack gap="xs" className={styles.screen}>
      <LoadOutcome cluster={cluster} />
      {error && <ProblemAlert problem={problemOf(error)} severity="warning" about={cluster} onRetry={look} />}
      <ImageToolbar
        cluster={cluster}
        images={images}
        filter={filter}
        isHeld={isHeld}
        isLooking={isFetching}
        onFilter={setFilter}
        onLook={look}
        onOpen={setDialog}
      />
      <ImageTable
        cluster={cluster}
        images={rows}
        emptyText={text(!images ? 'images.loading' : words !== '' ? 'images.noMatch' : 'images.none')}
        onClearFilter={images && words !== '' ? () => setFilter('') : undefined}
      />
      {dialog === 'docker' && <DockerImagesDialog cluster={cluster} onClose={close} />}
      {dialog === 'prune' && <PruneDialog cluster={cluster} onClose={close} />}
    </Stack>
  )
}
