import type { ClusterRef, ClustersSnapshot } from '#shared/cluster.ts'
import { engineOfRef, isOfK3d } from '#shared/cluster-origin.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { orAborted } from '../async/or-aborted.ts'
import { within } from '../async/scope.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'

/** What the window can ask of an engine. */
export type WindowEngine = Pick<
  ClusterEngine,
  | 'id'
  | 'suggest'
  | 'preflight'
  | 'create'
  | 'apply'
  | 'preview'
  | 'start'
  | 'repair'
  | 'revert'
  | 'stop'
  | 'restart'
  | 'delete'
  | 'previewDeletion'
  | 'volumeSizes'
  | 'lastRuns'
  | 'spec'
  | 'k3sImages'
  | 'k3dClusters'
  | 'kubeconfig'
  | 'kubeconfigFor'
  | 'apiAddresses'
  | 'localImages'
  | 'images'
  | 'pruneImages'
  | 'loadImages'
  | 'saveBundle'
  | 'registries'
  | 'testRegistries'
  | 'health'
  | 'usage'
  | 'workloads'
  | 'workloadEvents'
  | 'workloadYaml'
  | 'restartWorkload'
  | 'scaleWorkload'
  | 'deleteWorkload'
  | 'localRegistries'
>

/** What is asked of an engine before there is a cluster. */
type Before = 'suggest' | 'preflight' | 'create' | 'k3sImages' | 'localImages' | 'k3dClusters' | 'localRegistries'

/** All that a request may name one of k3d's clusters for. Whatever is not k3d's business refuses. */
type K3dWindowEngine = Omit<WindowEngine, Before>

export interface PresentEngine {
  /** The connected one. Throws the Problem that keeps it from being connected. */
  engine(): WindowEngine & { readonly k3d: K3dWindowEngine }
  /** Which one it is, also while its list is out of date. */
  readonly engineId: string | undefined
  snapshot(): ClustersSnapshot
}

/**
 * The engine that a request means. A request is made for what its user saw; when another engine has been chosen since, it fails with
 * `engine.changed`, since that one may have a cluster of the same name. Asked once in each request: what is used after an `await` must
 * be what was checked.
 */
export function engineOf(live: PresentEngine, cluster: ClusterRef): WindowEngine {
  const engine = live.engine()
  // None of what k3d's part has is left to Sampan's, which may have a cluster of the same name.
  if (live.engineId === engineOfRef(cluster)) return isOfK3d(cluster) ? { ...engine, ...engine.k3d } : engine
  const { name } = cluster
  const { engine: status } = live.snapshot()
  const params = { cluster: name, engine: status.kind === 'connected' ? status.name : (status.address ?? '') }
  throw new ProblemError(problem('engine.changed', params, { actions: [{ kind: 'chooseEngine' }] }))
}

interface Limit {
  readonly seconds: number
}

/** Time limits: short for lookups, longer for tests and for counting. */
export interface Limits {
  readonly brief: Limit
  readonly lengthy: Limit
}

/** Looks something up at a cluster's own engine, within the time that a look may take. */
export type Read = <T>(
  cluster: ClusterRef,
  signal: AbortSignal,
  limit: Limit,
  look: (its: WindowEngine, limited: AbortSignal) => Promise<T>,
) => Promise<T>

/** Runs what only reads: it ends with its request, and fails with `docker.slow` where Docker does not answer in time. */
export function reading<T>(
  signal: AbortSignal,
  { seconds }: Limit,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return within(signal, { timeoutMs: seconds * 1000 }, async (limited, hasExpired) => {
    try {
      return await orAborted(limited, read(limited))
    } catch (error) {
      if (!hasExpired()) throw error
      throw new ProblemError(problem('docker.slow', { seconds }), { cause: error })
    }
  })
}
