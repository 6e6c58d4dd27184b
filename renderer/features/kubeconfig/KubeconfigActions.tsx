import { Button, Group, Text } from '@mantine/core'
import { IconDeviceFloppy, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { mergedAs } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { kubeconfigStatusQuery } from '../../api/queries.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'
import { kubeconfigOf } from '../../ui/use-kubeconfig-export.ts'
import { SnippetMenu } from './SnippetMenu.tsx'

/** The ways of a kubeconfig out of the window, in the order in which they are wanted. */
export function KubeconfigActions({
  cluster,
  canCopy,
  onMerge,
}: {
  readonly cluster: ClusterRef
  /** The header of the page has no button for it. */
  readonly canCopy: boolean
  readonly onMerge: () => void
}) {
  const { text } = useTexts()
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const canMerge = status !== undefined && mergedAs(status, cluster) === undefined
  const save = useMutation({
    mutationFn: () => request('clusters.saveKubeconfig', { cluster }),
    meta: { isShownInPlace: true },
  })
  const path = save.data?.path
  return (
    <Section title={text('kubeconfig.actions')} hint={text('kubeconfig.actions.hint')}>
      <Group gap="xs">
        {canCopy && <CopyButton label={text('kubeconfig.copy')} copy={() => kubeconfigOf(cluster)} variant="filled" />}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDeviceFloppy size={14} aria-hidden />}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {text('kubeconfig.save')}
        </Button>
        {canMerge && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={onMerge}>
            {text('kubeconfig.merge')}
          </Button>
        )}
        <SnippetMenu cluster={cluster} />
      </Group>
      {save.error && <ProblemAlert problem={problemOf(save.error)} onRetry={() => save.mutate()} />}
      {path && (
        <Text size="sm" role="status">
          {text('kubeconfig.saved', { path })}
        </Text>
      )}
    </Section>
  )
}
