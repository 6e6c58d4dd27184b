import type {
  LogFrame,
  LogRequestInput,
  LogRequestName,
  LogRequestOutput,
  LogViewInput,
  LogViewState,
} from '#shared/log-view.ts'
import { type Problem, ProblemError } from '#shared/problem.ts'
import { isRecord, openPort } from './client.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A session that broke is opened again after this time. */
const reopenAfterMs = 1000

/**
 * One view of a cluster's logs in the log process. The log itself stays there: the window asks for the rows that it shows. A broken
 * session opens itself again and tells so, for the new one knows nothing of what was chosen before.
 */
export class LogSession {
  readonly #query: LogViewInput
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<number, Waiting>()
  #close: () => void = () => undefined
  #port: Promise<MessagePort> | undefined
  #reopening: ReturnType<typeof setTimeout> | undefined
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
    this.#port = new Promise((resolve) => {
      this.#close = openPort('logs.view', this.#query, (_, data) => this.#take(data), resolve)
    })
    this.#notify()
  }

  close(): void {
    clearTimeout(this.#reopening)
    this.#close()
    this.#giveUp(new DOMException('The log was closed', 'AbortError'))
  }

  async ask<N extends LogRequestName>(name: N, input: LogRequestInput<N>): Promise<LogRequestOutput<N>> {
    const id = this.#nextId
    this.#nextId += 1
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    const port = await this.#port
    port?.postMessage({ id, name, input })
    return (await answer) as LogRequestOutput<N> // answered by the handler of `name`, typed by the same table
  }

  #take(data: unknown): void {
    if (!isFrame(data)) return
    switch (data.kind) {
      case 'state':
        this.#state = data.state
        this.#problem = undefined
        this.#notify()
        break
      case 'answer':
        this.#settle(data.id)?.resolve(data.value)
        break
      case 'refused':
        this.#settle(data.id)?.reject(new ProblemError(data.problem))
        break
      case 'failed':
        this.#close()
        this.#state = undefined
        this.#giveUp(new ProblemError(data.problem))
        this.#problem = data.problem
        this.#reopening = setTimeout(() => this.open(), reopenAfterMs)
        this.#notify()
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #giveUp(reason: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

const frameKinds: readonly unknown[] = ['state', 'answer', 'refused', 'failed'] satisfies LogFrame['kind'][]

function isFrame(data: unknown): data is LogFrame {
  return isRecord(data) && frameKinds.includes(data.kind)
}
