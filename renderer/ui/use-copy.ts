import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../api/client.ts'

/** How long "Copied" stands where the eye is. */
const copiedForMs = 2000

/** The text, or how to get it. */
export type Copied = string | (() => Promise<string> | string)

/** Copies through the main process, which alone may write to the clipboard. */
export function useCopy(): {
  readonly copy: (text: Copied) => void
  /** For a moment after a copy. */
  readonly isCopied: boolean
} {
  const { mutate, reset, isSuccess } = useMutation({
    mutationFn: async (text: Copied) =>
      request('app.copyText', { text: typeof text === 'string' ? text : await text() }),
  })
  useEffect(() => {
    if (!isSuccess) return
    const timer = setTimeout(reset, copiedForMs)
    return () => clearTimeout(timer)
  }, [isSuccess, reset])
  return { copy: mutate, isCopied: isSuccess }
}
