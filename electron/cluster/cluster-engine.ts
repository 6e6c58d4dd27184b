import type { AskDatabase } from '../datastore/ask-database.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import type { Host } from '../host/host.ts'
import type { ImageLibrary } from '../images/library.ts'
import type { ConnectKubeApi } from '../kubernetes/kube-api.ts'
import type { Claims } from './change/claims.ts'
import { clusterChanges } from './change/cluster-changes.ts'
import type { OperationOptions } from './change/operate.ts'
import { type SavedBundle, saveBundle } from './change/save-bundle.ts'
import { k3dEngine } from './k3d-engine.ts'
import { clusterApi } from './read/cluster-api.ts'
import { clusterFacts } from './read/cluster-facts.ts'
import { clusterImages } from './read/cluster-images.ts'
import { clusterList } from './read/cluster-list.ts'
import { ClusterRecords } from './read/records.ts'
import { registryEngine } from './registry-engine.ts'

export interface EngineDependencies {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  readonly host: Host
  readonly askDatabase: AskDatabase
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
  /** Those of this process: one for all of its engines. */
  readonly claims: Claims
  /** Images that are kept for clusters without a network. */
  readonly library?: ImageLibrary | undefined
  /** Offered for new clusters instead of the stable release on Docker Hub, as closed networks need it (SAMPAN_K3S_IMAGE). */
  readonly defaultImage?: string | undefined
}

/** The clusters of one Docker Engine, as window and terminal see them: one module a subject, put together here. */
export type ClusterEngine = ReturnType<typeof openClusterEngine>

export function openClusterEngine({ defaultImage, ...dependencies }: EngineDependencies) {
  const records = new ClusterRecords(dependencies.runtime)
  const list = clusterList({ ...dependencies, records })
  const k3d = k3dEngine(dependencies, list.id)
  const change = { ...dependencies, records, engineId: list.id, describe: list.get }
  return {
    ...list,
    /** The clusters that k3d has made. */
    k3d,
    ...clusterFacts({ ...dependencies, records }),
    ...clusterImages(dependencies),
    saveBundle: (of: { cluster: string; path: string }, options: OperationOptions): Promise<SavedBundle> =>
      saveBundle({ ...dependencies, records }, of, options),
    ...clusterApi({ ...dependencies, records }),
    ...clusterChanges(change, defaultImage),
    /** Registries and caches that clusters share. */
    localRegistries: registryEngine(change),
  }
}
