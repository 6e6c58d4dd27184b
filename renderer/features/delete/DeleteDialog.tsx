import { Button, Center, Checkbox, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { isOfK3d, shownName } from '#shared/cluster-origin.ts'
import { mergedAs } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { volumeSizesQuery } from '../../api/kept-data.ts'
import { deletionQuery, kubeconfigStatusQuery } from '../../api/queries.ts'
import { formatBytes } from '../../ui/format.ts'
import { ItemList } from '../../ui/ItemList.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import styles from './DeleteDialog.module.css'

/** Says what will be gone, to the last volume, before it is. */
export function DeleteDialog({ cluster }: { readonly cluster: ClusterRef }) {
  const { text, plural, sentences, language } = useTexts()
  const { closeDialog } = useNavigation()
  const { remove } = useClusterActions()
  const [keepsVolumes, setKeepsVolumes] = useState(false)
  const { data: preview, error, refetch } = useQuery({ ...deletionQuery(cluster), refetchOnMount: 'always' })
  const { data: sizes } = useQuery({ ...volumeSizesQuery(cluster), refetchOnMount: 'always' })
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const place = status && mergedAs(status, cluster)
  const bytes = Object.values(sizes ?? {}).reduce((sum, size) => sum + size, 0)
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={text('delete.title', { cluster: shownName(cluster) })}
      size="lg"
      classNames={{ title: styles.title }}
    >
      <Stack gap="md">
        <Text size="sm">{text(keepsVolumes ? 'delete.warning.kept' : 'delete.warning')}</Text>
        {error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
        {!preview && !error && (
          <Center h={120}>
            <Loader size="sm" aria-label={text('loading.preview')} />
          </Center>
        )}
        {preview && (
          <>
            <Losses
              title={plural('delete.containers', preview.containers.length)}
              items={preview.containers.map((name) => ({ name }))}
            />
            <Losses
              title={plural(keepsVolumes ? 'delete.volumesKept' : 'delete.volumes', preview.volumes.length)}
              {...(bytes > 0 ? { note: text('delete.size', { size: formatBytes(language, bytes) }) } : {})}
              items={preview.volumes.map((name) => ({
                name,
                ...(sizes?.[name] === undefined ? {} : { note: formatBytes(language, sizes[name]) }),
              }))}
            />
            <Losses
              title={plural('delete.networks', preview.networks.length)}
              items={preview.networks.map((name) => ({ name }))}
            />
          </>
        )}
        <Text size="sm">
          {sentences([...(place ? [text('delete.entry', { path: place.path })] : []), text('delete.images')])}
        </Text>
        {preview && preview.volumes.length > 0 && !isOfK3d(cluster) && (
          <Checkbox
            label={text('delete.keepVolumes')}
            checked={keepsVolumes}
            onChange={(event) => setKeepsVolumes(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={closeDialog} data-autofocus>
            {text('delete.keep')}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              remove(cluster, { keepsVolumes })
              closeDialog()
            }}
          >
            {text('delete.confirm', { cluster: shownName(cluster) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Losses({
  title,
  note: sum,
  items,
}: {
  readonly title: string
  readonly note?: string
  readonly items: readonly { readonly name: string; readonly note?: string }[]
}) {
  if (items.length === 0) return null
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={4}>
        {title}
        {sum !== undefined && (
          <Text span size="sm" c="dimmed" ml="xs">
            {sum}
          </Text>
        )}
      </Text>
      <ItemList label={title}>
        {[...items]
          .sort((a, b) => Number(isAgents(a)) - Number(isAgents(b)) || a.name.localeCompare(b.name, 'en'))
          .map(({ name, note }) => (
            <li key={name} className={styles.item}>
              <span>{name}</span>
              <span>{note}</span>
            </li>
          ))}
      </ItemList>
    </section>
  )
}

/** Servers come first, as everywhere. */
const isAgents = ({ name }: { readonly name: string }) => /-agent-\d+(?:-|$)/.test(name)
