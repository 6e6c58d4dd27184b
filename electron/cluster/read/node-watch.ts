import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { delay } from '../../async/deadline.ts'
import type { ContainerDetails, ContainerRuntime } from '../../docker/container-runtime.ts'
import { explainLine } from '../../logs/explanations.ts'
import { splitLines } from '../../logs/log-lines.ts'
import type { Emit } from '../change/progress.ts'

/** Docker's restart policy starts a node again by itself; a node that dies for good is one that has died this often. */
const toleratedRestarts = 3

/** A k3s that boots logs some 400 lines. More than this a second are not forwarded as events; Docker keeps them all. */
const forwardedLinesPerSecond = 500

/**
 * Follows one node's log from its start while a cluster comes up. `failure` rejects as soon as the node is lost: with the
 * explanation of its log where there is one. It never resolves. What was only suspicious so far is kept for when a deadline passes.
 */
export class NodeWatch {
  readonly name: string
  readonly failure: Promise<never>
  #runtime: ContainerRuntime
  #id: string
  #emit: Emit
  #suspicion: Problem | undefined
  #lastBadLine: string | undefined
  #forwarded = { second: 0, lines: 0 }

  constructor(input: {
    runtime: ContainerRuntime
    id: string
    name: string
    sinceMs: number
    emit: Emit
    signal: AbortSignal
  }) {
    this.#runtime = input.runtime
    this.#id = input.id
    this.name = input.name
    this.#emit = input.emit
    this.failure = this.#follow(input.sinceMs, input.signal)
    // Whoever waits races against it; nobody may be waiting yet when it rejects.
    this.failure.catch(() => undefined)
  }

  /** The best that the log said about why this node is not there yet. */
  get suspicion(): Problem | undefined {
    return this.#suspicion
  }

  /** The last line that was logged as an error, whether or not anybody knows what it means. */
  get lastBadLine(): string | undefined {
    return this.#lastBadLine
  }

  async #follow(sinceMs: number, signal: AbortSignal): Promise<never> {
    let from = sinceMs
    for (;;) {
      const records = this.#runtime.logs(this.#id, { follow: true, sinceMs: from }, signal)
      for await (const lines of splitLines(records)) {
        for (const line of lines) {
          if (this.#mayForward()) this.#emit({ kind: 'log', node: this.name, line })
          this.#read(line.text, line.level)
        }
      }
      // The stream ends with the container's run, or quietly when nobody waits any more.
      signal.throwIfAborted()
      from = await this.#nextRun(signal)
    }
  }

  /** When Docker has started the node again; throws when it is lost. */
  async #nextRun(signal: AbortSignal): Promise<number> {
    for (;;) {
      const details = await this.#runtime.inspectContainer(this.#id, signal)
      if (!details) throw new ProblemError(problem('cluster.node_missing', { node: this.name }))
      if (details.isOutOfMemory) throw new ProblemError(problem('k3s.out_of_memory', { node: this.name }))
      const isGone = details.state === 'exited' || details.state === 'dead'
      if (isGone || details.restartCount >= toleratedRestarts) throw new ProblemError(this.#exitProblem(details))
      if (details.state === 'running') return details.startedAtMs ?? Date.now()
      await delay(100, signal)
    }
  }

  #mayForward(): boolean {
    const second = Math.floor(Date.now() / 1000)
    this.#forwarded =
      this.#forwarded.second === second ? { second, lines: this.#forwarded.lines + 1 } : { second, lines: 1 }
    return this.#forwarded.lines <= forwardedLinesPerSecond
  }

  #read(text: string, level: string | undefined): void {
    if (level === 'error' || level === 'fatal') this.#lastBadLine = text
    const found = explainLine(text)
    if (!found) return
    const explained: Problem = {
      ...problem(found.code, {} as never),
      params: { node: this.name, ...found.params },
      detail: text,
    }
    this.#suspicion = explained
    if (!found.isTransient) throw new ProblemError(explained)
  }

  #exitProblem({ exitCode, restartCount, error }: ContainerDetails): Problem {
    if (this.#suspicion) return this.#suspicion
    const detail = error || this.#lastBadLine
    return restartCount >= toleratedRestarts
      ? problem('k3s.crash_loop', { node: this.name, restarts: restartCount }, { detail })
      : problem('k3s.exited', { node: this.name, exitCode }, { detail })
  }
}
