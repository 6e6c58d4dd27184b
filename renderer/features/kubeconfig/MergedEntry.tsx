import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { type KubeconfigChange, mergedAs } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { kubeconfigStatusQuery, privateKubeconfigQuery } from '../../api/queries.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { showRemarks } from '../../ui/notice.tsx'
import type { Said } from '../../ui/notice-tone.ts'
import { PathSentence } from '../../ui/PathSentence.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'
import { MergeDialog } from './MergeDialog.tsx'
import { useUndoable } from './use-undoable.ts'

interface Props {
  readonly cluster: ClusterRef
  readonly createdAt: string | undefined
  /** The dialog is open that adds it, or changes what was added. */
  readonly isMerging: boolean
  readonly onMerging: (isMerging: boolean) => void
}

/** Whether the cluster is in the kubeconfig that kubectl reads, as it is on the disk right now, and what can be done about it. */
export function MergedEntry({ cluster, createdAt, isMerging, onMerging }: Props) {
  const { text } = useTexts()
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const queries = useQueryClient()
  const [canUndo, setCanUndo] = useUndoable(cluster, createdAt)
  const run = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), meta: { isShownInPlace: true } })
  if (!status) return null
  const place = mergedAs(status, cluster)
  const broken = status.files.find(({ problem }) => problem !== undefined)?.problem
  const isCurrent = place !== undefined && status.currentContext === place.name
  /** Where the file lies as it was, and what was unusual. */
  const howWritten = ({ path, backup, isInPlace }: KubeconfigChange): Said[] => [
    ...(isInPlace ? [{ text: 'kubeconfig.inPlace', params: { path } } as const] : []),
    ...(backup === undefined ? [] : [{ text: 'kubeconfig.backup', params: { path: backup } } as const]),
  ]
  const command = isCurrent ? 'kubectl get nodes' : `kubectl --context ${place?.name} get nodes`
  const unmerge = async () => {
    const changes = await request('kubeconfig.unmerge', { cluster })
    setCanUndo(changes.length > 0)
    const [change] = changes
    if (!change) return
    const after = change.currentAfter ?? ''
    const current: Said[] =
      change.currentBefore === change.currentAfter
        ? []
        : after
          ? [{ text: 'kubeconfig.currentAgain', params: { name: after } }]
          : [{ text: 'kubeconfig.noCurrent', params: {} }]
    showRemarks(
      [{ text: 'kubeconfig.unmerged', params: { path: change.path } }, ...current, ...howWritten(change)],
      cluster,
    )
  }
  return (
    <Section
      title={text('kubeconfig.own')}
      hint={text('kubeconfig.kubectl.hint')}
      actions={
        <>
          {canUndo && (
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              onClick={() =>
                run.mutate(async () => {
                  // Also where somebody has written since: then it can never be undone any more.
                  setCanUndo(false)
                  await request('kubeconfig.undo', { cluster })
                })
              }
            >
              {text('kubeconfig.undo')}
            </Button>
          )}
          {place && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrash size={14} aria-hidden />}
              loading={run.isPending}
              onClick={() => run.mutate(unmerge)}
            >
              {text('kubeconfig.unmerge')}
            </Button>
          )}
          {place && (
            <Button size="xs" variant="default" onClick={() => onMerging(true)}>
              {text('kubeconfig.mergeAgain')}
            </Button>
          )}
        </>
      }
    >
      {broken && <ProblemAlert problem={broken} />}
      {run.error && <ProblemAlert problem={problemOf(run.error)} />}
      {place ? (
        <Stack gap={4}>
          <Group gap="xs">
            <Text size="sm" component="div">
              <PathSentence text="kubeconfig.isIn" path={place.path} />
            </Text>
            {isCurrent && <Badge variant="light">{text('kubeconfig.isCurrent')}</Badge>}
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Code>{command}</Code>
            <CopyButton label={text('action.copy')} what={command} copy={command} size="compact-xs" />
          </Group>
        </Stack>
      ) : (
        <Text size="sm" c="dimmed" component="div">
          <PathSentence text="kubeconfig.isNotIn" path={status.defaultPath} />
        </Text>
      )}
      {isMerging && (
        <MergeDialog
          cluster={cluster}
          present={place}
          onClose={() => onMerging(false)}
          onMerged={(change) => {
            onMerging(false)
            if (change.isChanged) setCanUndo(true)
            showRemarks(howWritten(change), cluster)
            // Its own kubeconfig names the context as it was merged.
            void queries.invalidateQueries(privateKubeconfigQuery(cluster))
          }}
        />
      )}
    </Section>
  )
}
