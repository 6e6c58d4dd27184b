import { queryOptions } from '@tanstack/react-query'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import {
  keyOfWorkload,
  type WorkloadKind,
  type WorkloadRef,
  type WorkloadRow,
  type WorkloadsChange,
  type WorkloadTarget,
} from '#shared/workloads.ts'
import { request } from './client.ts'
import { latestQuery, liveQuery } from './live-updates.ts'

/** All that is known of what runs in a cluster. */
export interface KnownWorkloads extends Pick<WorkloadsChange, 'refused' | 'unknown'> {
  /** By keyOfWorkload. */
  readonly rows: ReadonlyMap<string, WorkloadRow>
  readonly listed: ReadonlySet<WorkloadKind>
}

export function withChange(before: KnownWorkloads | undefined, change: WorkloadsChange): KnownWorkloads {
  const { gone, listed, refused, unknown } = change
  const rows = new Map(before?.rows)
  for (const key of gone) rows.delete(key)
  for (const row of change.rows) rows.set(keyOfWorkload(row), row)
  return { rows, listed: new Set(listed), refused, ...(unknown ? { unknown } : {}) }
}

/** Ten thousand rows are worth some megabytes: they are kept for a return, not for ever. */
const keptForMs = 300_000

/** As with its health, another API port needs another stream. */
export const workloadsQuery = (cluster: ClusterRef & { readonly apiPort?: number | undefined }) =>
  liveQuery('cluster.workloads', { cluster: refOf(cluster) }, withChange, {
    basedOn: String(cluster.apiPort),
    keptForMs,
  })

/** Of one object, or of all. */
export const eventsQuery = (cluster: ClusterRef, of?: WorkloadRef) =>
  latestQuery('cluster.events', { cluster: refOf(cluster), ...(of ? { of: refOfWorkload(of) } : {}) }, { keptForMs })

/** As it is now: asked anew each time somebody looks. */
export const yamlQuery = (cluster: ClusterRef, of: WorkloadRef) =>
  queryOptions({
    queryKey: ['workloads.yaml', refKey(cluster), keyOfWorkload(of)],
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
