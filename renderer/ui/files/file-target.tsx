import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { FoundFile } from '#shared/images.ts'

/** Takes archives of images that were dropped somewhere in the window. */
type Take = (files: readonly FoundFile[]) => void

interface FileTarget {
  /** The target that was mounted last. Undefined: there is none, and the window decides. */
  readonly present: Take | undefined
  add(take: Take): () => void
}

const FileTargetContext = createContext<FileTarget | undefined>(undefined)

export function FileTargetProvider({ children }: { readonly children: ReactNode }) {
  const [targets, setTargets] = useState<readonly Take[]>([])
  const target = useMemo(
    () => ({
      present: targets.at(-1),
      add: (take: Take) => {
        setTargets((before) => [...before, take])
        return () => setTargets((before) => before.filter((other) => other !== take))
      },
    }),
    [targets],
  )
  return <FileTargetContext value={target}>{children}</FileTargetContext>
}

/** Opens files of whatever kind, as if they had been dropped: whoever has no pointer chooses them. */
const OpenFilesContext = createContext<(files: readonly File[]) => void>(() => undefined)
export const OpenFilesProvider = OpenFilesContext.Provider
export const useFileOpener = () => useContext(OpenFilesContext)

export function useFileTarget(): FileTarget {
  const target = useContext(FileTargetContext)
  if (!target) throw new Error('useFileTarget needs a FileTargetProvider')
  return target
}

/** While it is on the screen, `take` is given archives that are dropped anywhere. */
export function useArchiveDrop(take: Take) {
  const { add } = useFileTarget()
  const newest = useEffectEvent(take)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once while it is there; `add` changes with each target.
  useEffect(() => add((files) => newest(files)), [])
}
