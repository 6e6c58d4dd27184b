import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWorkloadRequests } from './use-workload-requests.ts'

const mostReplicas = 10_000

interface Props {
  readonly cluster: ClusterRef
  readonly row: WorkloadRow
  /** How many pods it was meant to have when it was chosen. */
  readonly replicas: number
  readonly onClose: () => void
}

export function ScaleDialog({ cluster, row, replicas, onClose }: Props) {
  const { text, number } = useTexts()
  const [wanted, setWanted] = useState<number | string>(replicas)
  const { mutate, error, isPending } = useWorkloadRequests(cluster).scale
  const isNumber = typeof wanted === 'number' && Number.isInteger(wanted)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isNumber) mutate({ object: row, from: replicas, to: wanted }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={text('workloads.scale.title', { name: row.name })} size="sm">
      <form onSubmit={submit}>
        <Stack gap="md">
          <NumberInput
            label={text('workloads.scale.replicas')}
            description={text('workloads.scale.now', { count: number(replicas) })}
            value={wanted}
            onChange={setWanted}
            min={0}
            max={mostReplicas}
            allowDecimal={false}
            allowNegative={false}
            data-autofocus
          />
          {wanted === 0 && <Text size="sm">{text('workloads.scale.zero')}</Text>}
          {error && <ProblemAlert problem={problemOf(error)} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={isPending} disabled={!isNumber || wanted === replicas}>
              {text('workloads.scale.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
