import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { FoundFile } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { request, takeFiles } from '../../api/client.ts'
import { useImageLoads, useLibraryChange } from '../../api/images.ts'
import { useNavigation } from '../navigation.tsx'
import { showProblemNotice } from '../problem-notice.tsx'
import { useNewCluster } from '../use-new-cluster.ts'
import { filePlan } from './file-plan.ts'
import { useFileTarget } from './file-target.tsx'

/** Which files are being looked into, or whose images are being added to the library. */
export interface Reading {
  readonly kind: 'look' | 'bundle'
  readonly names: readonly string[]
}

/** Opens files of whatever kind, by what is in them. `cluster`: the one that is shown, where images can be loaded into it. */
export function useOpenFiles(cluster: ClusterRef | undefined) {
  const { go } = useNavigation()
  const { fromFile, fromBundle } = useNewCluster()
  const { load } = useImageLoads()
  const { renew } = useLibraryChange()
  const { present: give } = useFileTarget()
  const [reading, setReading] = useState<Reading>()
  const controller = useRef<AbortController>(undefined)

  const act = async (files: readonly File[], found: readonly FoundFile[], signal: AbortSignal) => {
    const plan = filePlan(found, { cluster, hasTarget: give !== undefined })
    switch (plan.kind) {
      case 'nothing':
        return
      case 'spec': {
        const file = files[plan.at]
        if (file) fromFile(file)
        return
      }
      case 'bundle':
        setReading({ kind: 'bundle', names: [plan.file.name] })
        return fromBundle(plan.file, signal).finally(renew)
      case 'give':
        return give?.(plan.files)
      case 'choose':
        return go({ dialog: { kind: 'archives', files: plan.files } })
      case 'load':
        load(plan.cluster, { references: [], files: plan.files.map(({ token }) => token) })
        return go({ cluster: plan.cluster, tab: 'images' })
    }
  }
  const { mutate } = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const own = new AbortController()
      controller.current = own
      const { signal } = own
      setReading({ kind: 'look', names: files.map(({ name }) => name) })
      const taken = await takeFiles(files)
      const found = await request('files.look', { files: taken.map(({ token }) => token) }, { signal })
      for (const { problem } of found) if (problem) showProblemNotice(problem, undefined)
      await act(files, found, signal)
    },
    onError: (error) => {
      // The user cancelled and needs no notice.
      if (!controller.current?.signal.aborted) showProblemNotice(problemOf(error), undefined)
    },
    onSettled: () => setReading(undefined),
    meta: { isShownInPlace: true },
  })
  return { open: mutate, reading, cancel: () => controller.current?.abort() }
}
