import { entryName } from '#shared/cluster-origin.ts'
import type { KubeconfigMerge } from '#shared/kubeconfig.ts'
import type { TakenName } from './entry-names.ts'
import type { KubeconfigFiles, ReadFile } from './kubeconfig-file.ts'
import { defaultPath } from './kubeconfig-paths.ts'
import { look, ownIn, takenNamesIn } from './look.ts'
import { type Edited, mergeEntries } from './merge-entries.ts'
import { type ClusterEntry, type Owner, ownEntries } from './own-entries.ts'

/** How a cluster is merged. `into`: another file than kubectl's, which only a terminal can choose. */
export type MergeChoice = Omit<KubeconfigMerge, 'cluster' | 'place'> & { readonly into?: string | undefined }

export interface Target {
  readonly path: string
  readonly takenNames: readonly TakenName[]
  /** Where the current context is set, if it is. */
  readonly currentPath: string
  readonly current: string | undefined
}

/** The file that has the cluster's entries already, or that kubectl would put new ones into; and what the other files say. */
export async function findTarget(paths: readonly string[], owner: Owner, files: KubeconfigFiles): Promise<Target> {
  const looks = await Promise.all(paths.map((path) => look(path, files)))
  const present = looks.find((each) => ownIn(each, owner).length > 0)
  const path = present?.file.path ?? (await defaultPath(paths))
  const current = looks.find((each) => each.current !== undefined)
  return {
    path,
    takenNames: looks.filter(({ file }) => file.path !== path).flatMap((each) => takenNamesIn(each, owner)),
    currentPath: current?.file.path ?? path,
    current: current?.current,
  }
}

export function mergeInto(file: ReadFile, entry: ClusterEntry, choice: MergeChoice, target: Target): Edited {
  const isHere = target.currentPath === target.path
  const present = ownEntries(file.content, entry).find(({ list }) => list === 'contexts')
  const name = choice.name ?? present?.name
  return mergeEntries(file.content, entry, {
    name: name ?? entryName(entry.cluster),
    namespace: choice.namespace,
    isCurrent: choice.isCurrent && isHere,
    previousElsewhere: choice.isCurrent && !isHere ? target.current : undefined,
    // Every engine may have a cluster called `local`. Nobody has asked for the usual name, so the second one gets a number.
    onClash: name === undefined && choice.onClash === 'fail' ? 'fail-beside-own' : choice.onClash,
    takenNames: target.takenNames,
    isNewFile: file.access === undefined,
  })
}
