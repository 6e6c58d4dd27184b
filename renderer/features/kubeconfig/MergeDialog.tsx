import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { entryName } from '#shared/cluster-origin.ts'
import { ContextName, type KubeconfigChange, KubeconfigMerge, Namespace } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DiffView } from './DiffView.tsx'

const typingMs = 250

interface Props {
  readonly cluster: ClusterRef
  /** What it has in the kubeconfig, if it is there already. */
  readonly present: { readonly name: string; readonly namespace?: string | undefined } | undefined
  readonly onClose: () => void
  readonly onMerged: (change: KubeconfigChange) => void
  /** What else can be chosen there. */
  readonly more?: ReactNode
}

/** Shows what would be written, line by line, before anything is. */
export function MergeDialog({ cluster, present, onClose, onMerged, more }: Props) {
  const { text } = useTexts()
  /** Until somebody types one it is the name that the preview tells. */
  const [typedName, setTypedName] = useState(present?.name)
  const [namespace, setNamespace] = useState(present?.namespace ?? '')
  const [isCurrent, setIsCurrent] = useState(false)
  const isNameFit = typedName === undefined || ContextName.safeParse(typedName).success
  const isNamespaceFit = namespace === '' || Namespace.safeParse(namespace).success
  const isFit = isNameFit && isNamespaceFit
  const merge: Omit<KubeconfigMerge, 'place'> = {
    cluster,
    isCurrent,
    onClash: 'fail',
    ...(typedName === undefined ? {} : { name: typedName }),
    ...(namespace === '' ? {} : { namespace }),
  }
  const [previewed] = useDebouncedValue(merge, typingMs)
  const preview = useQuery({
    queryKey: ['kubeconfig.preview', previewed],
    queryFn: () => request('kubeconfig.preview', previewed),
    // What was typed before it settled was fit in its own time.
    enabled: isFit && KubeconfigMerge.safeParse(previewed).success,
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  })
  const write = useMutation({
    mutationFn: () => request('kubeconfig.merge', merge),
    onSuccess: onMerged,
    meta: { isShownInPlace: true },
  })
  const error = write.error ?? preview.error
  const { data } = preview
  return (
    <Modal
      opened
      onClose={onClose}
      title={text(present ? 'kubeconfig.merge.change' : 'kubeconfig.merge.title', { cluster: cluster.name })}
      size="xl"
    >
      <Stack>
        <Group grow align="flex-start">
          <TextInput
            label={text('kubeconfig.contextName')}
            value={typedName ?? data?.name ?? entryName(cluster)}
            error={isNameFit ? undefined : text('kubeconfig.contextName.invalid')}
            onChange={({ currentTarget }) => setTypedName(currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={text('kubeconfig.namespace')}
            placeholder="default"
            value={namespace}
            error={isNamespaceFit ? undefined : text('kubeconfig.namespace.invalid')}
            onChange={({ currentTarget }) => setNamespace(currentTarget.value.toLowerCase())}
          />
        </Group>
        <Checkbox
          label={text('kubeconfig.setCurrent')}
          description={
            data?.currentBefore !== undefined && data.currentBefore !== data.name
              ? text('kubeconfig.currentNow', { name: data.currentBefore })
              : text('kubeconfig.setCurrent.hint')
          }
          checked={isCurrent}
          onChange={({ currentTarget }) => setIsCurrent(currentTarget.checked)}
        />
        {more}
        {error && isFit && <ProblemAlert problem={problemOf(error)} />}
        {data && !error && isFit && (
          <>
            <Text size="sm">
              {data.isChanged
                ? text(data.isNewFile ? 'kubeconfig.wouldCreate' : 'kubeconfig.wouldWrite', { path: data.path })
                : text('kubeconfig.nothingToWrite', { path: data.path })}
            </Text>
            {data.isChanged && <DiffView lines={data.diff} />}
            {data.also && data.also.diff.length > 0 && (
              <>
                <Text size="sm">{text('kubeconfig.wouldWrite', { path: data.also.path })}</Text>
                <DiffView lines={data.also.diff} />
              </>
            )}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
          <Button
            loading={write.isPending}
            disabled={!isFit || !data || preview.isPlaceholderData || preview.error !== null}
            onClick={() => write.mutate()}
          >
            {text('kubeconfig.write')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
