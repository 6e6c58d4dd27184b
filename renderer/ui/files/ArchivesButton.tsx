import { Button } from '@mantine/core'
import { useTexts } from '../language.tsx'
import { FilesButton } from './FilesButton.tsx'

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
  return (
    <>
      {isAdding && (
        <Button size="xs" variant="default" onClick={onCancel}>
          {text('action.cancel')}
        </Button>
      )}
      <FilesButton label={text('library.add')} isBusy={isAdding} onChoose={onChoose} />
    </>
  )
}
