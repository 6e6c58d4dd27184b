import { Accordion, Button, Stack, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Cluster } from '#shared/cluster.ts'
import { problem, problemOf } from '#shared/problem.ts'
import { nodeRegistriesQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'

/** What containerd really reads, node by node. */
export function NodeFiles({ cluster }: { readonly cluster: Cluster }) {
  const { text, plural } = useTexts()
  const canAsk = cluster.nodes.some(({ container }) => container === 'running')
  const {
    data: nodes,
    error,
    isFetching,
    refetch,
  } = useQuery({
    ...nodeRegistriesQuery(cluster),
    enabled: canAsk,
    refetchOnMount: 'always',
  })
  // As everywhere: servers first, then agents by their number.
  const inOrder = cluster.nodes.flatMap(({ name }) => nodes?.find(({ node }) => node === name) ?? [])
  return (
    <Section
      title={text('registries.nodes')}
      hint={text('registries.nodesHint')}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} aria-hidden />}
          disabled={!canAsk}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {text('action.refresh')}
        </Button>
      }
    >
      {error && <ProblemAlert problem={problemOf(error)} />}
      {!canAsk && (
        <Text size="sm" c="dimmed">
          {text('registries.nodesStopped')}
        </Text>
      )}
      {inOrder.map(
        ({ node, differing }) =>
          differing && (
            <ProblemAlert
              key={node}
              problem={problem('registries.not_in_force', { node, files: differing.join(', ') })}
              severity="warning"
            />
          ),
      )}
      {inOrder.length > 0 && (
        <Accordion variant="separated" radius="md" multiple>
          {inOrder.map(({ node, files }) => (
            <Accordion.Item key={node} value={node}>
              <Accordion.Control>
                <Text size="sm" fw={500}>
                  {node}
                </Text>
                <Text size="xs" c="dimmed">
                  {files.length === 0 ? text('registries.noFiles') : plural('registries.files', files.length)}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Stack gap="sm">
                  {files.map((file) => (
                    <Stack key={file.path} gap={4}>
                      <Text size="xs" ff="monospace" c="dimmed">
                        {file.path}
                      </Text>
                      <CodeBlock label={file.path} code={file.text} maxHeight={260} />
                    </Stack>
                  ))}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Section>
  )
}
