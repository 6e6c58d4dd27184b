import { within } from '../../async/scope.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi, NodePicture } from '../../kubernetes/kube-api.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { kubernetesName } from '../model/k3s-config.ts'
import { anyServer, currentNodes, type ObservedCluster, type ObservedNode } from '../model/observed-cluster.ts'
import type { Phase, Step } from '../model/plan.ts'
import { readKubeconfig } from '../read/admin-kubeconfig.ts'
import { isNamed } from '../read/fresh-node.ts'

/** A node that runs for this long has registered once, milliseconds. */
const bootMs = 60_000
/** An API that runs answers within this time; one that does not is not what is looked after here. */
const answerMs = 3000

/**
 * Restarts of nodes that run and that Kubernetes does not know any more. A kubelet registers once: after `kubectl delete node` it comes
 * back only by a restart. Servers one after the other, each when the one before is Ready again, and before them those of their kind
 * that are down: so most of them are up all the time. Agents at last, all at once.
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
  const unknown = await Promise.all(
    running.map(async (node) => {
      const inKubernetes = kubernetesName(spec, node)
      if (inKubernetes === undefined || known.some((each) => isNamed(each, inKubernetes))) return []
      const startedMs = (await runtime.inspectContainer(node.id, signal))?.startedAtMs
      return startedMs === undefined || info.systemTimeMs - startedMs < bootMs ? [] : [node]
    }),
  )
  return oneServerAtATime(unknown.flat(), observed)
}

const phase = (...steps: Step[]): Phase => ({ stage: 'containers', steps })
const wait: Phase = { stage: 'api', steps: [{ kind: 'waitForApi' }] }

function oneServerAtATime(unknown: readonly ObservedNode[], observed: ObservedCluster): Phase[] {
  const isServer = ({ role }: ObservedNode) => role === 'server'
  const restart = ({ id, name }: ObservedNode): Step => ({ kind: 'restartContainer', name, id, timeoutSeconds: 30 })
  const servers = unknown.filter(isServer)
  const agents = unknown.filter((node) => !isServer(node))
  const down =
    servers.length === 0 ? [] : currentNodes(observed).filter((node) => isServer(node) && node.state === 'exited')
  const resumes = down.map(({ id, name }): Step => ({ kind: 'resumeContainer', name, id }))
  return [
    ...(resumes.length > 0 ? [phase(...resumes), wait] : []),
    ...servers.flatMap((server, at) => (at === 0 ? [phase(restart(server))] : [wait, phase(restart(server))])),
    ...(agents.length > 0 ? [phase(...agents.map(restart))] : []),
  ]
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
