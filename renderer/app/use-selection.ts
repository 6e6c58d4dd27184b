import { useState } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { engineOfRef, isOfK3d } from '#shared/cluster-origin.ts'
import type { ClusterEntry, OngoingOperation } from '../api/queries.ts'

interface Shown {
  readonly ref: ClusterRef
  /** What this window does to it, or did last where that was to delete it: the end of a deletion comes before or after the list. */
  readonly doing: OngoingOperation['operation'] | undefined
}

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
  const [shown, setShown] = useState<Shown>()
  const wanted = chosen ?? shown?.ref
  const isShown = shown !== undefined && wanted !== undefined && refKey(shown.ref) === refKey(wanted)
  const isThere = wanted !== undefined && entries.some(({ ref }) => refKey(ref) === refKey(wanted))
  const isSurprise = isShown && !isThere && shown.doing === undefined && engineOfRef(shown.ref) === engineId
  if (isSurprise) return { selected: undefined, gone: shown.ref }
  const selected = selectedOf(entries, chosen)
  const now = selected && shownOf(selected, shown)
  if (now && (shown === undefined || refKey(now.ref) !== refKey(shown.ref) || now.doing !== shown.doing)) setShown(now)
  return { selected, gone: undefined }
}

function shownOf({ ref, operation }: ClusterEntry, before: Shown | undefined): Shown {
  const isSame = before !== undefined && refKey(before.ref) === refKey(ref)
  const wasDeleting = isSame && before.doing === 'delete' ? before.doing : undefined
  return { ref, doing: operation?.operation ?? wasDeleting }
}

/** A user who chose a cluster of another engine is never shown one of this engine in its place: it may have the same name. */
function selectedOf(entries: readonly ClusterEntry[], chosen: ClusterRef | undefined): ClusterEntry | undefined {
  // A newcomer is not shown what k3d has as if it were all that there is; it stands in the list, and on the first page.
  if (!chosen) return entries.find(({ ref }) => !isOfK3d(ref))
  const found = entries.find(({ ref }) => refKey(ref) === refKey(chosen))
  return found ?? entries.find(({ ref }) => !isOfK3d(ref) && engineOfRef(ref) === engineOfRef(chosen))
}
