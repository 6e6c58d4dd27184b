import { setTimeout as delay } from 'node:timers/promises'
import type { DockerEngine, EngineStatus } from '#shared/engine.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { LatestValue } from '../async/latest-value.ts'
import { discoverEngines } from './discovery.ts'
import type { DockerRuntime } from './docker-runtime.ts'
import type { DiscoveryPlace } from './known-sockets.ts'
import { openRuntime } from './open-runtime.ts'

const firstPauseMs = 500
const longestPauseMs = 5000

/**
 * The app's line to the Docker Engine that it works with. While connected it stays on the engine's event stream, which breaks when
 * the engine goes away, and asks nothing; while disconnected it tries again after 0.5 to 5 s. It waits for the chosen engine
 * however long that is gone; without a choice, the first engine that answers is the chosen one from then on.
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

  /** Goes over to another engine for good. What was begun on the old one is brought to its end there. */
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
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#status.set({ kind: 'connecting', ...this.#chosen() })
    void this.#keepConnected(this.#stop.signal)
  }

  #chosen(): { address?: string } {
    return this.#address === undefined ? {} : { address: this.#address }
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
        await this.#connectOnce(signal, () => {
          pauseMs = firstPauseMs
        })
      } catch (error) {
        if (signal.aborted) return
        this.#status.set({ kind: 'unavailable', problem: problemOf(error), ...this.#chosen() })
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  /** Returns when it was stopped; throws when there is no connection, or none any more. */
  async #connectOnce(signal: AbortSignal, onConnected: () => void): Promise<void> {
    const { engine, version, runtime } = await openRuntime({ ...this.#place, preferred: this.#address }, signal)
    try {
      // Somebody may have chosen another one meanwhile.
      signal.throwIfAborted()
      // Stays with it: another engine that happens to answer after a loss has other clusters.
      this.#address = engine.id
      const { engineId } = await runtime.info(signal)
      await runtime.stay(() => {
        this.#runtime = runtime
        this.#status.set({ kind: 'connected', engineId, address: engine.id, name: engine.label, version })
        onConnected()
      }, signal)
      // Also an end in good order is a loss.
      if (!signal.aborted) throw new ProblemError(problem('docker.lost', {}))
    } finally {
      if (this.#runtime === runtime) this.#runtime = undefined
      if (signal.aborted) runtime.leave()
      else runtime.close()
    }
  }
}
