import type { ClusterHealth } from '#shared/health.ts'
import type { ConnectKubeApi, HealthPicture, KubeApi } from '../../kubernetes/kube-api.ts'
import { explainMessage } from '../../logs/explanations.ts'
import { picturesOf } from './pictures.ts'

/**
 * What the API says of nodes and pods, at once and at each change. While it does not answer, the last picture with a word that it is
 * the past (see picturesOf). Throws when the cluster is gone. Returns when aborted.
 */
export async function* watchClusterHealth(
  {
    cluster,
    readKubeconfig,
    connectApi,
    onlyNodes = false,
  }: {
    cluster: string
    readKubeconfig: (signal: AbortSignal) => Promise<string>
    connectApi: ConnectKubeApi
    onlyNodes?: boolean
  },
  signal: AbortSignal,
): AsyncGenerator<ClusterHealth, void, undefined> {
  let known: ClusterHealth = {}
  const look = (kubeconfig: string) => healthOf(connectApi(kubeconfig), { onlyNodes }, signal)
  const forget = () => {
    known = {}
  }
  for await (const { picture, unknown } of picturesOf({ cluster, readKubeconfig, look, forget }, signal)) {
    if (picture) known = explained(picture)
    yield unknown ? { ...known, unknown } : known
  }
}

async function* healthOf(
  api: KubeApi,
  { onlyNodes }: { readonly onlyNodes: boolean },
  signal: AbortSignal,
): AsyncGenerator<HealthPicture, void, undefined> {
  try {
    yield* onlyNodes ? api.watchNodeHealth(signal) : api.watchHealth(signal)
  } finally {
    api.close()
  }
}

/** The kubelet gives its reasons in the words of its log. */
function explained({ nodes, pods, kubernetesVersion }: HealthPicture): ClusterHealth {
  return {
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    ...(nodes ? { nodes: nodes.map(withExplanation) } : {}),
    ...(pods ? { pods: pods.map(withExplanation) } : {}),
  }
}

function withExplanation<T extends { readonly reason?: string | undefined }>(health: T): T {
  const explanation = health.reason === undefined ? undefined : explainMessage(health.reason)
  return explanation ? { ...health, explanation } : health
}
