import { queryOptions } from '@tanstack/react-query'
import { type Cluster, type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { request } from './client.ts'
import { keyOfCluster } from './cluster-key.ts'

/** Comes when Docker has counted, or never: nothing may wait for it. */
export const volumeSizesQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['clusters.volumeSizes', refKey(cluster)],
    queryFn: ({ signal }) => request('clusters.volumeSizes', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })

/** The same of a cluster at rest, which does not grow: counting costs Docker too much to do it at every look. */
export const restingSizesQuery = (cluster: Cluster) =>
  queryOptions({
    ...volumeSizesQuery(cluster),
    queryKey: ['clusters.restingSizes', ...keyOfCluster(cluster)],
    gcTime: 10 * 60_000,
    staleTime: 60_000,
  })

/** Asked anew each time somebody looks at a cluster at rest. */
export const lastRunsQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['clusters.lastRuns', refKey(cluster)],
    queryFn: ({ signal }) => request('clusters.lastRuns', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })
