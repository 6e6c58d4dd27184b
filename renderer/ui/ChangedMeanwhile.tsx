import { Button, Group, Stack } from '@mantine/core'
import type { ClusterRef } from '#shared/cluster.ts'
import { problem } from '#shared/problem.ts'
import { useTexts } from './language.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'

/** Says that what a draft is based on is no longer what is stored. Loading keeps the draft. */
export function ChangedMeanwhile({ cluster, onLoad }: { readonly cluster: ClusterRef; readonly onLoad: () => void }) {
  const { text } = useTexts()
  return (
    <Stack gap="xs">
      <ProblemAlert problem={problem('cluster.changed', { cluster: cluster.name })} severity="warning" />
      <Group>
        <Button size="xs" onClick={onLoad}>
          {text('action.loadNewState')}
        </Button>
      </Group>
    </Stack>
  )
}
