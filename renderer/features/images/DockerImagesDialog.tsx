import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import type { NamedImage } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { localImagesQuery, useImageLoads } from '../../api/images.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LocalImages } from './LocalImages.tsx'

/** Docker's own images, to be chosen for a cluster. */
export function DockerImagesDialog({ cluster, onClose }: { readonly cluster: Cluster; readonly onClose: () => void }) {
  const { text, plural } = useTexts()
  const { load } = useImageLoads()
  const { data: images, error, refetch } = useQuery(localImagesQuery(engineOfRef(cluster)))
  const [filter, setFilter] = useState('')
  const words = useDeferredValue(filter.trim().toLowerCase())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => images?.filter(({ name }) => name.toLowerCase().includes(words)) ?? [], [images, words])
  // What was removed from Docker while this was open cannot be loaded.
  const wanted = images?.flatMap(({ name }) => (chosen.has(name) ? [name] : [])) ?? []
  const toggle = ({ name }: NamedImage) =>
    setChosen((before) => new Set(before.has(name) ? [...before].filter((other) => other !== name) : [...before, name]))
  return (
    <Modal opened onClose={onClose} title={text('images.docker.title', { cluster: cluster.name })} size="lg">
      <Stack gap="sm">
        <Text size="sm">{text('images.docker.hint')}</Text>
        {error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
        <TextInput
          type="search"
          data-autofocus
          aria-label={text('images.filter')}
          placeholder={text('images.filter')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <LocalImages
          images={shown}
          chosen={chosen}
          emptyText={text(!images ? 'images.loading' : images.length > 0 ? 'images.noMatch' : 'images.docker.none')}
          onToggle={toggle}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
          <Button
            disabled={wanted.length === 0}
            onClick={() => {
              load(cluster, { references: wanted, files: [] })
              onClose()
            }}
          >
            {plural('images.docker.load', wanted.length)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
