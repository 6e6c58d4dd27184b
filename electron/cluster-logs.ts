import { Claims } from './cluster/change/claims.ts'
import { label, nodeIdentity } from './cluster/model/labels.ts'
import { ClusterReader } from './cluster/read/cluster-reader.ts'
import type { DockerRuntime } from './docker/docker-runtime.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'
import { dockerNodeLogs } from './logs/docker-node-logs.ts'
import { type LogSources, logSources } from './logs/log-sources.ts'

/** All logs of one cluster. Waits for nothing; close it. */
export function clusterLogs(runtime: DockerRuntime, cluster: string): LogSources {
  const closing = new AbortController()
  const reader = new ClusterReader({ runtime, connectApi: connectKubeApi, claims: new Claims() })
  const nodes = dockerNodeLogs(runtime, {
    label: label.cluster,
    value: cluster,
    runsPods: (labels) => nodeIdentity(labels) !== undefined,
  })
  const sources = logSources(nodes, () => reader.kubeconfig(cluster, closing.signal))
  void nodes.watch(closing.signal)
  return {
    ...sources,
    close: () => {
      closing.abort(new DOMException('The logs were closed', 'AbortError'))
      sources.close()
    },
  }
}
