import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { LibraryEntry } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { libraryQuery, useLibraryChange } from '../../api/images.ts'
import { ArchivesButton } from '../../ui/files/ArchivesButton.tsx'
import { useArchiveDrop } from '../../ui/files/file-target.tsx'
import { useAddArchives } from '../../ui/files/use-add-archives.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { showNotice } from '../../ui/notice.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LibraryRow } from './LibraryRow.tsx'

/** What is kept on this computer for clusters without a network. */
export function LibrarySection() {
  const { text, language } = useTexts()
  const { data: entries, error } = useQuery(libraryQuery)
  const { add, isAdding, problem, cancel } = useAddArchives()
  useArchiveDrop((files) => add({ files }))
  const failed = problem ?? (error ? problemOf(error) : undefined)
  const sizeOf = (some: readonly LibraryEntry[]) =>
    formatBytes(
      language,
      some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    )
  const duplicates = entries?.filter(({ isDuplicate }) => isDuplicate) ?? []
  const { remove } = useLibraryChange()
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      for (const { id } of duplicates) await remove(id)
      return sizeOf(duplicates)
    },
    onSuccess: (size) => showNotice('library.pruned', { size }),
  })
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2}>
          <Text size="sm">{text('library.hint')}</Text>
          {entries && entries.length > 0 && (
            <Text size="xs" c="dimmed">
              {text('library.total', { size: sizeOf(entries) })}
            </Text>
          )}
        </Stack>
        <Group gap="xs" justify="flex-end" flex="none">
          {duplicates.length > 0 && (
            <Button variant="default" loading={isPending} onClick={() => mutate()}>
              {text('library.prune', { size: sizeOf(duplicates) })}
            </Button>
          )}
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
