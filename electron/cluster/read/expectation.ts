import type { ClusterRecord } from '../model/cluster-record.ts'
import { hasComponent, hasNetwork, kubernetesName } from '../model/k3s-config.ts'
import { isNode } from '../model/labels.ts'
import { currentContainers, currentNodes, type ObservedCluster } from '../model/observed-cluster.ts'
import type { Expectation } from './readiness.ts'

/**
 * What Ready means for a cluster of this spec: the user's flags may leave out nodes, the network or DNS.
 *
 * @param logsSinceMs on the engine's clock; what the nodes logged before does not matter. Undefined: all since each node's start.
 */
export function expectationOf(
  { spec, token }: ClusterRecord,
  observed: ObservedCluster,
  logsSinceMs: number | undefined,
): Expectation {
  const nodes = currentNodes(observed).map(({ name, image, role }) => {
    return { name, image, role, kubernetesName: kubernetesName(spec, { role, name }) }
  })
  const hasKubelet = nodes.some((node) => node.kubernetesName !== undefined)
  return {
    cluster: spec.name,
    apiPort: spec.apiPort,
    token,
    nodes,
    companions: currentContainers(observed).filter((container) => !isNode(container)),
    hasNetwork: hasNetwork(spec),
    hasDns: hasComponent(spec, 'coredns') && hasNetwork(spec) && hasKubelet,
    ...(logsSinceMs === undefined ? {} : { logsSinceMs }),
  }
}
