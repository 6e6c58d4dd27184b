import type { EngineStatus } from '#shared/cluster.ts'
import type { DockerEngine } from '#shared/engine.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { delay } from '../async/deadline.ts'
import { LatestValue } from '../async/latest-value.ts'
import { discoverEngines } from './discovery.ts'
import type { DockerRuntime } from './docker-runtime.ts'
import type { DiscoveryPlace } from './known-sockets.ts'
import { openRuntime } from './open-runtime.ts'

const firstPauseMs = 500
const longestPauseMs = 5000

/** No object has it: the connection only wants to hear when the engine goes away, not what happens there. */
const noLabel = { label: 'dev.sampan.none' }

/**
 * The app's line to the Docker Engine that it works with. While connected it holds one event stream, which breaks when the engine
 * goes away, and asks nothing; while disconnected it tries again after 0.5 to 5 s.
 */
export class EngineConnection {
  #place: DiscoveryPlace
  #address: string | undefined
  #status = new LatestValue<EngineStatus>({ kind: 'connecting' })
  #runtime: DockerRuntime | undefined
  #stop = new AbortController()

  constructor(place: DiscoveryPlace) {
    this.#place = place
  }

  get status(): EngineStatus {
    return this.#status.value
  }

  /** Begins, and resolves with how the first try came out. From then on it holds the connection by itself. */
  async connect(preferredAddress?: string): Promise<EngineStatus> {
    this.#address = preferredAddress
    this.#restart()
    return this.#firstOutcome()
  }

  /** Goes over to another engine for good. Whoever still reads from the old one gets `docker.lost`. */
  async select(address: string): Promise<EngineStatus> {
    return this.connect(address)
  }

  /** The engine's state now and at each change. */
  watch(signal: AbortSignal): AsyncIterable<EngineStatus> {
    return this.#status.watch(signal)
  }

  /** The connected engine. Throws the Problem that keeps it from being connected. */
  runtime(): DockerRuntime {
    if (this.#runtime && this.status.kind === 'connected') return this.#runtime
    throw new ProblemError(this.status.kind === 'unavailable' ? this.status.problem : problem('docker.lost', {}))
  }

  /** Every engine that can be found, with the one in use marked. */
  engines(signal: AbortSignal): Promise<DockerEngine[]> {
    return discoverEngines({ ...this.#place, preferred: this.#address }, signal)
  }

  close(): void {
    this.#stop.abort()
    this.#runtime?.close()
  }

  #restart(): void {
    this.close()
    this.#stop = new AbortController()
    this.#status.set({ kind: 'connecting' })
    void this.#keepConnected(this.#stop.signal)
  }

  async #firstOutcome(): Promise<EngineStatus> {
    for await (const status of this.watch(this.#stop.signal)) {
      if (status.kind !== 'connecting') return status
    }
    return this.status
  }

  async #keepConnected(signal: AbortSignal): Promise<void> {
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      try {
        const { engine, version, runtime } = await openRuntime({ ...this.#place, preferred: this.#address }, signal)
        this.#runtime = runtime
        // Stays with it: another engine that happens to answer after a loss has other clusters.
        this.#address = engine.id
        const { engineId } = await runtime.info(signal)
        for await (const event of runtime.events(noLabel, signal)) {
          if (event.kind !== 'connected') continue
          this.#status.set({
            kind: 'connected',
            engineId,
            address: engine.id,
            name: engine.label,
            version,
          })
          pauseMs = firstPauseMs
        }
      } catch (error) {
        if (signal.aborted) return
        this.#status.set({ kind: 'unavailable', problem: problemOf(error) })
        this.#runtime?.close()
        this.#runtime = undefined
      }
      await delay(pauseMs, signal).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }
}
