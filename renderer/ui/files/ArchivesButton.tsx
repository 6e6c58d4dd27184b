import { Button, FileButton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTexts } from '../language.tsx'

/** Chooses archives for the image library. While they are added it cancels that. */
export function ArchivesButton({
  isAdding,
  onChoose,
  onCancel,
}: {
  readonly isAdding: boolean
  readonly onChoose: (files: readonly File[]) => void
  readonly onCancel: () => void
}) {
  const { text } = useTexts()
  const forgetFiles = useRef<() => void>(null)
  return (
    <>
      {isAdding && (
        <Button size="xs" variant="default" onClick={onCancel}>
          {text('action.cancel')}
        </Button>
      )}
      <FileButton
        multiple
        resetRef={forgetFiles}
        onChange={(files) => {
          if (files.length > 0) onChoose(files)
          forgetFiles.current?.()
        }}
        inputProps={{ 'aria-label': text('library.add') }}
      >
        {(props) => (
          <Button
            size="xs"
            variant="default"
            loading={isAdding}
            leftSection={<IconFileImport size={14} aria-hidden />}
            {...props}
          >
            {text('library.add')}
          </Button>
        )}
      </FileButton>
    </>
  )
}
