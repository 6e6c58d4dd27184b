import { ActionIcon, Button, Popover, Stack, Table, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { LibraryEntry } from '#shared/images.ts'
import { useLibraryChange } from '../../api/images.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { showNotice } from '../../ui/notice.tsx'

/** An archive in the library; what removes it says how much that is. */
export function LibraryRow({ entry }: { readonly entry: LibraryEntry }) {
  const { text, plural, list, language } = useTexts()
  const { remove } = useLibraryChange()
  const [isAsking, setIsAsking] = useState(false)
  const { k3sVersion: version, forEngine, forNodes } = entry
  const platform = entry.platform.replace(/^linux\//, '')
  const size = formatBytes(language, entry.sizeBytes)
  const { mutate, isPending } = useMutation({
    mutationFn: () => remove(entry.id),
    onSuccess: () => showNotice('library.removed', { version, platform }),
  })
  const content = [
    ...(forEngine.length > 0 ? [list(forEngine)] : []),
    ...(forNodes.length > 0 ? [plural('library.forNodes', forNodes.length)] : []),
  ]
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {version}
      </Table.Th>
      <Table.Td>{platform}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }} title={forNodes.join('\n')}>
        {content.join(' · ')}
        {entry.isDuplicate && (
          <Text size="xs" c="dimmed">
            {text('library.duplicate')}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
        {size}
      </Table.Td>
      <Table.Td ta="end">
        <Popover opened={isAsking} onChange={setIsAsking} position="bottom-end" trapFocus withinPortal={false}>
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={text('library.remove', { version, platform })}
              onClick={() => setIsAsking(!isAsking)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={text('library.remove', { version, platform })}>
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{text('library.remove.hint')}</Text>
              <Button size="xs" color="red.9" loading={isPending} onClick={() => mutate()}>
                {text('library.remove.confirm', { size })}
              </Button>
            </Stack>
          </Popover.Dropdown>
        </Popover>
      </Table.Td>
    </Table.Tr>
  )
}
