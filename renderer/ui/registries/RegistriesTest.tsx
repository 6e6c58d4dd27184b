import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconPlugConnected, IconSortAscending } from '@tabler/icons-react'
import type { RegistriesForm } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { EndpointOutcome } from './EndpointOutcome.tsx'
import { type RegistriesTesting, sortedBySpeed } from './use-registries-test.ts'

interface Props {
  readonly testing: RegistriesTesting
  readonly form: RegistriesForm | undefined
  readonly onSort: (form: RegistriesForm) => void
  /** Where the answers do not stand at the endpoints themselves. */
  readonly hasTable: boolean
}

/** Really asks every endpoint, and says of each how quick it is or what is wrong. Those that do not answer stay, in grey. */
export function RegistriesTest({ testing, form, onSort, hasTable }: Props) {
  const { text } = useTexts()
  const { all, isPending, hasAsked, node, problem, ask } = testing
  const sorted = form && {
    ...form,
    mirrors: form.mirrors.map((mirror) => ({
      ...mirror,
      endpoints: sortedBySpeed(mirror.name, mirror.endpoints, testing),
    })),
  }
  const place = node ? text('registries.testedFrom', { node }) : text('registries.testedHere')
  const good = all.filter(({ fault }) => !fault).length
  // The answers stand at the endpoints, which may be out of sight.
  const outcome = all.length > 0 ? text('registries.testedCount', { place, good, count: all.length }) : place
  const isInOrder = JSON.stringify(sorted) === JSON.stringify(form)
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlugConnected size={14} aria-hidden />}
          loading={isPending}
          disabled={!form || (form.mirrors.length === 0 && form.configs.length === 0)}
          onClick={() => ask(undefined)}
        >
          {text('registries.test')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconSortAscending size={14} aria-hidden />}
          disabled={all.length === 0 || isPending || isInOrder}
          onClick={() => sorted && onSort(sorted)}
        >
          {text('registries.sort')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {isPending && text('registries.testing')}
          {!isPending && hasAsked && outcome}
        </Text>
      </Group>
      {problem && <ProblemAlert problem={problem} />}
      {hasAsked && !isPending && all.length === 0 && <Text size="sm">{text('registries.testNone')}</Text>}
      {hasTable && all.length > 0 && (
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {all.map((each) => (
              <Table.Tr key={`${each.registry} ${each.endpoint}`} {...(each.fault ? { c: 'dimmed' } : {})}>
                <Table.Td>{each.registry}</Table.Td>
                <Table.Td ff="monospace">{each.endpoint}</Table.Td>
                <Table.Td>
                  <EndpointOutcome test={each} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
