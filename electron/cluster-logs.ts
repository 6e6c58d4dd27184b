import type { ClusterRef } from '#shared/cluster.ts'
import { engineOfRef, isOfK3d } from '#shared/cluster-origin.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import { containerIdentity, isNode, label } from './cluster/model/labels.ts'
import { clusterApi } from './cluster/read/cluster-api.ts'
import { k3dApi } from './cluster/read/k3d-api.ts'
import { clusterLabel, isPart, roleOf } from './cluster/read/k3d-clusters.ts'
import { ClusterRecords } from './cluster/read/records.ts'
import type { DockerRuntime } from './docker/docker-runtime.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'
import { dockerNodeLogs, type NodeLabels } from './logs/docker-node-logs.ts'
import { type LogSources, logSources } from './logs/log-sources.ts'

/**
 * All logs of one cluster. Waits for nothing; close it. `fail` is told when they cannot be had any more, because another engine
 * answers in the place of the cluster's.
 */
export function clusterLogs(runtime: DockerRuntime, cluster: ClusterRef, fail: (problem: Problem) => void): LogSources {
  const closing = new AbortController()
  const engineId = engineOfRef(cluster)
  const ofK3d = isOfK3d(cluster)
  const api = ofK3d
    ? k3dApi({ runtime, connectApi: connectKubeApi }, async () => engineId)
    : clusterApi({
        runtime,
        connectApi: connectKubeApi,
        host: { now: Date.now },
        records: new ClusterRecords(runtime),
      })
  const nodes = dockerNodeLogs(runtime, { engineId, name: cluster.name }, ofK3d ? k3dLabels : sampanLabels)
  const sources = logSources(nodes, () => api.kubeconfig(cluster.name, closing.signal))
  nodes.watch(closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) fail(problemOf(error))
  })
  return {
    ...sources,
    close: () => {
      closing.abort(new DOMException('The logs were closed', 'AbortError'))
      sources.close()
    },
  }
}

const sampanLabels: NodeLabels = {
  cluster: label.cluster,
  // Containers that only read or probe something carry no role.
  isNode: (labels) => labels[label.role] !== undefined,
  runsPods: (labels) => {
    const identity = containerIdentity(labels)
    return identity !== undefined && isNode(identity)
  },
}

const k3dLabels: NodeLabels = {
  cluster: clusterLabel,
  isNode: (labels) => isPart({ labels }),
  runsPods: (labels) => isPart({ labels }) && roleOf({ labels }) !== 'loadbalancer',
}
