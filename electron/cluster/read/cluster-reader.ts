import type { Cluster, DeletionPreview, StoredSpec } from '#shared/cluster.ts'
import type { ClusterHealth, NodeUsage } from '#shared/health.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { NodeRegistries } from '#shared/registry.ts'
import type { ContainerRuntime, ExecResult, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { readNodeRegistries } from '../../registry/node-registries.ts'
import type { Claims } from '../change/claims.ts'
import { label } from '../model/labels.ts'
import { anyServer, currentNodes, isThere, type ObservedCluster, type ObservedNode } from '../model/observed-cluster.ts'
import { readKubeconfig } from './admin-kubeconfig.ts'
import { describeCluster } from './cluster-state.ts'
import { watchUsage } from './node-usage.ts'
import { observeAll, observeCluster, observeExisting } from './observe.ts'
import { ClusterRecords } from './records.ts'
import { watchClusterHealth } from './watch-health.ts'
import { type ClusterList, watchList } from './watch-list.ts'

export interface ReaderDependencies {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  /** Those of this process: one for all of its engines. */
  readonly claims: Claims
}

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

  /** The whole list, at once and again after each change (see watchList). Whoever begins to watch has found the engine again. */
  async *watch(signal: AbortSignal): AsyncGenerator<ClusterList, void, undefined> {
    await this.claims.tidy(this.runtime, signal)
    const forget = (cluster: string | undefined) =>
      cluster === undefined ? this.records.forgetAll() : this.records.forget(cluster)
    yield* watchList({ runtime: this.runtime, list: (own) => this.list(own), forget }, signal)
  }

  /** Which Docker Engine this is, also after it was updated or is reached another way. Asked once: it never changes. */
  async id(signal?: AbortSignal): Promise<string> {
    this.#id ??= (await this.runtime.info(signal)).engineId
    return this.#id
  }

  /** What the user chose, and how often it was changed, which `apply` wants to be told. */
  async spec(name: string, signal?: AbortSignal): Promise<StoredSpec> {
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
    return {
      containers: [
        ...observed.nodes.map(({ containerName }) => containerName),
        ...observed.strays.map((stray) => stray.name),
      ],
      volumes: observed.volumes.map((volume) => volume.name),
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

  /** Bytes by volume, as far as Docker knows them. It may take a minute: nobody should have to wait for it. */
  async volumeSizes(name: string, signal?: AbortSignal): Promise<Record<string, number>> {
    const [{ volumes }, sizes] = await Promise.all([
      observeExisting(this.runtime, name, signal),
      this.runtime.volumeSizes(signal),
    ])
    return Object.fromEntries(
      volumes.flatMap((volume) => {
        const sizeBytes = sizes.get(volume.name)
        return sizeBytes === undefined ? [] : [[volume.name, sizeBytes]]
      }),
    )
  }

  /** What the cluster's API says, also after its port or its CA changed (see watchClusterHealth). */
  health(name: string, signal: AbortSignal): AsyncIterable<ClusterHealth> {
    const readKubeconfig = (own: AbortSignal) => this.kubeconfig(name, own)
    return watchClusterHealth({ cluster: name, readKubeconfig, connectApi: this.connectApi }, signal)
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
