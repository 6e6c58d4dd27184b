import type { ApiAddress, ApiPlace } from '#shared/api-address.ts'
import type { Cluster } from '#shared/cluster.ts'
import { k3dRef, shownName } from '#shared/cluster-origin.ts'
import type { ClusterHealth, NodeUsage } from '#shared/health.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'
import { readAdminKubeconfig, rewriteAdminKubeconfig } from '../../kubernetes/admin-kubeconfig.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { clusterWorkloads } from './cluster-workloads.ts'
import { apiPortOf, clusterLabel, describedOfK3d, describeK3d, isPart, k3dContainers, roleOf } from './k3d-clusters.ts'
import { type NodeKubectl, runInNode } from './node-kubectl.ts'
import { watchUsage } from './node-usage.ts'
import { patienceOf } from './patience.ts'
import { type Expectation, type WaitContext, waitUntilReady } from './readiness.ts'
import { watchAilment } from './watch-ailment.ts'
import { watchClusterHealth } from './watch-health.ts'

/** k3d tells k3s to write it there (k3d.md 2.8). */
const kubeconfigPath = '/output/kubeconfig.yaml'
/** What k3d means by it is "everywhere", which is no address to call. */
const everywhere = '0.0.0.0'

/** What can be seen of k3d's clusters, by the names that k3d gives: their nodes through Docker, the rest through their API. */
export function k3dApi(
  { runtime, connectApi }: { runtime: ContainerRuntime; connectApi: ConnectKubeApi },
  engineId: (signal?: AbortSignal) => Promise<string>,
) {
  /** In the order of their start. Fails with `cluster.not_found` where k3d has none of that name. */
  async function partsOf(name: string, signal?: AbortSignal): Promise<ContainerSummary[]> {
    const own = (await k3dContainers(runtime, signal)).get(name)
    if (!own) throw new ProblemError(problem('cluster.not_found', { cluster: shownName(k3dRef('', name)) }))
    return own
  }

  const kubeconfigIn = async (name: string, parts: readonly ContainerSummary[], signal?: AbortSignal) => {
    const port = apiPortOf(parts)
    const host = parts.find(({ labels }) => labels['k3d.server.api.host'])?.labels['k3d.server.api.host']
    const address = host === undefined || host === everywhere ? '127.0.0.1' : host
    const how = { name: `k3d-${name}`, ...(port === undefined ? {} : { server: `https://${address}:${port}` }) }
    for (const server of parts) {
      if (roleOf(server) !== 'server') continue
      const bytes = await runtime.readFile(server.id, kubeconfigPath, signal)
      const text = bytes && rewriteAdminKubeconfig(bytes.toString('utf8'), how)
      if (text !== undefined) return text
    }
    return undefined
  }

  async function kubeconfig(name: string, signal?: AbortSignal): Promise<string> {
    const text = await kubeconfigIn(name, await partsOf(name, signal), signal)
    if (text !== undefined) return text
    throw new ProblemError(problem('kubeconfig.unavailable', { cluster: shownName(k3dRef('', name)) }))
  }

  /** What its flags leave out is not known: its nodes are waited for, and no more. */
  function expected(name: string, parts: readonly ContainerSummary[], logsSinceMs: number | undefined): Expectation {
    const nodes = parts.flatMap((container) => {
      const role = roleOf(container)
      if (role !== 'server' && role !== 'agent') return []
      return [{ name: container.name, image: container.image, role, kubernetesName: container.name.toLowerCase() }]
    })
    return {
      cluster: name,
      apiPort: apiPortOf(parts) ?? 0,
      token: '',
      nodes,
      hasNetwork: true,
      hasDns: false,
      readKubeconfig: (signal) => kubeconfigIn(name, parts, signal),
      ...(logsSinceMs === undefined ? {} : { logsSinceMs }),
    }
  }

  const watched = (name: string) => ({
    cluster: name,
    readKubeconfig: (signal: AbortSignal) => kubeconfig(name, signal),
    connectApi,
  })

  return {
    partsOf,
    kubeconfig,
    ...clusterWorkloads(kubeconfig),

    /** What its references have for an engine. */
    id: async (signal?: AbortSignal): Promise<string> => k3dRef(await engineId(signal), 'any').engineId,

    list: (signal?: AbortSignal): Promise<Cluster[]> => describedOfK3d(runtime, engineId, signal),

    async get(name: string, signal?: AbortSignal): Promise<Cluster> {
      const [containers, engine, published] = await Promise.all([
        partsOf(name, signal),
        engineId(signal),
        runtime.listPublishedPorts(signal),
      ])
      return describeK3d({ engine, name }, containers, published)
    },

    /** kubectl in a server, with the kubeconfig that k3d has k3s write there. */
    async kubectl(name: string, what: NodeKubectl, signal: AbortSignal): Promise<number> {
      const servers = (await partsOf(name, signal)).filter((container) => roleOf(container) === 'server')
      const server = servers.find(({ state }) => state === 'running') ?? servers[0]
      if (!server) throw new ProblemError(problem('cluster.not_found', { cluster: shownName(k3dRef('', name)) }))
      const args = ['--kubeconfig', kubeconfigPath, ...what.args]
      return runInNode(runtime, { ...what, args, id: server.id }, signal)
    },

    /** k3d publishes one address. Whoever asks for another place must not be given this one. */
    async kubeconfigFor(name: string, place: ApiPlace, signal?: AbortSignal): Promise<string> {
      const text = await kubeconfig(name, signal)
      if (place === 'local') return text
      throw new ProblemError(problem('k3d.one_address', { cluster: shownName(k3dRef('', name)), place }))
    },

    async apiAddresses(name: string, signal: AbortSignal): Promise<ApiAddress[]> {
      const text = await kubeconfig(name, signal)
      const server = readAdminKubeconfig(text)?.server ?? ''
      const api = connectApi(text)
      try {
        const answer = await api.ready(signal)
        const isReachable = answer === 'ready'
        return [{ place: 'local', server, isReachable, ...(isReachable ? {} : { detail: answer }) }]
      } catch (error) {
        signal.throwIfAborted()
        const { code, detail } = problemOf(error)
        return [{ place: 'local', server, isReachable: false, detail: detail ?? code }]
      } finally {
        api.close()
      }
    },

    health: (name: string, signal: AbortSignal): AsyncIterable<ClusterHealth> =>
      watchClusterHealth(watched(name), signal),

    watchAilment: (name: string, signal: AbortSignal): AsyncIterable<Problem | undefined> =>
      watchAilment(watched(name), signal),

    /** CPU and memory of the running nodes, every few seconds. */
    async *usage(name: string, signal: AbortSignal): AsyncIterable<NodeUsage[]> {
      const nodesOf = async (own: AbortSignal) =>
        (await partsOf(name, own)).filter(
          (container) => isPart(container) && roleOf(container) !== 'loadbalancer' && container.state === 'running',
        )
      yield* watchUsage({ runtime, of: { label: clusterLabel, value: name }, nodesOf }, signal)
    },

    /** Waits until its nodes are Ready in their present run. */
    async whenReady(
      name: string,
      {
        signal,
        timeoutMs,
        emit = () => undefined,
      }: { timeoutMs?: number | undefined } & Pick<WaitContext, 'signal'> & Partial<Pick<WaitContext, 'emit'>>,
      { isFresh = false } = {},
    ): Promise<Problem[]> {
      const [parts, info] = await Promise.all([partsOf(name, signal), runtime.info(signal)])
      const whole = expected(name, parts, isFresh ? undefined : info.systemTimeMs)
      return waitUntilReady(whole, patienceOf(timeoutMs), { runtime, connectApi, emit, signal })
    },

    /** As `lastStart` of Sampan's. */
    async lastStart(
      name: string,
      signal?: AbortSignal,
    ): Promise<{ readonly startedMs: number | undefined; readonly nowMs: number }> {
      const parts = (await partsOf(name, signal)).filter(isPart)
      const [{ systemTimeMs }, ...containers] = await Promise.all([
        runtime.info(signal),
        ...parts.map(({ id }) => runtime.inspectContainer(id, signal)),
      ])
      const starts = containers.flatMap((container) => container?.startedAtMs ?? [])
      return { startedMs: starts.length === 0 ? undefined : Math.max(...starts), nowMs: systemTimeMs }
    },

    /** Not looked after: k3d's own rules renew certificates at a start, as k3s does. */
    aging: async (): Promise<Problem | undefined> => undefined,
  }
}
