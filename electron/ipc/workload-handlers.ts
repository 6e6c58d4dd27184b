import type { ClusterRef } from '#shared/cluster.ts'
import type { WindowEngine } from './engine-of.ts'
import type { RequestHandlers } from './serve.ts'

type Names = 'workloads.yaml' | 'workloads.restart' | 'workloads.scale' | 'workloads.delete'

/** Looks something up at a cluster's own engine, within the time that a look may take. */
type Read = <T>(
  cluster: ClusterRef,
  signal: AbortSignal,
  look: (its: WindowEngine, limited: AbortSignal) => Promise<T>,
) => Promise<T>

/** What the window asks of, and does to, a single object in a cluster. */
export function workloadHandlers(read: Read): Pick<RequestHandlers, Names> {
  return {
    'workloads.yaml': ({ cluster, object }, signal) =>
      read(cluster, signal, async (its, limited) => ({ text: await its.workloadYaml(cluster.name, object, limited) })),
    'workloads.restart': ({ cluster, object }, signal) =>
      read(cluster, signal, (its, limited) => its.restartWorkload(cluster.name, object, limited)),
    'workloads.scale': ({ cluster, object, from, to }, signal) =>
      read(cluster, signal, (its, limited) => its.scaleWorkload(cluster.name, { ...object, from, to }, limited)),
    'workloads.delete': ({ cluster, object }, signal) =>
      read(cluster, signal, (its, limited) => its.deleteWorkload(cluster.name, object, limited)),
  }
}
