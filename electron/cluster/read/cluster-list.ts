import type { Cluster, Orphan } from '#shared/cluster.ts'
import { k3dRef, shownName } from '#shared/cluster-origin.ts'
import { knownKind } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Claims } from '../change/claims.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { takenAddresses } from '../model/foreign-addresses.ts'
import { type Labels, networkName } from '../model/labels.ts'
import { currentContainers, isThere, type ObservedCluster } from '../model/observed-cluster.ts'
import { describeCluster, downContainers } from './cluster-state.ts'
import { clusterLabel, describedOfK3d, isPart, madeByK3d } from './k3d-clusters.ts'
import { observeAll, observeCluster } from './observe.ts'
import { findOrphans } from './orphans.ts'
import type { ClusterRecords } from './records.ts'
import { type ClusterList, watchList } from './watch-list.ts'

/** The clusters of one engine, from labels, claims and container states. Readiness is not asked: that is `LiveClusters`' or `status`' business. */
export function clusterList({
  runtime,
  claims,
  records,
}: {
  runtime: ContainerRuntime
  claims: Claims
  records: ClusterRecords
}) {
  let known: string | undefined

  /** Which Docker Engine this is, also after it was updated or is reached another way. Asked once: it never changes. */
  async function id(signal?: AbortSignal): Promise<string> {
    known ??= (await runtime.info(signal)).engineId
    return known
  }

  /** Nothing where there is nothing but a claim, unless somebody is making the cluster just now. */
  async function describe(observed: ObservedCluster, signal?: AbortSignal): Promise<Cluster[]> {
    const { claim } = observed
    const isElsewhere = claim && !claims.isOwn(claim) && (await claims.seemsAlive(runtime, observed.name, claim))
    // Whatever a newer Sampan does to it that this one does not know: it is not at rest.
    const doing = isElsewhere ? (knownKind(claim.kind) ?? 'change') : undefined
    if (!isThere(observed) && doing !== 'create') return []
    const [engineId, record] = await Promise.all([id(signal), records.forList(observed, signal)])
    const taken = doing ? undefined : await takenAddress(observed, record, signal)
    return [describeCluster(observed, { engineId, record, doing, taken })]
  }

  /** Asked only where something of a cluster is down that should run. */
  async function takenAddress(observed: ObservedCluster, record: ClusterRecord | undefined, signal?: AbortSignal) {
    const down = downContainers(observed)
    const isPartly = down.length > 0 && down.length < currentContainers(observed).length
    if (!isPartly || record?.spec.desired !== 'running') return undefined
    const members = await runtime.networkMembers(networkName(observed.name), signal)
    return takenAddresses(members, { subnet: record.subnet, wanted: down }, observed)[0]
  }

  async function list(signal?: AbortSignal): Promise<Cluster[]> {
    const observed = await observeAll(runtime, signal)
    return (await Promise.all(observed.map((cluster) => describe(cluster, signal)))).flat()
  }

  return {
    id,
    list,

    /** What belongs to no cluster any more, with the sizes of volumes. Docker may take a minute to count them. */
    orphans: async (signal: AbortSignal): Promise<Orphan[]> =>
      findOrphans({ runtime, claims, records }, await id(signal), signal),

    async get(name: string, signal?: AbortSignal): Promise<Cluster> {
      const [cluster] = await describe(await observeCluster(runtime, name, signal), signal)
      if (!cluster) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
      return cluster
    },

    /** The whole list with k3d's clusters, at once and again after each change (see watchList). Whoever begins to watch has found the engine again. */
    async *watch(signal: AbortSignal): AsyncGenerator<ClusterList, void, undefined> {
      await claims.tidy(runtime, signal)
      const forget = (cluster: string | undefined) =>
        cluster === undefined ? records.forgetAll() : records.forget(cluster)
      const all = async (own: AbortSignal) => {
        const [made, ofK3d] = await Promise.all([list(own), describedOfK3d(runtime, id, own)])
        return [...made, ...ofK3d]
      }
      const besides = {
        filter: madeByK3d,
        clusterOf: (labels: Labels) => {
          const name = labels[clusterLabel]
          return name !== undefined && isPart({ labels }) ? shownName(k3dRef('', name)) : undefined
        },
      }
      yield* watchList({ runtime, list: all, forget, besides }, signal)
    },
  }
}
