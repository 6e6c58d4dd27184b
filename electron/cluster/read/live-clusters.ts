import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster, ClustersSnapshot } from '#shared/cluster.ts'
import { engineOfRef, k3dName, shownName } from '#shared/cluster-origin.ts'
import type { EngineStatus } from '#shared/engine.ts'
import type { OperationKind } from '#shared/operation.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { Changes } from '../../async/changes.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Operations } from '../change/operations.ts'
import type { ClusterEngine } from '../cluster-engine.ts'
import { withRemedies } from '../model/repairable.ts'
import { stateDuring } from './cluster-state.ts'
import { ReadinessChecks } from './readiness-checks.ts'

/** What this needs of the connection to the chosen Docker Engine. */
export interface EngineSource {
  /** The present status at once, then each change. */
  watch(signal: AbortSignal): AsyncIterable<EngineStatus>
  runtime(): ContainerRuntime
}

/** What this needs of a cluster engine. */
export type WatchedEngine = Pick<ClusterEngine, 'watch' | 'whenReady' | 'watchAilment'> & {
  readonly k3d: Pick<ClusterEngine['k3d'], 'whenReady' | 'watchAilment'>
}

/** A running cluster that was not Ready is asked again after this time. */
const verifyAgainMs = 20_000

/** A watch that broke begins again after these times. */
const firstPauseMs = 500
const longestPauseMs = 10_000

/**
 * The one picture of all clusters that window, tray and menu look at: what Docker has, what is being done to it, and whether
 * running clusters are Ready, which is asked once after each start and each reconnect, and what ails them since. While the list cannot be made it keeps the
 * last one of the same engine, says since when and why, and goes on trying.
 */
export class LiveClusters<E extends WatchedEngine = ClusterEngine> {
  readonly #source: EngineSource
  readonly #operations: Operations
  readonly #makeEngine: (runtime: ContainerRuntime) => E
  readonly #againMs: number
  readonly #changes = new Changes()
  /** The connection's word. Whether the list is up to date is another matter. */
  #connection: EngineStatus = { kind: 'connecting' }
  #engine: E | undefined
  /** Of the engine at `#address`. */
  #engineId: string | undefined
  #address: string | undefined
  #seen: readonly Cluster[] = []
  #checks: ReadinessChecks | undefined
  /** The list is that of now. */
  #isUpToDate = false
  /** When it ceased to be. */
  #asOfMs: number | undefined
  #listProblem: Problem | undefined

  constructor(dependencies: {
    source: EngineSource
    operations: Operations
    makeEngine: (runtime: ContainerRuntime) => E
    verifyAgainMs?: number
  }) {
    this.#source = dependencies.source
    this.#operations = dependencies.operations
    this.#makeEngine = dependencies.makeEngine
    this.#againMs = dependencies.verifyAgainMs ?? verifyAgainMs
  }

  /** The engine of the connected Docker. Fails with the reason why there is none. */
  engine(): E {
    if (this.#engine) return this.#engine
    throw new ProblemError(
      this.#connection.kind === 'unavailable' ? this.#connection.problem : problem('docker.lost', {}),
    )
  }

  /** The engine whose clusters are shown, also while it does not answer. Undefined before the chosen one has answered once. */
  get engineId(): string | undefined {
    return this.#engineId
  }

  snapshot(): ClustersSnapshot {
    return {
      engine: this.#status(),
      clusters: this.#clusters(),
      ...(this.#asOfMs === undefined ? {} : { asOfMs: this.#asOfMs }),
    }
  }

  /** The present picture at once, then again at each change. */
  watch(signal: AbortSignal): AsyncIterable<ClustersSnapshot> {
    return this.#changes.watch(() => this.snapshot(), signal)
  }

  /** Follows the connection and its clusters until aborted, and returns when all that it began has ended. Run once. */
  async run(signal: AbortSignal): Promise<void> {
    let stop = new AbortController()
    const running: Promise<void>[] = [this.#followOperations(signal)]
    try {
      for await (const status of this.#source.watch(signal)) {
        stop.abort(new DOMException('The engine changed', 'AbortError'))
        stop = new AbortController()
        running.splice(
          1,
          running.length,
          Promise.all(running.slice(1)).then(() => undefined),
        )
        const engine = this.#goOverTo(status)
        if (engine) running.push(this.#follow(engine, stop.signal))
        this.#changes.notify()
      }
    } finally {
      stop.abort(new DOMException('The app ends', 'AbortError'))
      await Promise.all(running)
    }
  }

  /** Takes the connection's word. What is known of one engine is never shown as another one's. */
  #goOverTo(status: EngineStatus): E | undefined {
    this.#connection = status
    this.#engine = undefined
    this.#listProblem = undefined
    this.#outdated()
    if (status.kind === 'connected' ? status.engineId !== this.#engineId : status.address !== this.#address) {
      this.#seen = []
      this.#engineId = undefined
      this.#asOfMs = undefined
    }
    this.#address = status.address
    if (status.kind !== 'connected') return undefined
    this.#engineId = status.engineId
    try {
      this.#engine = this.#makeEngine(this.#source.runtime())
    } catch (error) {
      // Lost again meanwhile: the connection's next word says so.
      if (!(error instanceof ProblemError)) throw error
    }
    return this.#engine
  }

  async #followOperations(signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of this.#operations.watchAll(signal)) {
        // What Docker told while an operation ran was not looked into; it may have had nothing to tell since.
        this.#checkReadiness()
        this.#changes.notify()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  /** Watches the engine's clusters, and begins again whenever that breaks. */
  async #follow(engine: E, signal: AbortSignal): Promise<void> {
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      const checks = new ReadinessChecks({
        ask: (shown, own) => madeBy(engine, shown, (its, name) => its.whenReady(name, { signal: own })),
        watch: (shown, own) => madeBy(engine, shown, (its, name) => its.watchAilment(name, own)),
        onChange: () => this.#changes.notify(),
        againMs: this.#againMs,
      })
      try {
        for await (const { clusters, changed } of engine.watch(signal)) {
          if (signal.aborted) return
          pauseMs = firstPauseMs
          for (const name of changed) checks.forget(name)
          this.#listed(clusters, checks)
        }
        throw new ProblemError(problem('docker.lost', {}))
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ProblemError)) console.error('The list of clusters cannot be made:', error)
        this.#listProblem = problemOf(error)
        this.#outdated()
        this.#changes.notify()
      } finally {
        checks.close()
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  #listed(clusters: readonly Cluster[], checks: ReadinessChecks): void {
    this.#seen = clusters
    this.#checks = checks
    this.#isUpToDate = true
    this.#asOfMs = undefined
    this.#listProblem = undefined
    this.#checkReadiness()
    this.#changes.notify()
  }

  /** From now on nobody would hear of a change, so that what was asked says nothing any more. */
  #outdated(): void {
    if (this.#isUpToDate) this.#asOfMs = Date.now()
    this.#isUpToDate = false
    this.#checks = undefined
  }

  /** Asks running clusters, unless an operation is on its way to find out by itself. */
  #checkReadiness(): void {
    const busy = this.#running()
    for (const cluster of this.#seen) {
      const shown = shownName(cluster)
      if (cluster.state === 'running' && !busy.has(shown)) this.#checks?.check(shown)
      else this.#checks?.forget(shown)
    }
  }

  #status(): EngineStatus {
    if (this.#connection.kind !== 'connected' || this.#isUpToDate) return this.#connection
    const { address } = this.#connection
    return this.#listProblem
      ? { kind: 'unavailable', problem: this.#listProblem, address }
      : { kind: 'connecting', address }
  }

  #clusters(): Cluster[] {
    const running = this.#running()
    const known = this.#seen.map((cluster) => this.#withReadiness(cluster, running.get(shownName(cluster))))
    const engineId = this.#engineId
    const created = [...running].filter(
      ([name, kind]) => kind === 'create' && !known.some((cluster) => shownName(cluster) === name),
    )
    const placeholders =
      engineId === undefined
        ? []
        : created.map(([name]): Cluster => ({ engineId, name, state: 'creating', image: '', nodes: [], ports: [] }))
    return [...known, ...placeholders].sort(
      (a, b) => a.name.localeCompare(b.name) || a.engineId.length - b.engineId.length,
    )
  }

  /** This engine's clusters that something is being done to, by their shown names. */
  #running(): Map<string, OperationKind> {
    const here = this.#operations
      .list()
      .filter(({ cluster, isRunning }) => isRunning && engineOfRef(cluster) === this.#engineId)
    return new Map(here.map(({ cluster, operation }) => [shownName(cluster), operation]))
  }

  #withReadiness(cluster: Cluster, operation: OperationKind | undefined): Cluster {
    const during = operation && stateDuring[operation]
    if (during) {
      const { problem: _, ...rest } = cluster
      return { ...rest, state: during }
    }
    if (cluster.state !== 'running') return cluster
    const verdict = this.#checks?.verdict(shownName(cluster))
    switch (verdict?.kind) {
      case undefined:
        return cluster
      case 'asking':
        return { ...cluster, state: 'starting' }
      case 'ready':
        return { ...cluster, state: 'ready', ...(verdict.warning ? { problem: verdict.warning } : {}) }
      case 'failed':
        return { ...cluster, state: 'degraded', problem: withRemedies(verdict.problem, cluster) }
    }
  }
}

/** The part of the engine that knows the cluster of a shown name. */
function madeBy<T>(engine: WatchedEngine, shown: string, look: (its: WatchedEngine['k3d'], name: string) => T): T {
  const ofK3d = k3dName(shown)
  return ofK3d === undefined ? look(engine, shown) : look(engine.k3d, ofK3d)
}
