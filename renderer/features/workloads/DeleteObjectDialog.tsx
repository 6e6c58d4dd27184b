import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWorkloadRequests } from './use-workload-requests.ts'

interface Props {
  readonly cluster: ClusterRef
  readonly row: WorkloadRow
  readonly onClose: () => void
}

/** Names what will be gone, and what goes or comes with that. */
export function DeleteObjectDialog({ cluster, row, onClose }: Props) {
  const { text, sentences } = useTexts()
  const { mutate, error, isPending } = useWorkloadRequests(cluster).remove
  const { kind, name, namespace } = row
  return (
    <Modal opened onClose={onClose} title={text('workloads.delete.title', { kind, name })} size="md">
      <Stack gap="md">
        <Text size="sm">
          {sentences([text('workloads.delete.namespace', { namespace }), consequence(row, text) ?? ''])}
        </Text>
        {error && <ProblemAlert problem={problemOf(error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <Button color="red.9" loading={isPending} onClick={() => mutate(row, { onSuccess: onClose })}>
            {text('workloads.delete.submit', { name })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function consequence(row: WorkloadRow, text: ReturnType<typeof useTexts>['text']): string | undefined {
  switch (row.kind) {
    case 'Pod':
      return row.owner && row.owner.kind !== 'Job'
        ? text('workloads.delete.owned', { owner: `${row.owner.kind} ${row.owner.name}` })
        : undefined
    case 'Service':
      return text('workloads.delete.service')
    case 'Ingress':
      return undefined
    default:
      return text('workloads.delete.pods')
  }
}
