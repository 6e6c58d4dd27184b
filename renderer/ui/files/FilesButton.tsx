import { Button, FileButton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useRef } from 'react'

/** Chooses files. The same ones can be chosen again right after. */
export function FilesButton({
  label,
  isDisabled = false,
  isBusy = false,
  onChoose,
}: {
  readonly label: string
  readonly isDisabled?: boolean
  readonly isBusy?: boolean
  readonly onChoose: (files: readonly File[]) => void
}) {
  const forgetFiles = useRef<() => void>(null)
  return (
    <FileButton
      multiple
      resetRef={forgetFiles}
      onChange={(files) => {
        if (files.length > 0) onChoose(files)
        forgetFiles.current?.()
      }}
      inputProps={{ 'aria-label': label }}
    >
      {(props) => (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileImport size={14} aria-hidden />}
          disabled={isDisabled}
          loading={isBusy}
          {...props}
        >
          {label}
        </Button>
      )}
    </FileButton>
  )
}
