import { Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { problemOf } from '#shared/problem.ts'
import { libraryQuery } from '../../api/images.ts'
import { ArchivesButton } from '../../ui/files/ArchivesButton.tsx'
import { useArchiveDrop } from '../../ui/files/file-target.tsx'
import { useAddArchives } from '../../ui/files/use-add-archives.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LibraryRow } from './LibraryRow.tsx'

/** What is kept on this computer for clusters without a network. */
export function LibrarySection() {
  const { text, language } = useTexts()
  const { data: entries, error } = useQuery(libraryQuery)
  const { add, isAdding, problem, cancel } = useAddArchives()
  useArchiveDrop((files) => add({ files }))
  const failed = problem ?? (error ? problemOf(error) : undefined)
  const sizeBytes = entries?.reduce((sum, entry) => sum + entry.sizeBytes, 0) ?? 0
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2}>
          <Text size="sm">{text('library.hint')}</Text>
          {sizeBytes > 0 && (
            <Text size="xs" c="dimmed">
              {text('library.total', { size: formatBytes(language, sizeBytes) })}
            </Text>
          )}
        </Stack>
        <Group gap="xs" wrap="nowrap" flex="none">
          <ArchivesButton isAdding={isAdding} onChoose={(files) => add({ files })} onCancel={cancel} />
        </Group>
      </Group>
      {failed && <ProblemAlert problem={failed} />}
      {entries?.length === 0 && (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {text('library.none')}
          </Text>
          <Text size="sm" c="dimmed">
            {text('library.none.hint')}
          </Text>
        </Stack>
      )}
      {entries && entries.length > 0 && (
        <Table aria-label={text('library.list')} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {(['version', 'platform', 'content', 'size'] as const).map((column) => (
                <Table.Th key={column} ta={column === 'size' ? 'end' : 'start'}>
                  {text(`library.${column}`)}
                </Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <LibraryRow key={entry.id} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
