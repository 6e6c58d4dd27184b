import { useQuery } from '@tanstack/react-query'
import { type ClusterEntry, healthQuery } from '../api/queries.ts'
import { isUp, stateOf } from './cluster-state.ts'
import type { BadgeState } from './StateBadge.tsx'

/** The state of a cluster. While its page is open its pods count too: nodes can be Ready where no pod starts. */
export function useClusterState(entry: ClusterEntry, { isOpen }: { readonly isOpen: boolean }): BadgeState {
  const { cluster, operation } = entry
  const canAsk = isOpen && cluster !== undefined && isUp(cluster) && !operation?.isRunning
  const { data } = useQuery({ ...healthQuery(cluster ?? entry.ref), enabled: canAsk })
  return stateOf(entry, canAsk ? data?.value?.pods : undefined)
}
