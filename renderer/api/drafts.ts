import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Cluster, refKey } from '#shared/cluster.ts'

/** Where something can be typed about a cluster that takes effect only when it is applied. */
export type DraftPlace = 'settings' | 'registries'

/** A cluster that is made anew under the name of one that is gone has none of its drafts. */
const draftKey = (cluster: Cluster | undefined, place: DraftPlace) => [
  'draft',
  place,
  cluster && refKey(cluster),
  cluster?.createdAt,
]

/**
 * What was typed and not applied yet, kept while its screen is not there. `begun` is what was left when the screen was opened; `keep`
 * takes what there is now, or nothing where it is what is stored.
 */
export function useDraft<T extends object>(cluster: Cluster, place: DraftPlace) {
  const client = useQueryClient()
  const queryKey = draftKey(cluster, place)
  const [begun] = useState(() => client.getQueryData<T | null>(queryKey) ?? undefined)
  return { begun, keep: (draft: T | undefined) => void client.setQueryData<T | null>(queryKey, draft ?? null) }
}

export function useHasDraft(cluster: Cluster | undefined, place: DraftPlace): boolean {
  const { data } = useQuery<object | null>({ queryKey: draftKey(cluster, place), queryFn: skipToken })
  return data !== undefined && data !== null
}
