import type { LogLine } from '#shared/log.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { delay } from '../../async/delay.ts'
import type { ContainerDetails, ContainerRuntime } from '../../docker/container-runtime.ts'
import { explainLine, explainMessage } from '../../logs/explanations.ts'
import { explainedText } from '../../logs/log-level.ts'
import { splitLines } from '../../logs/log-lines.ts'
import type { Emit } from '../change/progress.ts'

/** Docker's restart policy starts a node again by itself; a node that dies for good is one that has died this often. */
const toleratedRestarts = 3

/** A k3s that boots logs some 400 lines. More than this a second are not forwarded as events; Docker keeps them all. */
const forwardedLinesPerSecond = 500

/** How often a node whose log has ended is looked at until it runs again or is lost. */
const lookMs = 100

/** k3s tries again after seconds. The same line sooner than this is one failure that was logged twice. */
const repeatedAfterMs = 250

/**
 * Follows one node's log while a cluster comes up. `failure` rejects as soon as the node is lost: with the explanation of its log
 * where there is one. It never resolves. A line alone loses no node that lives: k3s gets over much, and the kubelet quotes what pods
 * say. It counts when the process dies, when k3s keeps saying it, or when the time is up.
 */
export class NodeWatch {
  readonly name: string
  readonly failure: Promise<never>
  readonly #runtime: ContainerRuntime
  readonly #id: string
  readonly #image: string
  readonly #emit: Emit
  #restartsBefore: number
  #startedMs: number | undefined
  #sinceMs: number | undefined
  /** The time of the last line, as Docker wrote it, and how many lines had it. */
  #last = { time: '', lines: 0 }
  #suspicion: Problem | undefined
  /** How its last run ended, when nothing in the log explains it. */
  #death: Problem | undefined
  /** The suspicion is of a kind that a node does not get over. */
  #isFinal = false
  readonly #firstSaidMs = new Map<string, number>()
  #lastBadLine: string | undefined
  /** The servers that it joins have no majority just now: it ends, and is to come again. */
  #isToldToWait = false
  #forwarded = { second: 0, lines: 0 }

  /** @param logsSinceMs on the engine's clock; what was logged before does not matter. Undefined: all of the present run. */
  constructor(input: {
    runtime: ContainerRuntime
    node: { readonly name: string; readonly image: string }
    container: ContainerDetails
    logsSinceMs: number | undefined
    emit: Emit
    signal: AbortSignal
  }) {
    this.#runtime = input.runtime
    this.#id = input.container.id
    this.#image = input.node.image
    this.name = input.node.name
    this.#emit = input.emit
    this.#restartsBefore = input.container.restartCount
    this.#startedMs = input.container.startedAtMs
    this.#sinceMs = input.logsSinceMs ?? input.container.startedAtMs
    this.failure = this.#follow(input.signal)
    // Whoever waits races against it; nobody may be waiting yet when it rejects.
    this.failure.catch(() => undefined)
  }

  /** When the present run was started, on the engine's clock; undefined before the first time. */
  get startedMs(): number | undefined {
    return this.#startedMs
  }

  /** The best that is known of why this node is not there yet. */
  get suspicion(): Problem | undefined {
    return this.#suspicion ?? this.#death
  }

  /** The last line that was logged as an error, whether or not anybody knows what it means. */
  get lastBadLine(): string | undefined {
    return this.#lastBadLine
  }

  async #follow(signal: AbortSignal): Promise<never> {
    for (;;) {
      await this.#readOn({ follow: true }, signal)
      // The stream ends with the container's run, or quietly when nobody waits any more.
      signal.throwIfAborted()
      await this.#untilRunning(signal)
    }
  }

  /** Reads the log from where it was left: Docker may end it before the run's end, and is asked for all of a millisecond again. */
  async #readOn({ follow }: { follow: boolean }, signal: AbortSignal): Promise<void> {
    const known = { ...this.#last }
    const sinceMs = known.time === '' ? this.#sinceMs : Date.parse(known.time)
    const options = { follow, ...(sinceMs === undefined ? {} : { sinceMs }) }
    for await (const lines of splitLines(this.#runtime.logs(this.#id, options, signal))) {
      for (const line of lines) {
        const order = compareTimes(line.time, known.time)
        if (order < 0 || (order === 0 && known.lines-- > 0)) continue
        this.#take(line)
      }
    }
  }

  #take(line: LogLine): void {
    this.#last = { time: line.time, lines: line.time === this.#last.time ? this.#last.lines + 1 : 1 }
    if (this.#mayForward()) this.#emit({ kind: 'log', node: this.name, line })
    this.#read(line)
  }

  /** Returns when the node runs, or runs again; throws when it is lost. */
  async #untilRunning(signal: AbortSignal): Promise<void> {
    let isRunOver = false
    for (;;) {
      const details = await this.#runtime.inspectContainer(this.#id, signal)
      if (!details) throw new ProblemError(problem('cluster.node_missing', { node: this.name }))
      const isRunning = details.state === 'running'
      if (!isRunOver && (!isRunning || details.startedAtMs !== this.#startedMs)) {
        isRunOver = true
        await this.#readOn({ follow: false }, signal)
      }
      if (isRunOver) this.#judge(details)
      this.#startedMs = details.startedAtMs
      // A new run is followed without delay, or its end could be missed.
      if (isRunOver && isRunning) return
      // Docker ends a log a moment before it says that the container has stopped: then, too, it is read on a moment later.
      await delay(lookMs, signal)
      if (isRunning) return
    }
  }

  /** What the end of a run means. */
  #judge(details: ContainerDetails): void {
    if (details.state === 'created') return
    if (details.isOutOfMemory) throw new ProblemError(problem('k3s.out_of_memory', { node: this.name }))
    const isGone = details.state === 'exited' || details.state === 'dead'
    // A death that says nothing against it is none of those that are tolerated.
    if (this.#isToldToWait) this.#restartsBefore = details.restartCount
    this.#isToldToWait = false
    const restarts = details.restartCount - this.#restartsBefore
    const found = this.#suspicion ?? this.#exitProblem(details, restarts)
    if (this.#isFinal || isGone || restarts >= toleratedRestarts) throw new ProblemError(found)
    this.#death = found
  }

  #mayForward(): boolean {
    const second = Math.floor(performance.now() / 1000)
    this.#forwarded =
      this.#forwarded.second === second ? { second, lines: this.#forwarded.lines + 1 } : { second, lines: 1 }
    return this.#forwarded.lines <= forwardedLinesPerSecond
  }

  #read({ text, level, time }: LogLine): void {
    if (level === 'error' || level === 'fatal') this.#lastBadLine = text
    if (level === 'fatal') this.#isToldToWait = explainMessage(explainedText(text))?.id === 'etcd-not-ready-yet'
    const found = explainLine(text)
    if (!found) return
    const isFinal = found.counts !== 'whenTimeIsUp'
    if (this.#isFinal && !isFinal) return
    const params = { node: this.name, image: this.#image, ...found.params }
    const explained: Problem = { code: found.code, params, detail: text }
    this.#suspicion = explained
    this.#isFinal = isFinal
    if (found.counts === 'atOnce' || (found.counts === 'whenRepeated' && this.#isRepeated(found.code, time)))
      throw new ProblemError(explained)
  }

  #isRepeated(code: string, time: string): boolean {
    const atMs = Date.parse(time)
    const firstMs = this.#firstSaidMs.get(code)
    if (firstMs === undefined) this.#firstSaidMs.set(code, atMs)
    return firstMs !== undefined && atMs - firstMs >= repeatedAfterMs
  }

  #exitProblem({ exitCode, error }: ContainerDetails, restarts: number): Problem {
    const detail = error || this.#lastBadLine
    return restarts > 0
      ? problem('k3s.crash_loop', { node: this.name, restarts }, { detail })
      : problem('k3s.exited', { node: this.name, exitCode }, { detail })
  }
}

/** Orders two of Docker's times, which have up to nine digits behind the second; no time comes before all. */
function compareTimes(left: string, right: string): number {
  if (left === right) return 0
  const [leftKey, rightKey] = [left, right].map((time) =>
    time.replace(/(?:\.(\d+))?Z$/, (_, digits = '') => `.${digits.padEnd(9, '0')}`),
  )
  return (leftKey ?? '') < (rightKey ?? '') ? -1 : 1
}
