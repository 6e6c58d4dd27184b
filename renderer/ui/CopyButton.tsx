import { Button, type ButtonProps } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../api/client.ts'
import { useTexts } from './language.tsx'

const copiedForMs = 2000

interface Props extends ButtonProps {
  readonly label: string
  /** The text, or how to get it. */
  readonly copy: string | (() => Promise<string> | string)
}

/** Copies through the main process; says "Copied" for a moment, also to screen readers. */
export function CopyButton({ label, copy, ...button }: Props) {
  const { text } = useTexts()
  const { mutate, reset, isSuccess } = useMutation({
    mutationFn: async () => request('app.copyText', { text: typeof copy === 'string' ? copy : await copy() }),
  })
  useEffect(() => {
    if (!isSuccess) return
    const timer = setTimeout(reset, copiedForMs)
    return () => clearTimeout(timer)
  }, [isSuccess, reset])
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={isSuccess ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      {...button}
      onClick={() => mutate()}
    >
      <span aria-live="polite">{isSuccess ? text('copied') : label}</span>
    </Button>
  )
}
