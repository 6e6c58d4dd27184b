import { hostname } from 'node:os'
import type { Cluster, ClusterSpec, DeletionPreview } from '#shared/cluster.ts'
import type { ClusterHealth, NodeUsage } from '#shared/health.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { NodeRegistries } from '#shared/registry.ts'
import type { ContainerRuntime, ExecResult, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { explainMessage } from '../../logs/explanations.ts'
import { readNodeRegistries } from '../../registry/node-registries.ts'
import { type ClusterRecord, parseRecord, recordPath } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { readKubeconfig } from './admin-kubeconfig.ts'
import { describeCluster } from './cluster-state.ts'
import { watchUsage } from './node-usage.ts'
import {
  currentNodes,
  firstServer,
  type ObservedCluster,
  type ObservedNode,
  observeAll,
  observeCluster,
} from './observe.ts'
import { readRecordCopy } from './record-copy.ts'

export interface ReaderDependencies {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
}

/** Docker tells of a start in several events; the list is made once for all that come within this time. */
const settleMs = 50

/** How often another process that is making a cluster is looked after. */
const makerLookMs = 2000

/** What can be asked about the clusters of one Docker Engine. Changes nothing. */
export class ClusterReader {
  protected readonly runtime: ContainerRuntime
  protected readonly connectApi: ConnectKubeApi
  #id: string | undefined
  /** By the first server's container id; dropped whenever Docker tells of a change to the cluster. */
  readonly #records = new Map<string, { cluster: string; record: ClusterRecord | undefined }>()

  constructor({ runtime, connectApi }: ReaderDependencies) {
    this.runtime = runtime
    this.connectApi = connectApi
  }

  info(signal?: AbortSignal): Promise<RuntimeInfo> {
    return this.runtime.info(signal)
  }

  /** All clusters, from labels and container states. Readiness is not asked: that is `LiveClusters`' or `status`' business. */
  async list(signal?: AbortSignal): Promise<Cluster[]> {
    const observed = await observeAll(this.runtime, signal)
    return Promise.all(observed.map((cluster) => this.#describe(cluster, signal)))
  }

  async get(name: string, signal?: AbortSignal): Promise<Cluster> {
    return this.#describe(await this.observeExisting(name, signal), signal)
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
        if (cluster !== undefined) {
          this.forgetRecord(cluster)
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
        // Docker does not tell when the process dies that makes a cluster. Only looked at while there is one.
        if (clusters.some(({ state }) => state === 'creating')) setTimeout(() => wake(), makerLookMs).unref()
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

  async spec(name: string, signal?: AbortSignal): Promise<ClusterSpec> {
    return (await this.record(await this.observeExisting(name, signal), signal)).spec
  }

  /** The admin kubeconfig for this machine. Fails with `kubeconfig.unavailable` before k3s has written it. */
  async kubeconfig(name: string, signal?: AbortSignal): Promise<string> {
    const observed = await this.observeExisting(name, signal)
    const server = this.#server(observed)
    const apiPort = Number(server.labels[label.apiPort])
    const text = await readKubeconfig(this.runtime, { id: server.id, cluster: name, apiPort }, signal)
    if (text === undefined) throw new ProblemError(problem('kubeconfig.unavailable', { cluster: name }))
    return text
  }

  /** kubectl in the first server, which has the admin's kubeconfig. */
  async kubectl(name: string, args: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    const server = this.#server(await this.observeExisting(name, signal))
    return this.runtime.exec(server.id, ['kubectl', ...args], signal)
  }

  /** Per node, what containerd was given. Nodes that do not run are left out. */
  async registries(name: string, signal?: AbortSignal): Promise<NodeRegistries[]> {
    const nodes = currentNodes(await this.observeExisting(name, signal)).filter(({ state }) => state === 'running')
    return Promise.all(nodes.map((node) => readNodeRegistries(this.runtime, node.id, node.name)))
  }

  async previewDeletion(name: string, signal?: AbortSignal): Promise<DeletionPreview> {
    const observed = await this.observeExisting(name, signal)
    const sizes = await this.runtime.volumeSizes(signal)
    return {
      containers: [
        ...observed.nodes.map(({ containerName }) => containerName),
        ...observed.strays.map((stray) => stray.name),
      ],
      volumes: observed.volumes.map((volume) => {
        const sizeBytes = sizes.get(volume)
        return { name: volume, ...(sizeBytes === undefined ? {} : { sizeBytes }) }
      }),
      networks: observed.networks.map((network) => network.name),
    }
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
    const nodes = currentNodes(await this.observeExisting(name, signal)).filter(({ state }) => state === 'running')
    yield* watchUsage(this.runtime, nodes, signal)
  }

  /** Fails with `cluster.not_found` when Docker has nothing of that name. */
  protected async observeExisting(name: string, signal?: AbortSignal): Promise<ObservedCluster> {
    const observed = await observeCluster(this.runtime, name, signal)
    const { nodes, strays, volumes, networks } = observed
    const isThere = nodes.length + strays.length + volumes.length + networks.length > 0
    if (!isThere) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
    return observed
  }

  /** The record in the first server, or in the container that is to become it. */
  protected async record(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord> {
    const record = await this.#recordInServers(observed, signal)
    if (record) return record
    const remove = { kind: 'deleteCluster' as const, cluster: observed.name }
    throw new ProblemError(problem('cluster.spec_unreadable', { cluster: observed.name }, { actions: [remove] }))
  }

  /** Like `record`, or else the copy on the server's volume. Only for whoever is about to change the cluster: it takes a container. */
  protected async recordOrCopy(observed: ObservedCluster, signal: AbortSignal): Promise<ClusterRecord> {
    const record = await this.#recordInServers(observed, signal)
    if (record) return record
    const copy = await readRecordCopy(this.runtime, observed)
    return copy === undefined ? this.record(observed, signal) : parseRecord(observed.name, copy)
  }

  async #recordInServers(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord | undefined> {
    const servers = observed.nodes.filter((node) => node.role === 'server' && node.index === 0)
    for (const { id } of [...servers].sort((a, b) => b.generation - a.generation)) {
      const bytes = await this.runtime.readFile(id, recordPath, signal)
      if (bytes) return parseRecord(observed.name, bytes.toString('utf8'))
    }
    return undefined
  }

  protected forgetRecord(cluster: string): void {
    for (const [id, cached] of this.#records) if (cached.cluster === cluster) this.#records.delete(id)
  }

  #server(observed: ObservedCluster): ObservedNode {
    const server = firstServer(observed)
    if (server) return server
    throw new ProblemError(problem('cluster.incomplete', { cluster: observed.name }))
  }

  async #describe(observed: ObservedCluster, signal?: AbortSignal): Promise<Cluster> {
    return describeCluster(observed, {
      engineId: await this.id(signal),
      record: await this.#recordForList(observed, signal),
      isBeingMadeElsewhere: observed.networks.some(({ creator }) => isAlive(creator)) && isRecent(observed),
    })
  }

  /**
   * A container that was never started tells no more than its labels do, and a record that cannot be read must not break the list.
   * The copy is not looked at: that takes a container on the volume, which would stand in the way of whoever removes the cluster.
   */
  async #recordForList(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord | undefined> {
    const server = firstServer(observed)
    if (!server || server.state === 'created') return undefined
    const cached = this.#records.get(server.id)
    if (cached) return cached.record
    const record = await this.#recordInServers(observed, signal).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.code === 'cluster.spec_unreadable') return undefined
      throw error
    })
    this.#records.set(server.id, { cluster: observed.name, record })
    return record
  }
}

/** Making a cluster takes minutes at most; the process that made one long ago may well be running still. */
function isRecent(observed: ObservedCluster): boolean {
  return observed.nodes.every(({ createdAtMs }) => Date.now() - createdAtMs < 10 * 60_000)
}

/** This process as the maker of something. */
export function creatorId(): string {
  return `${hostname()}/${process.pid}`
}

/** Whether another process of this machine that made something still runs. A process elsewhere cannot be asked and counts as gone. */
function isAlive(creator: string | undefined): boolean {
  const [host, pid] = creator?.split('/') ?? []
  if (host !== hostname() || !pid || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The kubelet gives its reasons in the words of its log. */
function explained<T extends { readonly reason?: string | undefined }>(health: T): T {
  const explanation = health.reason === undefined ? undefined : explainMessage(health.reason)
  return explanation ? { ...health, explanation } : health
}
