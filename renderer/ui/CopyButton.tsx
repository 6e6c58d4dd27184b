import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTexts } from './language.tsx'
import { type Copied, useCopy } from './use-copy.ts'

interface Props extends ButtonProps {
  readonly label: string
  /** Names the object where several buttons have the same label. */
  readonly what?: string
  readonly copy: Copied
}

/** Copies, and says "Copied" for a moment. Its name stays: a name that changes under the focus would be read twice. */
export function CopyButton({ label, what, copy, ...button }: Props) {
  const { text } = useTexts()
  const { copy: run, isCopied } = useCopy()
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={isCopied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        aria-label={what === undefined ? label : text('action.named', { label, what })}
        {...button}
        onClick={() => run(copy)}
      >
        {isCopied ? text('copied') : label}
      </Button>
      <VisuallyHidden role="status">{isCopied ? text('copied') : ''}</VisuallyHidden>
    </>
  )
}
