import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Cluster, ClusterRef, ClusterSpec } from '#shared/cluster.ts'
import type { StreamMessage } from '#shared/contract.ts'
import { request } from './client.ts'
import { latestQuery, liveQuery } from './live-updates.ts'

export const appInfoQuery = queryOptions({ queryKey: ['app.info'], queryFn: () => request('app.info') })

export const preferencesQuery = queryOptions({
  queryKey: ['preferences.get'],
  queryFn: () => request('preferences.get'),
})

/** Asked anew each time somebody looks: engines come and go without telling. */
export const enginesQuery = queryOptions({
  queryKey: ['engines.list'],
  queryFn: () => request('engines.list'),
  refetchOnMount: 'always',
})

export const suggestionQuery = queryOptions({
  queryKey: ['clusters.suggest'],
  queryFn: () => request('clusters.suggest'),
  gcTime: 0,
})

export const specQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['clusters.spec', cluster],
    queryFn: () => request('clusters.spec', { cluster }),
    gcTime: 0,
  })

export const kubeconfigQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['clusters.kubeconfig', cluster],
    queryFn: () => request('clusters.kubeconfig', { cluster }),
    gcTime: 0,
  })

export const kubeconfigStatusQuery = latestQuery('kubeconfig.watch', undefined)

/** Asked anew each time somebody looks: k3s renews certificates. */
export const privateKubeconfigQuery = (cluster: ClusterRef) =>
  queryOptions({
    queryKey: ['kubeconfig.private', cluster],
    queryFn: () => request('kubeconfig.private', { cluster }),
    refetchOnMount: 'always',
  })

export const apiAddressesQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['clusters.apiAddresses', cluster],
    queryFn: () => request('clusters.apiAddresses', { cluster }),
  })

export const toolsQuery = queryOptions({
  queryKey: ['tools.list'],
  queryFn: () => request('tools.list'),
  refetchOnMount: 'always',
})

export const deletionQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['clusters.previewDeletion', cluster],
    queryFn: () => request('clusters.previewDeletion', { cluster }),
    gcTime: 0,
  })

export const nodeRegistriesQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['clusters.registries', cluster],
    queryFn: () => request('clusters.registries', { cluster }),
    gcTime: 0,
  })

export const registriesCheckQuery = (text: string) =>
  queryOptions({
    queryKey: ['registries.check', text],
    queryFn: () => request('registries.check', { text }),
    gcTime: 0,
  })

/** Advice on a spec. The answer to a spec that has changed meanwhile is dropped, for it has another key. */
export const preflightQuery = (spec: ClusterSpec) =>
  queryOptions({
    queryKey: ['clusters.preflight', spec],
    queryFn: () => request('clusters.preflight', spec),
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
  /** How often an operation has begun on each cluster: tells one run from the next of the same kind. */
  readonly runs: Readonly<Record<string, number>>
}

const operationsQuery = liveQuery<'operations.watch', Operations>(
  'operations.watch',
  undefined,
  (before, operations) => {
    const wasRunning = new Map(before?.ongoing.filter(isRunning).map(({ cluster, operation }) => [cluster, operation]))
    const runs = { ...before?.runs }
    for (const { cluster, operation, isRunning } of operations) {
      const hasBegun = isRunning && wasRunning.get(cluster) !== operation
      if (runs[cluster] === undefined || hasBegun) runs[cluster] = (runs[cluster] ?? 0) + 1
    }
    return { ongoing: operations.filter((operation) => isRunning(operation) || operation.problem), runs }
  },
)

const isRunning = (operation: OngoingOperation) => operation.isRunning

const dismissedKey = ['dismissed']

/** By cluster, the run whose failure the user has seen enough of. */
type Dismissed = Readonly<Record<string, number>>

export function useOperations(): Operations | undefined {
  const operations = useQuery(operationsQuery).data?.value
  const dismissed = useQuery<Dismissed>({ queryKey: dismissedKey, queryFn: skipToken }).data
  return useMemo(
    () =>
      operations && {
        ...operations,
        ongoing: operations.ongoing.filter(
          ({ cluster, isRunning }) => isRunning || dismissed?.[cluster] !== operations.runs[cluster],
        ),
      },
    [operations, dismissed],
  )
}

export function useDismissFailure() {
  const client = useQueryClient()
  return (cluster: string, run: number) =>
    client.setQueryData<Dismissed>(dismissedKey, (before) => ({ ...before, [cluster]: run }))
}

export interface ClusterEntry {
  readonly name: string
  /** Absent while it is only being made, or when making it failed and was undone. */
  readonly cluster: Cluster | undefined
  readonly operation: OngoingOperation | undefined
}

/** Every cluster that Docker has, and those that exist only as an operation, by name. Undefined until the first answer. */
export function useClusterEntries(): readonly ClusterEntry[] | undefined {
  const clusters = useClusters()?.value?.clusters
  const operations = useOperations()
  if (!clusters) return undefined
  const clusterByName = new Map(clusters.map((cluster) => [cluster.name, cluster]))
  const operationByName = new Map(operations?.ongoing.map((operation) => [operation.cluster, operation]))
  return [...new Set([...clusterByName.keys(), ...operationByName.keys()])]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({ name, cluster: clusterByName.get(name), operation: operationByName.get(name) }))
}

export const healthQuery = (cluster: string) => latestQuery('cluster.health', { cluster })

export const usageQuery = (cluster: string) => latestQuery('cluster.usage', { cluster })
