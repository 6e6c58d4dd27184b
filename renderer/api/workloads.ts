import { queryOptions } from '@tanstack/react-query'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { keyOfWorkload, type WorkloadRef, type WorkloadTarget, withChange } from '#shared/workloads.ts'
import { request } from './client.ts'
import { apiOf } from './cluster-key.ts'
import { latestQuery, liveQuery } from './live-updates.ts'

/** Ten thousand rows are worth some megabytes: they are kept for a return, not for ever. */
const keptForMs = 300_000

type Reached = Parameters<typeof apiOf>[0]

export const workloadsQuery = (cluster: Reached) =>
  liveQuery('cluster.workloads', { cluster: refOf(cluster) }, withChange, { basedOn: apiOf(cluster), keptForMs })

/** Of one object, or of all. */
export const eventsQuery = (cluster: Reached, of?: WorkloadRef) =>
  latestQuery(
    'cluster.events',
    { cluster: refOf(cluster), ...(of ? { of: refOfWorkload(of) } : {}) },
    { basedOn: apiOf(cluster), keptForMs },
  )

/** As it is now: asked anew each time somebody looks. Another object of the same name is another one. */
export const yamlQuery = (cluster: ClusterRef, of: WorkloadTarget) =>
  queryOptions({
    queryKey: ['workloads.yaml', refKey(cluster), keyOfWorkload(of), of.uid],
    queryFn: ({ signal }) =>
      request('workloads.yaml', { cluster: refOf(cluster), object: refOfWorkload(of) }, { signal }),
    refetchOnMount: 'always',
    gcTime: 0,
  })

/** Of a row only this goes into requests and the keys of queries. */
export const refOfWorkload = ({ kind, namespace, name }: WorkloadRef): WorkloadRef => ({ kind, namespace, name })

export const targetOf = ({ kind, namespace, name, uid }: WorkloadTarget): WorkloadTarget => ({
  kind,
  namespace,
  name,
  uid,
})
