import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { bySpeed, type EndpointTest } from '#shared/registry-test.ts'
import { request } from '../api/client.ts'
import { useTexts } from './language.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'

interface Props {
  readonly engineId: ClusterRef['engineId']
  /** The cluster whose node asks; undefined where there is none yet. */
  readonly name: string | undefined
  readonly text: string
}

/** Really asks every endpoint, and says of each how quick it is or what is wrong. Those that do not answer stay, in grey. */
export function RegistriesTest({ engineId, name, text: yaml }: Props) {
  const { text } = useTexts()
  const { data, error, isPending, mutate } = useMutation({
    mutationFn: () => request('registries.test', { engineId, ...(name === undefined ? {} : { name }), text: yaml }),
  })
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlugConnected size={14} aria-hidden />}
          loading={isPending}
          disabled={yaml.trim() === ''}
          onClick={() => mutate()}
        >
          {text('registries.test')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {isPending && text('registries.testing')}
          {!isPending &&
            data &&
            (data.node ? text('registries.testedFrom', { node: data.node }) : text('registries.testedHere'))}
        </Text>
      </Group>
      {error && <ProblemAlert problem={problemOf(error)} />}
      {data?.endpoints.length === 0 && <Text size="sm">{text('registries.testNone')}</Text>}
      {data && data.endpoints.length > 0 && (
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {bySpeed(data.endpoints).map((each) => (
              <Table.Tr key={`${each.registry} ${each.endpoint}`} {...(each.fault ? { c: 'dimmed' } : {})}>
                <Table.Td>{each.registry}</Table.Td>
                <Table.Td ff="monospace">{each.endpoint}</Table.Td>
                <Table.Td>
                  <Outcome test={each} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}

function Outcome({ test: { fault, hops, totalMs } }: { readonly test: EndpointTest }) {
  const { text, language } = useTexts()
  if (!fault)
    return (
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {text('registries.milliseconds', { ms: Math.round(totalMs) })}
        </Text>
        {hops.map(({ hop, ms }) => (
          <Badge key={hop} variant="default" size="sm" tt="none">
            {text(`registryHop.${hop}`)} {Math.round(ms)}
          </Badge>
        ))}
      </Group>
    )
  const until = fault.until && new Date(fault.until).toLocaleTimeString(language)
  return (
    <Stack gap={0}>
      <Text size="sm">
        {text(`registryHop.${fault.hop}`)}
        {' · '}
        <b>{text(`registryFault.${fault.kind}`)}</b>
        {until && ` · ${text('registries.until', { until })}`}
      </Text>
      <Text size="xs" ff="monospace">
        {fault.detail}
      </Text>
    </Stack>
  )
}
