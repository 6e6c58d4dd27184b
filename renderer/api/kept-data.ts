import { queryOptions } from '@tanstack/react-query'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { request } from './client.ts'

/** Comes when Docker has counted, or never: nothing may wait for it. */
export const volumeSizesQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['clusters.volumeSizes', refKey(cluster)],
    queryFn: ({ signal }) => request('clusters.volumeSizes', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })

/** Asked anew each time somebody looks at a cluster at rest. */
export const lastRunsQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['clusters.lastRuns', refKey(cluster)],
    queryFn: ({ signal }) => request('clusters.lastRuns', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })
