import { Badge, Button, Table, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { apiAddressesQuery } from '../../api/queries.ts'
import { CopyableText } from '../../ui/CopyableText.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'

/** The same kubeconfig for other places: each address is tried from there before it is offered. */
export function AddressTable({ cluster }: { readonly cluster: Cluster }) {
  const { text, sentences, problem: wordsOf } = useTexts()
  const { data, error, isFetching, refetch } = useQuery({ ...apiAddressesQuery(cluster), enabled: false })
  return (
    <Section
      title={text('kubeconfig.addresses')}
      hint={text('kubeconfig.addresses.hint')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlugConnected size={14} aria-hidden />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {text('kubeconfig.addresses.test')}
        </Button>
      }
    >
      {error && <ProblemAlert problem={problemOf(error)} />}
      {data && (
        <Table.ScrollContainer type="native" minWidth={560}>
          <Table verticalSpacing={6} aria-label={text('kubeconfig.addresses')}>
            <Table.Tbody>
              {data.map(({ place, server, isReachable, detail, problem }) => (
                <Table.Tr key={server}>
                  <Table.Th scope="row" fw={500}>
                    {text(`kubeconfig.place.${place}`)}
                  </Table.Th>
                  <Table.Td fz="xs">
                    <CopyableText value={server} isCode />
                  </Table.Td>
                  <Table.Td>
                    <Badge
                      variant="light"
                      color={isReachable ? 'teal' : 'red'}
                      c={`var(--sampan-text-${isReachable ? 'good' : 'bad'})`}
                      tt="none"
                    >
                      {text(isReachable ? 'kubeconfig.reachable' : 'kubeconfig.unreachable')}
                    </Badge>
                    {problem && <Text size="xs">{sentences([wordsOf(problem).cause, wordsOf(problem).remedy])}</Text>}
                    {detail !== undefined && (
                      <Text size="xs" c="dimmed">
                        {detail}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="end">
                    {isReachable && (
                      <CopyButton
                        label={text('kubeconfig.copyFor')}
                        what={text(`kubeconfig.place.${place}`)}
                        copy={async () =>
                          (await request('clusters.kubeconfig', { cluster: refOf(cluster), place })).text
                        }
                      />
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
