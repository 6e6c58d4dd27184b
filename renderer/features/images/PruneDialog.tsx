import { Button, Center, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Cluster, refKey, refOf } from '#shared/cluster.ts'
import { imageTotals } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { unusedImagesQuery } from '../../api/images.ts'
import { formatBytes } from '../../ui/format.ts'
import { ItemList } from '../../ui/ItemList.tsx'
import { useTexts } from '../../ui/language.tsx'
import { showNotice } from '../../ui/notice.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { byImage } from './image-rows.ts'
import styles from './images.module.css'

/** Says which images will be gone before they are. */
export function PruneDialog({ cluster, onClose }: { readonly cluster: Cluster; readonly onClose: () => void }) {
  const { text, plural, language } = useTexts()
  const client = useQueryClient()
  const { data: unused, error, refetch } = useQuery(unusedImagesQuery(cluster))
  const {
    mutate,
    error: refusal,
    isPending,
  } = useMutation({
    mutationFn: () => request('images.prune', { cluster: refOf(cluster), isDryRun: false }),
    onSuccess: (removed) => {
      showNotice(
        'images.pruned',
        { cluster: cluster.name, size: formatBytes(language, imageTotals(removed).bytes) },
        cluster,
      )
      onClose()
    },
    // Also where it failed in the middle.
    onSettled: () => client.invalidateQueries({ queryKey: ['images.list', refKey(cluster)] }),
    meta: { isShownInPlace: true },
  })
  const failed = error ?? refusal
  const total = imageTotals(unused ?? [])
  return (
    <Modal opened onClose={onClose} title={text('images.prune.title', { cluster: cluster.name })} size="lg">
      <Stack gap="md">
        {failed && <ProblemAlert problem={problemOf(failed)} onRetry={() => void refetch()} />}
        {!unused && !error && (
          <Center h={120}>
            <Loader size="sm" aria-label={text('images.loading')} />
          </Center>
        )}
        {unused && <Text size="sm">{text(unused.length > 0 ? 'images.prune.hint' : 'images.prune.nothing')}</Text>}
        {unused && unused.length > 0 && (
          <ItemList label={text('images.prune.list')}>
            {byImage(unused).map(({ image, names }) => (
              <li key={image.id}>
                <Group justify="space-between" align="flex-start" wrap="nowrap">
                  <Stack gap={0} miw={0}>
                    {(names.length > 0 ? names : [image.id.slice(7, 19)]).map((name) => (
                      <span key={name} className={styles.image}>
                        {name}
                      </span>
                    ))}
                  </Stack>
                  <span className={styles.size}>{formatBytes(language, image.sizeBytes)}</span>
                </Group>
              </li>
            ))}
          </ItemList>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          {unused && unused.length > 0 && (
            <Button color="red.9" loading={isPending} onClick={() => mutate()}>
              {plural('images.prune.confirm', total.count, { size: formatBytes(language, total.bytes) })}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
