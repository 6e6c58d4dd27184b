import type { OperationEvent, OperationKind } from '#shared/operation.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { OperationOptions } from './operate.ts'

interface Operation {
  readonly cluster: string
  readonly kind: OperationKind
  readonly controller: AbortController
  readonly events: OperationEvent[]
  isRunning: boolean
  problem: Problem | undefined
  settled: Promise<void>
}

export interface OperationSummary {
  readonly cluster: string
  readonly operation: OperationKind
  readonly isRunning: boolean
  readonly problem?: Problem
}

/** A boot logs a few hundred lines a node; the oldest log lines of a long operation go first, steps never. */
const keptEvents = 20_000

/**
 * The operations of this process, apart from whoever began them, so that a window that is reloaded loses nothing. One at a time
 * for each cluster. The last one of a cluster is kept, with its log, until the next begins.
 */
export class Operations {
  readonly #byCluster = new Map<string, Operation>()
  readonly #listeners = new Set<() => void>()

  /** Fails with `cluster.busy` while another operation of that cluster runs. */
  async run<T>(
    { cluster, operation }: { cluster: string; operation: OperationKind },
    work: (options: Pick<OperationOptions, 'signal'> & { onEvent: (event: OperationEvent) => void }) => Promise<T>,
  ): Promise<T> {
    if (this.#byCluster.get(cluster)?.isRunning)
      throw new ProblemError(
        problem('cluster.busy', {
          cluster,
          operation: this.#byCluster.get(cluster)?.kind ?? operation,
          maker: 'this window',
          since: '',
        }),
      )
    const controller = new AbortController()
    const entry: Operation = {
      cluster,
      kind: operation,
      controller,
      events: [],
      isRunning: true,
      problem: undefined,
      settled: Promise.resolve(),
    }
    this.#byCluster.set(cluster, entry)
    const onEvent = (event: OperationEvent) => {
      entry.events.push(event)
      if (entry.events.length > keptEvents) dropOldestLog(entry.events)
      this.#notify()
    }
    const running = work({ signal: controller.signal, onEvent })
      .catch((error: unknown) => {
        entry.problem = problemOf(error)
        throw error
      })
      .finally(() => {
        entry.isRunning = false
        this.#notify()
      })
    entry.settled = running.then(
      () => undefined,
      () => undefined,
    )
    this.#notify()
    return running
  }

  /** Tells the running operation of a cluster to stop and to undo what it can. Nothing runs: nothing happens. */
  cancel(cluster: string): void {
    this.#byCluster.get(cluster)?.controller.abort(new DOMException('Cancelled', 'AbortError'))
  }

  /** Cancels all and waits until they have undone what they did. */
  async cancelAll(): Promise<void> {
    for (const { cluster } of this.#byCluster.values()) this.cancel(cluster)
    await Promise.all([...this.#byCluster.values()].map(({ settled }) => settled))
  }

  list(): OperationSummary[] {
    return [...this.#byCluster.values()].map((entry) => ({
      cluster: entry.cluster,
      operation: entry.kind,
      isRunning: entry.isRunning,
      ...(entry.problem ? { problem: entry.problem } : {}),
    }))
  }

  /** The events of a cluster's operation from its beginning; ends with it. Nothing for a cluster that had none. */
  async *watch(cluster: string, signal: AbortSignal): AsyncIterable<OperationEvent> {
    const entry = this.#byCluster.get(cluster)
    if (!entry) return
    let sent = 0
    for (;;) {
      // A copy by count: dropping old log lines shifts the list, which only ever repeats or skips log lines.
      while (sent < entry.events.length) {
        const event = entry.events[sent]
        sent += 1
        if (event) yield event
      }
      if (!entry.isRunning) return
      await this.#changed(signal)
    }
  }

  /** The list, at once and after each beginning and end. */
  async *watchAll(signal: AbortSignal): AsyncIterable<OperationSummary[]> {
    let last = ''
    for (;;) {
      const list = this.list()
      const text = JSON.stringify(list)
      if (text === last) {
        await this.#changed(signal)
        continue
      }
      // Looked at again afterwards, before waiting: who was still busy with this list did not hear of what came meanwhile.
      last = text
      yield list
    }
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
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

function dropOldestLog(events: OperationEvent[]): void {
  const oldest = events.findIndex(({ kind }) => kind === 'log')
  if (oldest >= 0) events.splice(oldest, 1)
}
