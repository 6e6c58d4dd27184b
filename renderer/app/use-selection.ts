import { useState } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { engineOfRef, isOfK3d } from '#shared/cluster-origin.ts'
import type { ClusterEntry } from '../api/queries.ts'

interface Selection {
  readonly selected: ClusterEntry | undefined
  /** The cluster that was shown, and that somebody else has deleted. */
  readonly gone: ClusterRef | undefined
}

/**
 * The chosen cluster, or else the first of Sampan's. Where a cluster goes while it is shown, no other one takes its place unasked: the
 * next click would be meant for the one that was there. What this window deletes itself is no surprise.
 */
export function useSelection(
  entries: readonly ClusterEntry[],
  { chosen, engineId }: { readonly chosen: ClusterRef | undefined; readonly engineId: string | undefined },
): Selection {
  const [shown, setShown] = useState<ClusterEntry>()
  const wanted = chosen ?? shown?.ref
  const isShown = shown !== undefined && wanted !== undefined && refKey(shown.ref) === refKey(wanted)
  const isThere = wanted !== undefined && entries.some(({ ref }) => refKey(ref) === refKey(wanted))
  const isSurprise = isShown && !isThere && shown.operation === undefined && engineOfRef(shown.ref) === engineId
  if (isSurprise && entries.length > 0) return { selected: undefined, gone: shown.ref }
  const selected = selectedOf(entries, chosen)
  if (selected !== undefined && (shown === undefined || hasChanged(selected, shown))) setShown(selected)
  return { selected, gone: undefined }
}

/** Whoever is compared is made anew with each picture. */
const hasChanged = (one: ClusterEntry, other: ClusterEntry) =>
  refKey(one.ref) !== refKey(other.ref) || (one.operation === undefined) !== (other.operation === undefined)

/** A user who chose a cluster of another engine is never shown one of this engine in its place: it may have the same name. */
function selectedOf(entries: readonly ClusterEntry[], chosen: ClusterRef | undefined): ClusterEntry | undefined {
  // A newcomer is not shown what k3d has as if it were all that there is; it stands in the list, and on the first page.
  if (!chosen) return entries.find(({ ref }) => !isOfK3d(ref))
  const found = entries.find(({ ref }) => refKey(ref) === refKey(chosen))
  return found ?? entries.find(({ ref }) => !isOfK3d(ref) && engineOfRef(ref) === engineOfRef(chosen))
}
