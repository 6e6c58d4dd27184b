import entrypoint from '../resources/node/entrypoint.sh?raw'
import type { Claims } from './cluster/change/claims.ts'
import { type ClusterEngine, openClusterEngine } from './cluster/cluster-engine.ts'
import { askDatabase } from './datastore/ask-database.ts'
import type { ContainerRuntime } from './docker/container-runtime.ts'
import { localHost } from './host/local-host.ts'
import type { ImageLibrary } from './images/library.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'

/** The app's engine over whichever Docker is connected. */
export function engineWith(claims: Claims, library?: ImageLibrary): (runtime: ContainerRuntime) => ClusterEngine {
  const parts = { claims, library, connectApi: connectKubeApi, askDatabase, host: localHost(), entrypoint }
  return (runtime) => openClusterEngine({ ...parts, runtime, defaultImage: process.env.SAMPAN_K3S_IMAGE })
}
