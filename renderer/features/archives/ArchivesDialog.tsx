import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { FoundFile } from '#shared/images.ts'
import { releases, stableTag } from '#shared/k3s-releases.ts'
import { useImageLoads } from '../../api/images.ts'
import { lacksVersion } from '../../ui/files/file-plan.ts'
import { useAddArchives } from '../../ui/files/use-add-archives.ts'
import { formatBytes } from '../../ui/format.ts'
import { ItemList } from '../../ui/ItemList.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const versionOf = (tag: string) => tag.replace('-k3s', '+k3s')

/** Where archives of images are to go, where that does not go without saying. `cluster`: one that could be given them. */
export function ArchivesDialog({
  files,
  cluster,
}: {
  readonly files: readonly FoundFile[]
  readonly cluster: ClusterRef | undefined
}) {
  const { text, plural, language } = useTexts()
  const { go, closeDialog } = useNavigation()
  const { load } = useImageLoads()
  const isAsked = lacksVersion(files)
  const [version, setVersion] = useState(versionOf(stableTag))
  const isFit = /^v\d+\.\d+\.\d+(-rc\d+)?\+k3s\d+$/.test(version)
  const { add, isAdding, problem, cancel } = useAddArchives(() =>
    go({ dialog: { kind: 'preferences', section: 'library' } }),
  )
  const close = () => {
    cancel()
    closeDialog()
  }
  const remarkOf = ({ images, k3sVersion, sizeBytes }: FoundFile) =>
    [
      plural('archives.images', images.length),
      ...(k3sVersion === undefined ? [] : [text('archives.forK3s', { version: k3sVersion })]),
      formatBytes(language, sizeBytes),
    ].join(' · ')
  return (
    <Modal opened onClose={close} title={text('archives.title')} size="lg">
      <Stack gap="md">
        <Text size="sm">{text(cluster ? 'archives.hint' : 'archives.hintLibrary')}</Text>
        <ItemList label={text('archives.list')}>
          {files.map((file) => (
            <li key={file.token} title={file.images.join('\n')}>
              <Group justify="space-between" wrap="nowrap">
                <span>{file.name}</span>
                <span>{remarkOf(file)}</span>
              </Group>
            </li>
          ))}
        </ItemList>
        {isAsked && (
          <Autocomplete
            label={text('archives.version')}
            description={text('archives.version.hint')}
            data={releases.map(({ tag }) => versionOf(tag))}
            filter={({ options }) => options}
            value={version}
            error={isFit ? undefined : text('invalid.k3sVersion')}
            onChange={setVersion}
          />
        )}
        {problem && <ProblemAlert problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text('action.cancel')}
          </Button>
          {cluster && (
            <Button
              variant="default"
              disabled={isAdding}
              onClick={() => {
                load(cluster, { references: [], files: files.map(({ token }) => token) })
                go({ cluster, tab: 'images', dialog: undefined })
              }}
            >
              {text('archives.load', { cluster: cluster.name })}
            </Button>
          )}
          <Button
            data-autofocus
            loading={isAdding}
            disabled={isAsked && !isFit}
            onClick={() => add({ files, k3sVersion: isAsked ? version : undefined })}
          >
            {text('archives.add')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
