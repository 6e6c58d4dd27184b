import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterHealth } from '#shared/health.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { ApiStatusError } from '../../kubernetes/api-connection.ts'
import type { ConnectKubeApi, HealthPicture, KubeApi } from '../../kubernetes/kube-api.ts'
import { explainMessage } from '../../logs/explanations.ts'

const firstPauseMs = 500
const longestPauseMs = 5000

/**
 * What the API says of nodes and pods, at once and at each change. While it does not answer, the last picture with a word that it is
 * the past; meanwhile the kubeconfig is read again at each try, since the port may be another one and the CA a new one. Throws when
 * the cluster is gone. Returns when aborted.
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
  let unknown: ClusterHealth['unknown']
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    let failure: { readonly sinceMs: number; readonly error: unknown } | undefined
    try {
      for await (const picture of picturesOf(connectApi(await readKubeconfig(signal)), { onlyNodes }, signal)) {
        failure = picture.failure
        if (failure) break
        pauseMs = firstPauseMs
        unknown = undefined
        known = explained(picture)
        yield known
      }
    } catch (error) {
      if (isOver(error)) throw error
      failure = { sinceMs: Date.now(), error }
    }
    if (signal.aborted) return
    const now = {
      sinceMs: unknown?.sinceMs ?? failure?.sinceMs ?? Date.now(),
      problem: reasonOf(cluster, failure?.error),
    }
    if (JSON.stringify(now) !== JSON.stringify(unknown)) yield { ...known, unknown: now }
    unknown = now
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

async function* picturesOf(
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

/** No cluster, or none that will ever answer: there is nothing to wait for. */
function isOver(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    (error.problem.code === 'cluster.not_found' || error.problem.code === 'cluster.incomplete')
  )
}

function reasonOf(cluster: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof ApiStatusError && (error.status === 401 || error.status === 403))
    return problem('api.refused', { cluster, status: error.status })
  const detail = error instanceof Error ? error.message : undefined
  return problem('api.unreachable', { cluster }, detail === undefined ? {} : { detail })
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
