import type { Cluster, ClusterSpec, ClusterState, DeletionPreview } from '#shared/cluster.ts'
import type { ClusterHealth, NodeUsage } from '#shared/health.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { NodeRegistries } from '#shared/registry.ts'
import type { ContainerRuntime, ExecResult, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { explainMessage } from '../../logs/explanations.ts'
import { readNodeRegistries } from '../../registry/node-registries.ts'
import type { Claims } from '../change/claims.ts'
import { label } from '../model/labels.ts'
import { anyServer, currentNodes, isThere, type ObservedCluster, type ObservedNode } from '../model/observed-cluster.ts'
import { readKubeconfig } from './admin-kubeconfig.ts'
import { describeCluster } from './cluster-state.ts'
import { watchUsage } from './node-usage.ts'
import { observeAll, observeCluster, observeExisting } from './observe.ts'
import { ClusterRecords } from './records.ts'

export interface ReaderDependencies {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  /** Those of this process: one for all of its engines. */
  readonly claims: Claims
}

/** Docker tells of a start in several events; the list is made once for all that come within this time. */
const settleMs = 50

/** In the list these come from the claims of other processes only. */
const statesElsewhere: readonly ClusterState[] = ['creating', 'starting', 'stopping', 'deleting']

/** How often another process that is changing a cluster is looked after. */
const makerLookMs = 2000

/** What can be asked about the clusters of one Docker Engine. Changes nothing. */
export class ClusterReader {
  protected readonly runtime: ContainerRuntime
  protected readonly connectApi: ConnectKubeApi
  #id: string | undefined
  protected readonly claims: Claims
  protected readonly records: ClusterRecords

  constructor({ runtime, connectApi, claims }: ReaderDependencies) {
    this.runtime = runtime
    this.connectApi = connectApi
    this.claims = claims
    this.records = new ClusterRecords(runtime)
  }

  info(signal?: AbortSignal): Promise<RuntimeInfo> {
    return this.runtime.info(signal)
  }

  /** All clusters, from labels and container states. Readiness is not asked: that is `LiveClusters`' or `status`' business. */
  async list(signal?: AbortSignal): Promise<Cluster[]> {
    const observed = await observeAll(this.runtime, signal)
    return (await Promise.all(observed.map((cluster) => this.#describe(cluster, signal)))).flat()
  }

  async get(name: string, signal?: AbortSignal): Promise<Cluster> {
    const [cluster] = await this.#describe(await observeCluster(this.runtime, name, signal), signal)
    if (!cluster) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
    return cluster
  }

  /**
   * The whole list, at once and again after each change, with the names of the clusters whose containers changed since the last
   * time. Nothing is asked in between. Throws `docker.lost` when the engine goes away.
   */
  async *watch(signal: AbortSignal): AsyncIterable<{ clusters: Cluster[]; changed: ReadonlySet<string> }> {
    const own = new AbortController()
    const stop = () => own.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    let changed = new Set<string>()
    let wake: () => void = () => undefined
    let failure: unknown
    let awake = new Promise<void>((resolve) => {
      wake = resolve
    })
    const follow = async () => {
      for await (const event of this.runtime.events({ label: label.cluster }, own.signal)) {
        const labels = event.kind === 'changed' ? event.labels : {}
        const cluster = labels[label.cluster]
        if (cluster === undefined) this.records.forgetAll()
        else {
          this.records.forget(cluster)
          // A helper's coming and going changes nothing about the nodes.
          if (labels[label.role] !== undefined) changed.add(cluster)
        }
        wake()
      }
    }
    const following = follow().catch((error: unknown) => {
      failure = error
      wake()
    })
    try {
      for (;;) {
        await awake
        if (failure !== undefined) throw failure
        signal.throwIfAborted()
        await new Promise((resolve) => setTimeout(resolve, settleMs))
        awake = new Promise((resolve) => {
          wake = resolve
        })
        const since = changed
        changed = new Set()
        const clusters = await this.list(own.signal)
        // Docker does not tell when the process dies that changes a cluster. Only looked at while there is one.
        if (clusters.some(({ state }) => statesElsewhere.includes(state))) setTimeout(() => wake(), makerLookMs).unref()
        yield { clusters, changed: since }
      }
    } finally {
      signal.removeEventListener('abort', stop)
      own.abort(new DOMException('No longer watched', 'AbortError'))
      await following
    }
  }

  /** Which Docker Engine this is, also after it was updated or is reached another way. Asked once: it never changes. */
  async id(signal?: AbortSignal): Promise<string> {
    this.#id ??= (await this.runtime.info(signal)).engineId
    return this.#id
  }

  /** What the user chose, and how often it was changed, which `apply` wants to be told. */
  async spec(name: string, signal?: AbortSignal): Promise<{ spec: ClusterSpec; generation: number }> {
    const { spec, generation } = await this.records.read(await observeExisting(this.runtime, name, signal), signal)
    return { spec, generation }
  }

  /** The admin kubeconfig for this machine. Fails with `kubeconfig.unavailable` before k3s has written it. */
  async kubeconfig(name: string, signal?: AbortSignal): Promise<string> {
    const observed = await observeExisting(this.runtime, name, signal)
    const server = this.#server(observed)
    const apiPort = Number(server.labels[label.apiPort])
    const text = await readKubeconfig(this.runtime, { id: server.id, cluster: name, apiPort }, signal)
    if (text === undefined) throw new ProblemError(problem('kubeconfig.unavailable', { cluster: name }))
    return text
  }

  /** kubectl in the first server, which has the admin's kubeconfig. */
  async kubectl(name: string, args: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    const server = this.#server(await observeExisting(this.runtime, name, signal))
    return this.runtime.exec(server.id, ['kubectl', ...args], signal)
  }

  /** Per node, what containerd was given. Nodes that do not run are left out. */
  async registries(name: string, signal?: AbortSignal): Promise<NodeRegistries[]> {
    const nodes = currentNodes(await observeExisting(this.runtime, name, signal)).filter(
      ({ state }) => state === 'running',
    )
    return Promise.all(nodes.map((node) => readNodeRegistries(this.runtime, node, signal)))
  }

  async previewDeletion(name: string, signal?: AbortSignal): Promise<DeletionPreview> {
    const observed = await observeExisting(this.runtime, name, signal)
    const sizes = await this.runtime.volumeSizes(signal)
    return {
      containers: [
        ...observed.nodes.map(({ containerName }) => containerName),
        ...observed.strays.map((stray) => stray.name),
      ],
      volumes: observed.volumes.map(({ name: volume }) => {
        const sizeBytes = sizes.get(volume)
        return { name: volume, ...(sizeBytes === undefined ? {} : { sizeBytes }) }
      }),
      networks: observed.networks.map((network) => network.name),
    }
  }

  /** When the node that was started last was started, and what time it is, both on the engine's clock, milliseconds since the epoch. */
  async lastStart(
    name: string,
    signal?: AbortSignal,
  ): Promise<{ readonly startedMs: number | undefined; readonly nowMs: number }> {
    const nodes = currentNodes(await observeExisting(this.runtime, name, signal))
    const [{ systemTimeMs }, ...containers] = await Promise.all([
      this.runtime.info(signal),
      ...nodes.map(({ id }) => this.runtime.inspectContainer(id, signal)),
    ])
    const starts = containers.flatMap((container) => container?.startedAtMs ?? [])
    return { startedMs: starts.length === 0 ? undefined : Math.max(...starts), nowMs: systemTimeMs }
  }

  async *health(name: string, signal: AbortSignal): AsyncIterable<ClusterHealth> {
    const api = this.connectApi(await this.kubeconfig(name, signal))
    try {
      for await (const { nodes, pods, ...rest } of api.watchHealth(signal)) {
        yield { ...rest, nodes: nodes.map(explained), pods: pods.map(explained) }
      }
    } finally {
      api.close()
    }
  }

  /** CPU and memory of the running nodes, every few seconds. */
  async *usage(name: string, signal: AbortSignal): AsyncIterable<NodeUsage[]> {
    const nodes = currentNodes(await observeExisting(this.runtime, name, signal)).filter(
      ({ state }) => state === 'running',
    )
    yield* watchUsage(this.runtime, nodes, signal)
  }

  #server(observed: ObservedCluster): ObservedNode {
    const server = anyServer(observed)
    if (server) return server
    throw new ProblemError(problem('cluster.incomplete', { cluster: observed.name }))
  }

  /** Nothing where there is nothing but a claim, unless somebody is making the cluster just now. */
  async #describe(observed: ObservedCluster, signal?: AbortSignal): Promise<Cluster[]> {
    const { claim } = observed
    const isElsewhere = claim && !this.claims.isOwn(claim) && (await this.claims.isAlive(this.runtime, claim))
    const doing = isElsewhere ? claim.kind : undefined
    if (!isThere(observed) && doing !== 'create') return []
    const [engineId, record] = await Promise.all([this.id(signal), this.records.forList(observed, signal)])
    return [describeCluster(observed, { engineId, record, doing })]
  }
}

/** The kubelet gives its reasons in the words of its log. */
function explained<T extends { readonly reason?: string | undefined }>(health: T): T {
  const explanation = health.reason === undefined ? undefined : explainMessage(health.reason)
  return explanation ? { ...health, explanation } : health
}
