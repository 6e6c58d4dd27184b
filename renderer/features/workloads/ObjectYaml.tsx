import { Center, Group, Loader, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { yamlQuery } from '../../api/workloads.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** The whole object as Kubernetes has it at this moment. */
export function ObjectYaml({ cluster, row }: { readonly cluster: ClusterRef; readonly row: WorkloadRow }) {
  const { text } = useTexts()
  const { data, error, refetch } = useQuery(yamlQuery(cluster, row))
  if (error) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Center h={120}>
        <Loader size="sm" aria-label={text('workloads.loading')} />
      </Center>
    )
  }
  return (
    <Stack gap="xs">
      <Group justify="flex-end">
        <CopyButton label={text('action.copy')} what="YAML" copy={data.text} />
      </Group>
      <CodeBlock label="YAML" code={data.text} maxHeight="calc(100dvh - 220px)" />
    </Stack>
  )
}
