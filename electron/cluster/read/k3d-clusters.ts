import type { K3dCluster } from '#shared/cluster.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'

/** What k3d writes on all that it makes (k3d v5, pkg/types: DefaultRuntimeLabels and the labels of a node). */
export const madeByK3d = { label: 'app', value: 'k3d' }
export const clusterLabel = 'k3d.cluster'
export const roleLabel = 'k3d.role'

/** The clusters of k3d on this engine, by name. */
export async function k3dClusters(runtime: ContainerRuntime, signal?: AbortSignal): Promise<K3dCluster[]> {
  const containers = await runtime.listContainers(madeByK3d, signal)
  // Registries of k3d's are of no cluster.
  const names = new Set(containers.flatMap(({ labels }) => labels[clusterLabel] || []))
  return [...names]
    .flatMap((name) => {
      const inRole = (role: string) =>
        containers.filter(({ labels }) => labels[clusterLabel] === name && labels[roleLabel] === role)
      const servers = inRole('server')
      // A load balancer that was left behind is no cluster.
      if (servers.length === 0) return []
      const isRunning = servers.some(({ state }) => state === 'running')
      return [{ name, servers: servers.length, agents: inRole('agent').length, isRunning }]
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
}
