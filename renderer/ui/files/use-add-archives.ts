import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { FoundFile } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { request, takeFiles } from '../../api/client.ts'
import { useLibraryChange } from '../../api/images.ts'
import { useNavigation } from '../navigation.tsx'
import { lacksVersion } from './file-plan.ts'

interface Wanted {
  /** As the user chose them, or looked into already. */
  readonly files: readonly (File | FoundFile)[]
  /** Of those that do not say it. */
  readonly k3sVersion?: string | undefined
}

/**
 * Adds archives to the image library, with what keeps them from it to be shown in place. Where nobody has said their version, the user
 * is asked in a dialog of its own.
 */
export function useAddArchives(onAdded: () => void = () => undefined) {
  const { go } = useNavigation()
  const { add } = useLibraryChange()
  const controller = useRef<AbortController>(undefined)
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: async ({ files, k3sVersion }: Wanted) => {
      const own = new AbortController()
      controller.current = own
      const { signal } = own
      const found = await lookedInto(files, signal)
      if (k3sVersion === undefined && lacksVersion(found)) {
        go({ dialog: { kind: 'archives', files: found } })
        return
      }
      await add({ files: found.map(({ token }) => token), ...(k3sVersion === undefined ? {} : { k3sVersion }) }, signal)
      onAdded()
    },
    meta: { isShownInPlace: true },
  })
  const failed = error ? problemOf(error) : undefined
  return {
    add: mutate,
    isAdding: isPending,
    problem: failed?.code === 'ipc.cancelled' ? undefined : failed,
    cancel: () => controller.current?.abort(),
    reset,
  }
}

async function lookedInto(files: Wanted['files'], signal: AbortSignal): Promise<readonly FoundFile[]> {
  const chosen = files.flatMap((file) => (file instanceof File ? [file] : []))
  const known = files.flatMap((file) => (file instanceof File ? [] : [file]))
  if (chosen.length === 0) return known
  const taken = await takeFiles(chosen)
  return request('files.look', { files: taken.map(({ token }) => token) }, { signal })
}
