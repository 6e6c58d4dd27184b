import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { OperationEvent, OperationKind } from '#shared/operation.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { Changes } from '../../async/changes.ts'
import { thisProcess } from '../../host/process-identity.ts'
import { failureLine } from './failure-line.ts'
import type { OperationOptions } from './operate.ts'

interface Operation {
  readonly cluster: ClusterRef
  readonly kind: OperationKind
  readonly since: string
  readonly startedAt: number
  durationMs: number | undefined
  readonly controller: AbortController
  /** In order. An event keeps its number when older ones are dropped: places move, numbers do not. */
  readonly events: { readonly number: number; readonly event: OperationEvent }[]
  told: number
  isRunning: boolean
  problem: Problem | undefined
  settled: Promise<void>
}

export interface OperationSummary {
  readonly cluster: ClusterRef
  readonly operation: OperationKind
  readonly isRunning: boolean
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number
  /** How long it took, once it is over. */
  readonly durationMs?: number
  readonly problem?: Problem
}

/** What an operation is given to work with. */
export type OperationWork<T> = (
  options: Pick<OperationOptions, 'signal'> & { onEvent: (event: OperationEvent) => void },
) => Promise<T>

/** A boot logs a few hundred lines a node; the oldest log lines of a long operation go first, steps never. */
const keptEvents = 20_000

/**
 * The operations of this process, apart from whoever began them, so that a window that is reloaded loses nothing. One at a time
 * for each cluster. The last one of a cluster is kept, with its log, until the next begins.
 */
export class Operations {
  readonly #byCluster = new Map<string, Operation>()
  readonly #changes = new Changes()
  #isClosing = false

  /** Fails with `cluster.busy` while another operation of that cluster runs, and with `cluster.cancelled` once all are canceled for good. */
  async run<T>(
    { cluster, operation }: { cluster: ClusterRef; operation: OperationKind },
    work: OperationWork<T>,
  ): Promise<T> {
    const key = refKey(cluster)
    const present = this.#byCluster.get(key)
    if (this.#isClosing) throw new ProblemError(problem('cluster.cancelled', { cluster: cluster.name }))
    if (present?.isRunning) {
      const { kind, since } = present
      throw new ProblemError(
        problem('cluster.busy', { cluster: cluster.name, operation: kind, maker: thisProcess(), since }),
      )
    }
    const entry: Operation = {
      cluster,
      kind: operation,
      since: new Date().toISOString(),
      startedAt: performance.now(),
      durationMs: undefined,
      controller: new AbortController(),
      events: [],
      told: 0,
      isRunning: true,
      problem: undefined,
      settled: Promise.resolve(),
    }
    this.#byCluster.set(key, entry)
    const running = this.#carryOut(entry, work)
    entry.settled = running.then(
      () => undefined,
      () => undefined,
    )
    this.#changes.notify()
    return running
  }

  /** Tells the running operation of a cluster to stop and to undo what it can. Nothing runs: nothing happens. */
  cancel(cluster: ClusterRef): void {
    this.#byCluster.get(refKey(cluster))?.controller.abort(new DOMException('Cancelled', 'AbortError'))
  }

  /** Forgets how the last operation of a cluster came out. One that runs stays. */
  dismiss(cluster: ClusterRef): void {
    const key = refKey(cluster)
    if (this.#byCluster.get(key)?.isRunning === false && this.#byCluster.delete(key)) this.#changes.notify()
  }

  /** Cancels all for good, and waits until they have undone what they did. */
  async cancelAll(): Promise<void> {
    this.#isClosing = true
    const all = [...this.#byCluster.values()]
    for (const { cluster } of all) this.cancel(cluster)
    await Promise.all(all.map(({ settled }) => settled))
  }

  list(): OperationSummary[] {
    return [...this.#byCluster.values()].map((entry) => ({
      cluster: entry.cluster,
      operation: entry.kind,
      isRunning: entry.isRunning,
      startedAtMs: Date.parse(entry.since),
      ...(entry.durationMs === undefined ? {} : { durationMs: entry.durationMs }),
      ...(entry.problem ? { problem: entry.problem } : {}),
    }))
  }

  /** The events of a cluster's operation from its beginning; ends with it. Nothing for a cluster that had none. */
  async *watch(cluster: ClusterRef, signal: AbortSignal): AsyncIterable<OperationEvent> {
    const entry = this.#byCluster.get(refKey(cluster))
    if (!entry) return
    let seen = 0
    for (;;) {
      const { version } = this.#changes
      const isOver = !entry.isRunning
      for (const { number, event } of laterThan(entry.events, seen)) {
        seen = number
        yield event
      }
      if (isOver) return
      await this.#changes.after(version, signal)
    }
  }

  /** The list, at once and after each beginning and end. */
  watchAll(signal: AbortSignal): AsyncIterable<OperationSummary[]> {
    return this.#changes.watch(() => this.list(), signal)
  }

  /** The work is only called inside `try`: however it fails, the entry does not stay at "running". */
  async #carryOut<T>(entry: Operation, work: OperationWork<T>): Promise<T> {
    try {
      return await work({
        signal: entry.controller.signal,
        onEvent: (event) => {
          entry.told += 1
          entry.events.push({ number: entry.told, event })
          if (entry.events.length > keptEvents) dropOldestLog(entry.events)
          this.#changes.notify()
        },
      })
    } catch (error) {
      entry.problem = problemOf(error)
      // The page shows it and forgets it; who reports a fault later finds it in the diagnostics.
      if (!isCancelled(entry.problem)) console.error(failureLine(`${entry.kind} ${entry.cluster.name}`, error))
      throw error
    } finally {
      entry.durationMs = Math.round(performance.now() - entry.startedAt)
      entry.isRunning = false
      this.#changes.notify()
    }
  }
}

const isCancelled = ({ code }: Problem) => code.endsWith('cancelled')

function laterThan(events: Operation['events'], seen: number): Operation['events'] {
  return events.slice(events.findLastIndex(({ number }) => number <= seen) + 1)
}

function dropOldestLog(events: Operation['events']): void {
  const oldest = events.findIndex(({ event }) => event.kind === 'log')
  if (oldest >= 0) events.splice(oldest, 1)
}
