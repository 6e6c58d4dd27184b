import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { ForwardChoice, ForwardObject, PortForward } from '#shared/access.ts'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { request } from './client.ts'
import { liveQuery } from './live-updates.ts'

const forwardsQuery = liveQuery<'forwards.watch', readonly PortForward[]>(
  'forwards.watch',
  undefined,
  (before, event) => (event.kind === 'forwards' ? event.forwards : (before ?? [])),
)

/** The port-forwards of a cluster. */
export function useForwards(cluster: ClusterRef): readonly PortForward[] {
  const all = useQuery(forwardsQuery).data?.value ?? []
  return all.filter((forward) => refKey(forward.cluster) === refKey(cluster))
}

export const forwardChoicesQuery = (cluster: ClusterRef, object: ForwardObject) =>
  queryOptions({
    queryKey: ['forwards.choices', refKey(cluster), object],
    queryFn: ({ signal }) => request('forwards.choices', { cluster: refOf(cluster), object }, { signal }),
    gcTime: 0,
  })

/** Opens, and fails where it is asked for. */
export function useOpenForward(cluster: ClusterRef) {
  return useMutation({
    mutationFn: ({ target, port }: ForwardChoice) =>
      request('forwards.open', { cluster: refOf(cluster), target, port }),
    meta: { isShownInPlace: true },
  })
}

/** As one types it into anything that is no browser. */
export const addressOf = ({ localPort }: Pick<PortForward, 'localPort'>): string => `127.0.0.1:${localPort}`

/** As kubectl writes it: `service/web`. */
export const objectName = ({ kind, name }: { readonly kind: string; readonly name: string }): string =>
  `${kind.toLowerCase()}/${name}`
