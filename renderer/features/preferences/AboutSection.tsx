import { Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { appInfoQuery, useClusters } from '../../api/queries.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { Licenses } from './Licenses.tsx'

/** Which versions these are, to be copied, under which license, and what is sent to whom. */
export function AboutSection() {
  const { text } = useTexts()
  const { data: app } = useQuery(appInfoQuery)
  const engine = useClusters()?.value?.engine
  const versions = [
    ...Object.entries(app?.versions ?? {}),
    ...(engine?.kind === 'connected' ? [[engine.name, engine.version] as const] : []),
  ]
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {text('preferences.versions')}
          </Text>
          <CopyButton
            label={text('preferences.copyVersions')}
            copy={versions.map(([name, version]) => `${name} ${version}`).join('\n')}
          />
        </Group>
        <Table aria-label={text('preferences.versions')} verticalSpacing={4}>
          <Table.Tbody>
            {versions.map(([name, version]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400} w="40%">
                  {name}
                </Table.Th>
                <Table.Td ff="monospace" fz="sm">
                  {version}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {text('preferences.privacy')}
        </Text>
        <Text size="sm">{text('preferences.privacy.text')}</Text>
      </Stack>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {text('preferences.license')}
        </Text>
        <Text size="sm">{text('preferences.license.text')}</Text>
        <Licenses />
      </Stack>
    </Stack>
  )
}
