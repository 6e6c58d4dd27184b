import type { ClusterRef } from '#shared/cluster.ts'
import { k3dName } from '#shared/cluster-origin.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'

/** What Sampan's and k3d's clusters have in common. */
export type CommonEngine = Pick<
  ClusterEngine,
  | 'id'
  | 'get'
  | 'whenReady'
  | 'health'
  | 'lastStart'
  | 'aging'
  | 'kubeconfigFor'
  | 'kubectl'
  | 'previewDeletion'
  | 'volumeSizes'
>

/** Whose cluster a name means, and what it is called there: `k3d/demo` is k3d's `demo`. */
export function clusterOf(engine: ClusterEngine, shown: string): { readonly its: CommonEngine; readonly name: string } {
  const ofK3d = k3dName(shown)
  return ofK3d === undefined ? { its: engine, name: shown } : { its: engine.k3d, name: ofK3d }
}

/** A cluster of the engine that this command works with. */
export async function refOf(engine: ClusterEngine, shown: string, signal?: AbortSignal): Promise<ClusterRef> {
  const { its, name } = clusterOf(engine, shown)
  return { engineId: await its.id(signal), name }
}
