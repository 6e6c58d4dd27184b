import type { ClusterRef } from '#shared/cluster.ts'
import type { FoundFile } from '#shared/images.ts'

/** What is done with files that were dropped. */
export type FilePlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'spec'; readonly at: number }
  | { readonly kind: 'bundle'; readonly file: FoundFile }
  | { readonly kind: 'give' | 'choose'; readonly files: readonly FoundFile[] }
  | { readonly kind: 'load'; readonly cluster: ClusterRef; readonly files: readonly FoundFile[] }

/**
 * A bundle or a configuration fills in a new cluster. Archives are for whatever on the screen takes them, else for the cluster that is
 * shown and runs; the user is asked where there is none, or where they are such as clusters without a network need.
 */
export function filePlan(
  files: readonly FoundFile[],
  { cluster, hasTarget }: { readonly cluster: ClusterRef | undefined; readonly hasTarget: boolean },
): FilePlan {
  const bundle = files.find(({ kind }) => kind === 'bundle')
  const archives = files.filter(({ kind }) => kind === 'images')
  if (bundle) return { kind: 'bundle', file: bundle }
  if (archives.length === 0) {
    const at = files.findIndex(({ kind }) => kind === 'text')
    return at < 0 ? { kind: 'nothing' } : { kind: 'spec', at }
  }
  if (hasTarget) return { kind: 'give', files: archives }
  const isPlain = archives.every(({ isOfK3s }) => !isOfK3s)
  return cluster && isPlain ? { kind: 'load', cluster, files: archives } : { kind: 'choose', files: archives }
}

/** Whether the user has to say the k3s version of some: the engine tells one that a k3s image among them says for all. */
export function lacksVersion(files: readonly FoundFile[]): boolean {
  const known = new Set(files.flatMap(({ k3sVersion }) => k3sVersion ?? []))
  return known.size !== 1 && files.some(({ k3sVersion }) => k3sVersion === undefined)
}
