import { Button, Group, Text } from '@mantine/core'
import { IconBrandDocker, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Cluster } from '#shared/cluster.ts'
import { type ClusterImage, imageTotals } from '#shared/images.ts'
import { takeFiles } from '../../api/client.ts'
import { useImageLoads } from '../../api/images.ts'
import { FilesButton } from '../../ui/files/FilesButton.tsx'
import { formatBytes } from '../../ui/format.ts'
import { FilterField } from '../../ui/grid/FilterField.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'

interface Props {
  readonly cluster: Cluster
  /** Undefined: not known yet. */
  readonly images: readonly ClusterImage[] | undefined
  readonly filter: string
  /** Something is being done to the cluster. */
  readonly isHeld: boolean
  readonly isLooking: boolean
  readonly onFilter: (filter: string) => void
  readonly onLook: () => void
  readonly onOpen: (dialog: 'docker' | 'prune') => void
}

export function ImageToolbar({ cluster, images, filter, isHeld, isLooking, onFilter, onLook, onOpen }: Props) {
  const { text } = useTexts()
  const { load } = useImageLoads()
  const { mutate: loadFiles } = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const taken = await takeFiles(files)
      load(cluster, { references: [], files: taken.map(({ token }) => token) })
    },
  })
  return (
    <Group gap="xs">
      <FilterField label={text('images.filter')} value={filter} onChange={onFilter} />
      {images && <Total images={images} />}
      <IconButton label={text('action.refresh')} isBusy={isLooking} onClick={onLook}>
        <IconRefresh size={16} aria-hidden />
      </IconButton>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={14} aria-hidden />}
        disabled={isHeld}
        onClick={() => onOpen('prune')}
      >
        {text('images.prune')}
      </Button>
      <FilesButton label={text('images.fromFiles')} isDisabled={isHeld} onChoose={loadFiles} />
      <Button
        size="xs"
        leftSection={<IconBrandDocker size={14} aria-hidden />}
        disabled={isHeld}
        onClick={() => onOpen('docker')}
      >
        {text('images.fromDocker')}
      </Button>
    </Group>
  )
}

/** The list has a row for each name: where those are more than the images, both are said. */
function Total({ images }: { readonly images: readonly ClusterImage[] }) {
  const { plural, language } = useTexts()
  const { count, names, bytes } = imageTotals(images)
  const key = names > count ? 'images.totalNamed' : 'images.total'
  return (
    <Text size="xs" c="dimmed" role="status">
      {plural(key, count, { names, size: formatBytes(language, bytes) })}
    </Text>
  )
}
