import { within } from '../../async/scope.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi, NodePicture } from '../../kubernetes/kube-api.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { kubernetesName } from '../model/k3s-config.ts'
import { anyServer, currentNodes, type ObservedCluster } from '../model/observed-cluster.ts'
import type { Phase, Step } from '../model/plan.ts'
import { readKubeconfig } from '../read/admin-kubeconfig.ts'
import { isNamed } from '../read/fresh-node.ts'

/** A node that runs for this long has registered once, milliseconds. */
const bootMs = 60_000
/** An API that runs answers within this time; one that does not is not what is looked after here. */
const answerMs = 3000

/**
 * Restarts of nodes that run and that Kubernetes does not know any more. A kubelet registers once: after `kubectl delete node` it comes
 * back only by a restart.
 */
export async function planRejoin(
  { runtime, connectApi }: { runtime: ContainerRuntime; connectApi: ConnectKubeApi },
  { record: { spec }, info, observed }: { record: ClusterRecord; info: RuntimeInfo; observed: ObservedCluster },
  signal: AbortSignal,
): Promise<Phase[]> {
  const server = anyServer(observed)
  if (server?.state !== 'running') return []
  const { name: cluster, apiPort } = spec
  const kubeconfig = await readKubeconfig(runtime, { id: server.id, cluster, apiPort }, signal)
  const known = kubeconfig && (await nodesOf(connectApi, kubeconfig, signal))
  if (!known) return []
  const running = currentNodes(observed).filter(({ state }) => state === 'running')
  const steps = await Promise.all(
    running.map(async ({ id, role, name }): Promise<Step[]> => {
      const inKubernetes = kubernetesName(spec, { role, name })
      if (inKubernetes === undefined || known.some((node) => isNamed(node, inKubernetes))) return []
      const startedMs = (await runtime.inspectContainer(id, signal))?.startedAtMs
      if (startedMs === undefined || info.systemTimeMs - startedMs < bootMs) return []
      return [{ kind: 'restartContainer', name, id, timeoutSeconds: 30 }]
    }),
  )
  return steps.some(({ length }) => length > 0) ? [{ stage: 'containers', steps: steps.flat() }] : []
}

/** Undefined where the API does not answer. */
async function nodesOf(
  connectApi: ConnectKubeApi,
  kubeconfig: string,
  signal: AbortSignal,
): Promise<NodePicture[] | undefined> {
  const api = connectApi(kubeconfig)
  try {
    return await within(signal, { timeoutMs: answerMs }, async (own, hasExpired) => {
      try {
        if ((await api.ready(own)) !== 'ready') return undefined
        for await (const pictures of api.watchNodes(own)) return pictures
      } catch (error) {
        if (!hasExpired()) throw error
      }
      return undefined
    })
  } finally {
    api.close()
  }
}
