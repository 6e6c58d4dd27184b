import type {
  LogFrame,
  LogRequestInput,
  LogRequestName,
  LogRequestOutput,
  LogViewInput,
  LogViewState,
} from '#shared/log-view.ts'
import { type Problem, ProblemError } from '#shared/problem.ts'
import { isRecord } from './client.ts'
import { openView } from './view-port.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A session that broke is opened again after this time, and after twice the time when it breaks again soon. */
const firstPauseMs = 1000
const longestPauseMs = 30_000
/** One that lived for so long is taken for healthy. */
const healthyMs = 60_000

/**
 * One view of a cluster's logs in the log process. The log itself stays there: the window asks for the rows that it shows. A broken
 * session opens itself again and tells so, for the new one knows nothing of what was chosen before.
 */
export class LogSession {
  readonly #query: LogViewInput
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<number, Waiting>()
  #close: () => void = () => undefined
  #port: MessagePort | undefined
  /** What was asked before there was a port. */
  #unsent: unknown[] = []
  #reopening: ReturnType<typeof setTimeout> | undefined
  #pauseMs = firstPauseMs
  #openedAt = 0
  #lostAt: number | undefined
  #nextId = 1
  #state: LogViewState | undefined
  #problem: Problem | undefined
  #generation = 0

  constructor(query: LogViewInput) {
    this.#query = query
  }

  /** Undefined until the log process has said something. */
  get state(): LogViewState | undefined {
    return this.#state
  }

  /** Why the session broke; undefined again as soon as it is back. */
  get problem(): Problem | undefined {
    return this.#problem
  }

  /** Counts how often it was opened. */
  get generation(): number {
    return this.#generation
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(): void {
    this.#generation += 1
    this.#state = undefined
    this.#openedAt = Date.now()
    const lost = this.#lostAt === undefined ? {} : { lostAt: this.#lostAt }
    this.#close = openView(
      'logs.view',
      { ...this.#query, ...lost },
      {
        joined: (port) => {
          this.#port = port
          for (const ask of this.#unsent.splice(0)) port.postMessage(ask)
        },
        message: (data) => this.#take(data),
        failed: (problem) => this.#break(problem),
      },
    )
    this.#notify()
  }

  close(): void {
    clearTimeout(this.#reopening)
    this.#leave(new DOMException('The log was closed', 'AbortError'))
  }

  /** Rejects with the Problem by which the session breaks, also when it is broken now. */
  async ask<N extends LogRequestName>(name: N, input: LogRequestInput<N>): Promise<LogRequestOutput<N>> {
    if (this.#reopening !== undefined && this.#problem) throw new ProblemError(this.#problem)
    const id = this.#nextId
    this.#nextId += 1
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    const ask = { id, name, input }
    if (this.#port) this.#port.postMessage(ask)
    else this.#unsent.push(ask)
    return (await answer) as LogRequestOutput<N> // answered by the handler of `name`, typed by the same table
  }

  #take(data: unknown): void {
    if (!isFrame(data)) return
    switch (data.kind) {
      case 'state':
        this.#state = data.state
        this.#problem = undefined
        this.#lostAt = undefined
        this.#notify()
        break
      case 'answer':
        this.#settle(data.id)?.resolve(data.value)
        break
      case 'refused':
        this.#settle(data.id)?.reject(new ProblemError(data.problem))
        break
      case 'failed':
        this.#break(data.problem)
    }
  }

  #break(problem: Problem): void {
    if (problem.code === 'logs.reader_died' && this.#state) this.#lostAt = Date.now()
    this.#state = undefined
    this.#leave(new ProblemError(problem))
    this.#problem = problem
    if (Date.now() - this.#openedAt > healthyMs) this.#pauseMs = firstPauseMs
    this.#reopening = setTimeout(() => {
      this.#reopening = undefined
      this.open()
    }, this.#pauseMs)
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2)
    this.#notify()
  }

  /** Whoever waits is told why. */
  #leave(reason: unknown): void {
    this.#close()
    this.#port = undefined
    this.#unsent = []
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

const frameKinds: readonly unknown[] = ['state', 'answer', 'refused', 'failed'] satisfies LogFrame['kind'][]

function isFrame(data: unknown): data is LogFrame {
  return isRecord(data) && frameKinds.includes(data.kind)
}
