import type { Cluster, ClustersSnapshot, EngineStatus } from '#shared/cluster.ts'
import type { OperationKind } from '#shared/operation.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ClusterEngine } from '../change/cluster-engine.ts'
import type { Operations } from '../change/operations.ts'
import { stateDuring } from './cluster-state.ts'

/** What this needs of the connection to the chosen Docker Engine. */
export interface EngineSource {
  /** The present status at once, then each change. */
  watch(signal: AbortSignal): AsyncIterable<EngineStatus>
  runtime(): ContainerRuntime
}

/** A running cluster that was not Ready is asked again after this time. */
const verifyAgainMs = 20_000

/**
 * The one picture of all clusters that window, tray and menu look at: what Docker has, what is being done to it, and whether
 * running clusters are Ready, which is asked once after each start. Without the engine it keeps the last list and says so.
 */
export class LiveClusters {
  readonly #source: EngineSource
  readonly #operations: Operations
  readonly #makeEngine: (runtime: ContainerRuntime) => ClusterEngine
  readonly #listeners = new Set<() => void>()
  readonly #verified = new Map<string, { readonly warning: Problem | undefined; readonly isReady: boolean }>()
  readonly #verifying = new Map<string, AbortController>()
  #engine: ClusterEngine | undefined
  #status: EngineStatus = { kind: 'connecting' }
  #seen: Cluster[] = []

  constructor(dependencies: {
    source: EngineSource
    operations: Operations
    makeEngine: (runtime: ContainerRuntime) => ClusterEngine
  }) {
    this.#source = dependencies.source
    this.#operations = dependencies.operations
    this.#makeEngine = dependencies.makeEngine
  }

  /** The engine of the connected Docker. Fails with the reason why there is none. */
  engine(): ClusterEngine {
    if (this.#engine) return this.#engine
    throw new ProblemError(this.#status.kind === 'unavailable' ? this.#status.problem : problem('docker.lost', {}))
  }

  snapshot(): ClustersSnapshot {
    return { engine: this.#status, clusters: this.#clusters() }
  }

  /** The present picture at once, then again at each change. */
  async *watch(signal: AbortSignal): AsyncIterable<ClustersSnapshot> {
    let last = ''
    for (;;) {
      const snapshot = this.snapshot()
      const text = JSON.stringify(snapshot)
      if (text !== last) {
        last = text
        yield snapshot
        // Looked at again before waiting: who was still busy with this one did not hear of what came meanwhile.
        continue
      }
      await new Promise<void>((resolve, reject) => {
        if (signal.aborted) reject(signal.reason)
        const done = () => {
          this.#listeners.delete(done)
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = () => {
          this.#listeners.delete(done)
          reject(signal.reason)
        }
        this.#listeners.add(done)
        signal.addEventListener('abort', stop, { once: true })
      })
    }
  }

  /** Follows the connection and its clusters until aborted. Run once, for the whole life of the app. */
  async run(signal: AbortSignal): Promise<void> {
    let following: AbortController | undefined
    const operations = this.#followOperations(signal)
    try {
      for await (const status of this.#source.watch(signal)) {
        following?.abort(new DOMException('The engine changed', 'AbortError'))
        following = undefined
        this.#status = status
        this.#engine = undefined
        if (status.kind === 'connected') {
          following = new AbortController()
          this.#engine = this.#makeEngine(this.#source.runtime())
          void this.#followClusters(this.#engine, following.signal)
        }
        this.#notify()
      }
    } finally {
      following?.abort(new DOMException('The app ends', 'AbortError'))
      await operations
    }
  }

  async #followOperations(signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of this.#operations.watchAll(signal)) {
        // What Docker told while an operation ran was not looked into; it may have had nothing to tell since.
        if (this.#engine) for (const cluster of this.#seen) this.#verify(this.#engine, cluster, signal)
        this.#notify()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async #followClusters(engine: ClusterEngine, signal: AbortSignal): Promise<void> {
    try {
      for await (const { clusters, changed } of engine.watch(signal)) {
        for (const name of changed) this.#forget(name)
        this.#seen = clusters
        for (const cluster of clusters) this.#verify(engine, cluster, signal)
        this.#notify()
      }
    } catch (error) {
      // A lost engine is the connection's to report and to find again; here the last list just stays.
      if (!signal.aborted && problemOf(error).code !== 'docker.lost')
        this.#status = { kind: 'unavailable', problem: problemOf(error) }
      this.#notify()
    } finally {
      for (const name of [...this.#verifying.keys()]) this.#forget(name)
    }
  }

  /** Asks a running cluster once whether it is Ready, unless an operation is on its way to find out by itself. */
  #verify(engine: ClusterEngine, cluster: Cluster, signal: AbortSignal, { isAgain } = { isAgain: false }): void {
    const { name, state } = cluster
    const isBusy = this.#operations.list().some((operation) => operation.cluster === name && operation.isRunning)
    if (state !== 'running' || isBusy || this.#verifying.has(name) || (this.#verified.has(name) && !isAgain)) return
    const controller = new AbortController()
    const stop = () => controller.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    this.#verifying.set(name, controller)
    engine
      .whenReady(name, { signal: controller.signal })
      .then(
        (warnings) => this.#settle(name, controller, { isReady: true, warning: warnings[0] }),
        (error: unknown) => {
          this.#settle(name, controller, { isReady: false, warning: problemOf(error) })
          this.#verifyAgain(engine, cluster, signal)
        },
      )
      .finally(() => signal.removeEventListener('abort', stop))
  }

  /** A boot that was only slow ends well without Docker having anything to tell of it. */
  #verifyAgain(engine: ClusterEngine, cluster: Cluster, signal: AbortSignal): void {
    const failed = this.#verified.get(cluster.name)
    const timer = setTimeout(() => {
      const isSame = failed !== undefined && this.#verified.get(cluster.name) === failed
      if (isSame && !signal.aborted) this.#verify(engine, cluster, signal, { isAgain: true })
    }, verifyAgainMs)
    timer.unref()
  }

  #settle(name: string, controller: AbortController, result: { isReady: boolean; warning: Problem | undefined }): void {
    if (this.#verifying.get(name) !== controller) return
    this.#verifying.delete(name)
    this.#verified.set(name, result)
    this.#notify()
  }

  #forget(name: string): void {
    this.#verified.delete(name)
    this.#verifying.get(name)?.abort(new DOMException('The cluster changed', 'AbortError'))
    this.#verifying.delete(name)
  }

  #clusters(): Cluster[] {
    const running = new Map(
      this.#operations
        .list()
        .flatMap((operation) => (operation.isRunning ? [[operation.cluster, operation.operation]] : [])),
    )
    const known = this.#seen.map((cluster) => this.#withReadiness(cluster, running.get(cluster.name)))
    const created = [...running].filter(
      ([name, kind]) => kind === 'create' && !known.some((cluster) => cluster.name === name),
    )
    const engineId = this.#status.kind === 'connected' ? this.#status.engineId : '-'
    const placeholders = created.map(
      ([name]): Cluster => ({ engineId, name, state: 'creating', image: '', nodes: [], ports: [] }),
    )
    return [...known, ...placeholders].sort((a, b) => a.name.localeCompare(b.name))
  }

  #withReadiness(cluster: Cluster, operation: OperationKind | undefined): Cluster {
    if (operation) {
      const { problem: _, ...rest } = cluster
      return { ...rest, state: stateDuring[operation] }
    }
    if (cluster.state !== 'running') return cluster
    const verified = this.#verified.get(cluster.name)
    if (!verified) return { ...cluster, state: this.#verifying.has(cluster.name) ? 'starting' : 'running' }
    return {
      ...cluster,
      state: verified.isReady ? 'ready' : 'degraded',
      ...(verified.warning ? { problem: verified.warning } : {}),
    }
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
