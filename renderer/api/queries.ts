import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Cluster, type ClusterRef, type ClusterSpec, refKey, refOf } from '#shared/cluster.ts'
import { engineOfRef, shownName } from '#shared/cluster-origin.ts'
import type { StreamMessage } from '#shared/contract.ts'
import { request } from './client.ts'
import { apiOf, type KnownCluster, keyOfCluster } from './cluster-key.ts'
import { latestQuery, liveQuery } from './live-updates.ts'

/** How long what was stored of a cluster is kept for its forms. */
const specKeptMs = 5 * 60_000

export const appInfoQuery = queryOptions({
  queryKey: ['app.info'],
  queryFn: ({ signal }) => request('app.info', undefined, { signal }),
})

export const preferencesQuery = queryOptions({
  queryKey: ['preferences.get'],
  queryFn: () => request('preferences.get'),
})

/** Asked anew each time somebody looks: a desktop gets and loses its tray without telling. */
export const backgroundQuery = queryOptions({
  queryKey: ['app.background'],
  queryFn: () => request('app.background'),
  refetchOnMount: 'always',
})

export const diagnosticsQuery = queryOptions({
  queryKey: ['app.diagnostics'],
  queryFn: ({ signal }) => request('app.diagnostics', undefined, { signal }),
  gcTime: 0,
})

/** Asked anew each time somebody looks: engines come and go without telling. */
export const enginesQuery = queryOptions({
  queryKey: ['engines.list'],
  queryFn: () => request('engines.list'),
  refetchOnMount: 'always',
})

export const suggestionQuery = queryOptions({
  queryKey: ['clusters.suggest'],
  queryFn: ({ signal }) => request('clusters.suggest', undefined, { signal }),
  gcTime: 0,
})

export const licensesQuery = queryOptions({ queryKey: ['app.licenses'], queryFn: () => request('app.licenses') })

/** Asked anew each time somebody looks: an engine may have been installed meanwhile. */
export const startersQuery = queryOptions({
  queryKey: ['engines.startable'],
  queryFn: ({ signal }) => request('engines.startable', undefined, { signal }),
  refetchOnMount: 'always',
})

/** Asked anew each time somebody looks: images come and go without telling. */
export const imagesQuery = (engineId: string) =>
  queryOptions({
    queryKey: ['clusters.images', engineId],
    queryFn: ({ signal }) => request('clusters.images', { engineId }, { signal }),
    refetchOnMount: 'always',
  })

/** As short-lived as images. */
export const k3dClustersQuery = (engineId: string) =>
  queryOptions({
    queryKey: ['clusters.ofK3d', engineId],
    queryFn: ({ signal }) => request('clusters.ofK3d', { engineId }, { signal }),
    refetchOnMount: 'always',
  })

/** Kept for a while, so that a form stands there at once when its tab is opened again, and is looked up anew all the same. */
export const specQuery = (cluster: KnownCluster) =>
  queryOptions({
    queryKey: ['clusters.spec', ...keyOfCluster(cluster)],
    queryFn: ({ signal }) => request('clusters.spec', { cluster: refOf(cluster) }, { signal }),
    gcTime: specKeptMs,
  })

export const kubeconfigQuery = (cluster: KnownCluster) =>
  queryOptions({
    queryKey: ['clusters.kubeconfig', ...keyOfCluster(cluster)],
    queryFn: ({ signal }) => request('clusters.kubeconfig', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })

export const kubeconfigStatusQuery = latestQuery('kubeconfig.watch', undefined)

/** Asked anew each time somebody looks: k3s renews certificates. */
export const privateKubeconfigQuery = (cluster: KnownCluster) =>
  queryOptions({
    queryKey: ['kubeconfig.private', ...keyOfCluster(cluster)],
    queryFn: () => request('kubeconfig.private', { cluster: refOf(cluster) }),
    refetchOnMount: 'always',
  })

/** What was found under another API port is no longer true. */
export const apiAddressesQuery = (cluster: KnownCluster & Pick<Cluster, 'apiPort'>) =>
  queryOptions({
    queryKey: ['clusters.apiAddresses', ...keyOfCluster(cluster), cluster.apiPort],
    queryFn: ({ signal }) => request('clusters.apiAddresses', { cluster: refOf(cluster) }, { signal }),
  })

export const toolsQuery = queryOptions({
  queryKey: ['tools.list'],
  queryFn: () => request('tools.list'),
  refetchOnMount: 'always',
})

export const changePreviewQuery = (cluster: ClusterRef, spec: ClusterSpec) =>
  queryOptions({
    queryKey: ['clusters.previewChange', refKey(cluster), spec],
    queryFn: ({ signal }) => request('clusters.previewChange', { cluster: refOf(cluster), spec }, { signal }),
    gcTime: 0,
  })

export const deletionQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['clusters.previewDeletion', refKey(cluster)],
    queryFn: ({ signal }) => request('clusters.previewDeletion', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })

export const nodeRegistriesQuery = (cluster: KnownCluster) =>
  queryOptions({
    queryKey: ['clusters.registries', ...keyOfCluster(cluster)],
    queryFn: ({ signal }) => request('clusters.registries', { cluster: refOf(cluster) }, { signal }),
    gcTime: 0,
  })

/** What follows from a text alone is kept as long as what was stored, so that a form is whole at once when somebody comes back to it. A huge text is not kept for each key typed. */
const keptFor = (text: string) => (text.length > 10_000 ? 0 : specKeptMs)

/** `files` are the names of certificates and keys that go along. Asked anew each time: it also depends on the files of this computer. */
export const registriesCheckQuery = (text: string, image: string, files: readonly string[]) =>
  queryOptions({
    queryKey: ['registries.check', text, image, files],
    queryFn: () => request('registries.check', { text, image, files: [...files] }),
    gcTime: keptFor(text),
    staleTime: 0,
  })

export const registriesFormQuery = (text: string) =>
  queryOptions({
    queryKey: ['registries.form', text],
    queryFn: () => request('registries.form', { text }),
    gcTime: keptFor(text),
  })

export const registriesTryQuery = (
  { text, withoutDefault }: { readonly text: string; readonly withoutDefault: boolean },
  image: string,
) =>
  queryOptions({
    queryKey: ['registries.try', text, withoutDefault, image],
    queryFn: () => request('registries.try', { text, image, withoutDefault }),
    gcTime: 0,
  })

export const dockerLoginsQuery = (text: string) =>
  queryOptions({
    queryKey: ['registries.logins', text],
    queryFn: () => request('registries.logins', { text }),
    gcTime: 0,
  })

export const defaultRegistriesQuery = queryOptions({
  queryKey: ['registries.default'],
  queryFn: () => request('registries.default'),
  refetchOnMount: 'always',
})

export const registryPresetsQuery = queryOptions({
  queryKey: ['registries.presets'],
  queryFn: () => request('registries.presets'),
})

/** Advice on a spec. When the spec changes, the key is another one, and the check of the old spec is broken off. */
export const preflightQuery = (engineId: string, spec: ClusterSpec, isOffline: boolean) =>
  queryOptions({
    queryKey: ['clusters.preflight', engineId, spec, isOffline],
    queryFn: ({ signal }) => request('clusters.preflight', { engineId, spec, isOffline }, { signal }),
    gcTime: 0,
  })

const clustersQuery = latestQuery('clusters.watch', undefined)

export function useClusters() {
  return useQuery(clustersQuery).data
}

/** An operation that runs or has failed. */
export type OngoingOperation = StreamMessage<'operations.watch'>[number]

interface Operations {
  readonly ongoing: readonly OngoingOperation[]
  /** Creations that ended well and were the last thing done to their cluster. */
  readonly made: readonly OngoingOperation[]
  /** By refKey, how often an operation has begun on the cluster: tells one run from the next of the same kind. */
  readonly runs: Readonly<Record<string, number>>
}

export const operationsQuery = liveQuery<'operations.watch', Operations>(
  'operations.watch',
  undefined,
  (before, operations) => {
    const wasRunning = new Map(
      before?.ongoing.filter(isRunning).map(({ cluster, operation }) => [refKey(cluster), operation]),
    )
    const runs = { ...before?.runs }
    for (const { cluster, operation, isRunning } of operations) {
      const key = refKey(cluster)
      const hasBegun = isRunning && wasRunning.get(key) !== operation
      if (runs[key] === undefined || hasBegun) runs[key] = (runs[key] ?? 0) + 1
    }
    return {
      ongoing: operations.filter((operation) => isRunning(operation) || operation.problem),
      made: operations.filter(({ operation, isRunning, problem }) => operation === 'create' && !isRunning && !problem),
      runs,
    }
  },
)

const isRunning = (operation: OngoingOperation) => operation.isRunning

const dismissedKey = ['dismissed']

/** By refKey, the run of which the user has seen enough: how it failed, or that it is done. */
type Dismissed = Readonly<Record<string, number>>

export function useOperations(): Operations | undefined {
  const operations = useQuery(operationsQuery).data?.value
  const dismissed = useQuery<Dismissed>({ queryKey: dismissedKey, queryFn: skipToken }).data
  return useMemo(() => {
    if (!operations) return undefined
    const isWanted = ({ cluster }: OngoingOperation) =>
      dismissed?.[refKey(cluster)] !== operations.runs[refKey(cluster)]
    return {
      ...operations,
      ongoing: operations.ongoing.filter((operation) => operation.isRunning || isWanted(operation)),
      made: operations.made.filter(isWanted),
    }
  }, [operations, dismissed])
}

export function useDismiss() {
  const client = useQueryClient()
  return (cluster: ClusterRef, run: number) =>
    client.setQueryData<Dismissed>(dismissedKey, (before) => ({ ...before, [refKey(cluster)]: run }))
}

export interface ClusterEntry {
  readonly ref: ClusterRef
  /** Absent while it is only being made, or when making it failed and was undone. */
  readonly cluster: Cluster | undefined
  readonly operation: OngoingOperation | undefined
}

const byShown = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })

/** Every cluster that Docker has, k3d's among them, and those that exist only as an operation, by name. Undefined until the first answer. */
export function useClusterEntries(): readonly ClusterEntry[] | undefined {
  const snapshot = useClusters()?.value
  const operations = useOperations()
  if (!snapshot) return undefined
  const { engine, clusters } = snapshot
  // Without an engine the list is what was last known, and so is the engine that it is of.
  const engineId = engine.kind === 'connected' ? engine.engineId : clusters[0] && engineOfRef(clusters[0])
  const ongoing = (operations?.ongoing ?? []).filter(
    ({ cluster }) => engineId === undefined || engineOfRef(cluster) === engineId,
  )
  const clusterByKey = new Map(clusters.map((cluster) => [refKey(cluster), cluster]))
  const operationByKey = new Map(ongoing.map((operation) => [refKey(operation.cluster), operation]))
  const refs = new Map([...clusters, ...ongoing.map(({ cluster }) => cluster)].map((ref) => [refKey(ref), refOf(ref)]))
  return [...refs]
    .map(([key, ref]) => ({ ref, cluster: clusterByKey.get(key), operation: operationByKey.get(key) }))
    .sort((a, b) => byShown(a.ref.name, b.ref.name) || byShown(shownName(a.ref), shownName(b.ref)))
}

export const healthQuery = (cluster: KnownCluster & Pick<Cluster, 'apiPort'>) =>
  latestQuery('cluster.health', { cluster: refOf(cluster) }, { basedOn: apiOf(cluster) })

/** Tells of the nodes that were there when it was opened. */
export const usageQuery = (cluster: Cluster) =>
  latestQuery(
    'cluster.usage',
    { cluster: refOf(cluster) },
    { basedOn: [cluster.createdAt, ...cluster.nodes.map(({ name, container }) => `${name} ${container}`)].join() },
  )
