import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError } from '#shared/problem.ts'
import { Changes } from '../../async/changes.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { claimName, label } from '../model/labels.ts'

/** A stream of events may have died without a word. Much less than anybody waits for an answer. */
const lookAgainMs = 10_000
const reconnectMs = 1000

/**
 * Whoever holds a claim attends to what others lay beside it, from before the claim is there until it is given up: it answers whether
 * it is still at work, and hears that it is to stop. Nothing is asked of Docker unless Docker tells of something.
 */
export class ClaimAttendance {
  readonly #runtime: ContainerRuntime
  readonly #subject: { readonly cluster: string; readonly operationId: string }
  readonly #scope = new AbortController()
  readonly #changes = new Changes()
  readonly #attending: Promise<unknown>
  #asker: string | undefined

  constructor(runtime: ContainerRuntime, subject: { cluster: string; operationId: string }) {
    this.#runtime = runtime
    this.#subject = subject
    this.#attending = Promise.all([this.#follow(this.#scope.signal), this.#lookNowAndThen(this.#scope.signal)])
  }

  /** Resolves with who wants to delete the cluster as soon as somebody does. */
  async asked(signal: AbortSignal): Promise<string> {
    for (;;) {
      const { version } = this.#changes
      if (this.#asker !== undefined) return this.#asker
      await this.#changes.after(version, signal)
    }
  }

  /** Resolves when nothing of it is under way any more. */
  async end(): Promise<void> {
    this.#scope.abort(new DOMException('The claim is given up', 'AbortError'))
    await this.#attending
  }

  /** Looks at once, and whenever something is laid beside the claim; a stream of events that breaks is begun again. */
  async #follow(signal: AbortSignal): Promise<void> {
    const beside = `${claimName(this.#subject.cluster)}-`
    while (!signal.aborted) {
      try {
        for await (const event of this.#runtime.events({ label: label.cluster }, signal)) {
          const isNews =
            event.kind === 'connected' ||
            (event.object === 'volume' && event.action === 'create' && (event.name || beside).startsWith(beside))
          if (isNews) await this.#look(signal)
        }
      } catch (error) {
        if (!signal.aborted && !(error instanceof ProblemError)) console.error('A claim is not attended to:', error)
      }
      await pause(reconnectMs, signal)
    }
  }

  async #lookNowAndThen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(lookAgainMs, signal)
      // An engine that went away is the operation's to report.
      if (!signal.aborted) await this.#look(signal).catch(() => undefined)
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { cluster, operationId } = this.#subject
    const beside = await this.#runtime.listVolumes({ label: label.cluster, value: cluster }, signal)
    for (const { name, labels } of beside) {
      if (labels[label.question] === operationId) await this.#runtime.removeVolume(name)
      if (labels[label.cancel] === operationId) this.#asker ??= labels[label.claimMaker] ?? ''
    }
    if (this.#asker !== undefined) this.#changes.notify()
  }
}

const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)
