import { queryOptions, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Cluster, type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import type { RequestInput, RequestOutput } from '#shared/contract.ts'
import { request } from './client.ts'
import type { ActionVariables } from './cluster-actions.ts'
import { keyOfCluster } from './cluster-key.ts'

/** Asked anew each time somebody looks, and after each load: pods bring images, too. */
export const nodeImagesQuery = (cluster: ClusterRef & Pick<Cluster, 'createdAt'>) =>
  queryOptions({
    queryKey: ['images.list', ...keyOfCluster(cluster)],
    queryFn: ({ signal }) => request('images.list', { cluster: refOf(cluster) }, { signal }),
    refetchOnMount: 'always',
    gcTime: 0,
  })

/** What would be removed now. */
export const unusedImagesQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['images.prune', refKey(cluster)],
    queryFn: ({ signal }) => request('images.prune', { cluster: refOf(cluster), isDryRun: true }, { signal }),
    refetchOnMount: 'always',
    gcTime: 0,
  })

export const localImagesQuery = (engineId: string) =>
  queryOptions({
    queryKey: ['images.local', engineId],
    queryFn: ({ signal }) => request('images.local', { engineId }, { signal }),
    refetchOnMount: 'always',
    gcTime: 0,
  })

/** The terminal adds to it, too. */
export const libraryQuery = queryOptions({
  queryKey: ['library.list'],
  queryFn: () => request('library.list'),
  refetchOnMount: 'always',
})

export type ImagesToLoad = Pick<RequestInput<'images.load'>, 'references' | 'files'>

/** What was loaded last from this window: what failed can be tried again with it, what came of it is shown. */
interface LastLoad {
  readonly what: ImagesToLoad
  readonly outcome: RequestOutput<'images.load'> | undefined
}

const lastLoadKey = (cluster: ClusterRef) => ['lastLoad', refKey(cluster)]

export function useLastLoad(cluster: ClusterRef): LastLoad | undefined {
  const { data } = useQuery<LastLoad | null>({ queryKey: lastLoadKey(cluster), queryFn: skipToken })
  return data ?? undefined
}

/** Loading returns at once: progress and failure come back through the operations' streams. */
export function useImageLoads() {
  const client = useQueryClient()
  const { mutate } = useMutation({ mutationFn: ({ send }: ActionVariables) => send() })
  return {
    load: (of: ClusterRef, what: ImagesToLoad) => {
      const cluster = refOf(of)
      const keep = (outcome: LastLoad['outcome']) =>
        client.setQueryData<LastLoad>(lastLoadKey(cluster), { what, outcome })
      mutate({
        cluster,
        send: async () => {
          keep(undefined)
          try {
            keep(await request('images.load', { cluster, ...what }))
          } finally {
            await client.invalidateQueries({ queryKey: ['images.list', refKey(cluster)] })
          }
        },
      })
    },
    forget: (cluster: ClusterRef) => client.setQueryData<LastLoad | null>(lastLoadKey(cluster), null),
  }
}

/** Adds to the image library, or takes from it. Whatever was checked with what it had before is checked anew. */
export function useLibraryChange() {
  const client = useQueryClient()
  const renew = async () => {
    await client.invalidateQueries({ queryKey: libraryQuery.queryKey })
    await client.invalidateQueries({ queryKey: ['clusters.preflight'] })
  }
  return {
    add: async (what: RequestInput<'library.add'>, signal: AbortSignal) => {
      try {
        return await request('library.add', what, { signal })
      } finally {
        await renew()
      }
    },
    remove: async (id: string) => {
      try {
        await request('library.remove', { id })
      } finally {
        await renew()
      }
    },
    renew,
  }
}
