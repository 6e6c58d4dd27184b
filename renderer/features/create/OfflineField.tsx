import { Group, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import { libraryQuery } from '../../api/images.ts'
import { ArchivesButton } from '../../ui/files/ArchivesButton.tsx'
import { useArchiveDrop } from '../../ui/files/file-target.tsx'
import { useAddArchives } from '../../ui/files/use-add-archives.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** Makes the cluster of what is here already. What is missing is said by the checks, and can be added without leaving the form. */
export function OfflineField({
  image,
  isOffline,
  onChange,
}: {
  readonly image: string
  readonly isOffline: boolean
  readonly onChange: (isOffline: boolean) => void
}) {
  const { text, language } = useTexts()
  const { data: entries } = useQuery(libraryQuery)
  const { add, isAdding, problem, cancel } = useAddArchives()
  const version = k3sVersionOfImage(image)
  // Archives that are added here count for this cluster's version.
  const addFor = (files: Parameters<typeof add>[0]['files']) => add({ files, k3sVersion: version })
  useArchiveDrop(addFor)
  const sizeBytes = entries?.reduce((sum, entry) => sum + (entry.k3sVersion === version ? entry.sizeBytes : 0), 0) ?? 0
  const found = () => {
    if (version === undefined) return text('create.offline.anyVersion')
    if (sizeBytes === 0) return text('create.offline.hasNothing', { version })
    return text('create.offline.has', { version, size: formatBytes(language, sizeBytes) })
  }
  return (
    <Stack gap="xs">
      <Switch
        label={text('create.offline')}
        description={text('create.offline.hint')}
        checked={isOffline}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {isOffline && (
        <Group gap="xs" justify="space-between">
          <Text size="sm" c="dimmed">
            {found()}
          </Text>
          <Group gap="xs">
            <ArchivesButton isAdding={isAdding} onChoose={addFor} onCancel={cancel} />
          </Group>
        </Group>
      )}
      {problem && <ProblemAlert problem={problem} />}
    </Stack>
  )
}
