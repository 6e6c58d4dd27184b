import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { hasNodeId, kubernetesName } from '../model/k3s-config.ts'
import { anyServer, currentNodes, type ObservedCluster, type ObservedNode } from '../model/observed-cluster.ts'
import { isNamed } from '../read/fresh-node.ts'
import { forgetNames, registeredNames } from './debts.ts'

const idPath = '/etc/rancher/node/id'

/**
 * What nodes were called before they registered with an ID, or without: their Node objects and passwords go, for Kubernetes would wait for
 * them. Only of nodes that are registered under their present name. Not of servers with etcd: their vote would go with the Node, under
 * whichever name. Gives what kept it from being done; undefined where nothing is left.
 */
export async function forgetFormerNames(
  runtime: ContainerRuntime,
  { record: { spec }, observed }: { record: ClusterRecord; observed: ObservedCluster },
  signal: AbortSignal,
): Promise<string | undefined> {
  const server = anyServer(observed)
  if (server?.state !== 'running') return `${server?.name ?? ''}: ${server?.state ?? ''}`
  const { names: registered, words } = await registeredNames(runtime, server.id, signal)
  if (!registered) return words
  const isMeant = ({ role }: ObservedNode) => role === 'agent' || spec.datastore.kind !== 'etcd'
  const former = await Promise.all(
    currentNodes(observed)
      .filter(isMeant)
      .map(async (node) => {
        const base = kubernetesName(spec, node)
        if (base === undefined) return []
        const id = (await runtime.readFile(node.id, idPath, signal))?.toString('utf8').trim()
        const own = hasNodeId(spec, node.role) ? `${base}-${id ?? ''}` : base
        if (!registered.includes(own)) return []
        return registered.filter((name) => name !== own && isNamed({ name }, base))
      }),
  )
  return forgetNames(runtime, { server: server.id, names: former.flat() }, signal)
}
