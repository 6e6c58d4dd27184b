import { setTimeout as delay } from 'node:timers/promises'
import { type Problem, ProblemError, problemOf } from '#shared/problem.ts'
import { isEngineAway } from '../../docker/connection-problems.ts'

/**
 * `asking` until there is an answer; `failed` is asked again, because a boot that was only slow ends well, and so is `ready` with a
 * warning, because an image that could not be pulled comes when its registry does.
 */
export type Verdict =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly warning: Problem | undefined }
  | { readonly kind: 'failed'; readonly problem: Problem }

interface Check {
  readonly stop: AbortController
  verdict: Verdict
}

/**
 * Whether running clusters are Ready, each asked once for each of its runs, and watched from then on. An object of this class knows of one engine and one
 * unbroken watch of its events: at a reconnect there is a new one, which has everything to ask. Closing it ends what is being asked.
 */
export class ReadinessChecks {
  readonly #ask: (cluster: string, signal: AbortSignal) => Promise<readonly Problem[]>
  readonly #watch: (cluster: string, signal: AbortSignal) => AsyncIterable<Problem | undefined>
  readonly #onChange: () => void
  readonly #againMs: number
  readonly #checks = new Map<string, Check>()

  constructor({
    ask,
    watch,
    onChange,
    againMs,
  }: {
    /** Waits until it is Ready, and resolves with what is wrong all the same; rejects when it will not become Ready. */
    ask: (cluster: string, signal: AbortSignal) => Promise<readonly Problem[]>
    /** What ails one that is Ready, at once and at each change. */
    watch: (cluster: string, signal: AbortSignal) => AsyncIterable<Problem | undefined>
    onChange: () => void
    /** After how long a cluster with which something was wrong is asked again. */
    againMs: number
  }) {
    this.#ask = ask
    this.#watch = watch
    this.#onChange = onChange
    this.#againMs = againMs
  }

  /** Undefined where nobody has asked. */
  verdict(cluster: string): Verdict | undefined {
    return this.#checks.get(cluster)?.verdict
  }

  /** Asks, unless that was done. */
  check(cluster: string): void {
    if (this.#checks.has(cluster)) return
    const check: Check = { stop: new AbortController(), verdict: { kind: 'asking' } }
    this.#checks.set(cluster, check)
    void this.#run(cluster, check)
  }

  /** What was true of its last run says nothing about this one. */
  forget(cluster: string): void {
    this.#checks.get(cluster)?.stop.abort(new DOMException('The cluster changed', 'AbortError'))
    this.#checks.delete(cluster)
  }

  close(): void {
    for (const cluster of [...this.#checks.keys()]) this.forget(cluster)
  }

  async #run(cluster: string, check: Check): Promise<void> {
    const { signal } = check.stop
    while (!signal.aborted) {
      await this.#decide(cluster, check)
      if (isWhole(check.verdict)) await this.#follow(cluster, check)
      await delay(this.#againMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #decide(cluster: string, check: Check): Promise<void> {
    const { signal } = check.stop
    try {
      const [warning] = await this.#ask(cluster, signal)
      check.verdict = { kind: 'ready', warning }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ProblemError)) console.error(`Asking whether ${cluster} is Ready failed:`, error)
      if (isAboutCluster(error)) check.verdict = { kind: 'failed', problem: problemOf(error) }
    }
    if (!signal.aborted) this.#onChange()
  }

  /** Until its run is over, or the watch is: then it is asked again. */
  async #follow(cluster: string, check: Check): Promise<void> {
    const { signal } = check.stop
    try {
      for await (const warning of this.#watch(cluster, signal)) {
        if (signal.aborted) return
        check.verdict = { kind: 'ready', warning }
        this.#onChange()
      }
    } catch (error) {
      if (!signal.aborted && !(error instanceof ProblemError)) console.error(`Watching ${cluster} failed:`, error)
    }
  }
}

function isWhole(verdict: Verdict): boolean {
  return verdict.kind === 'ready' && verdict.warning === undefined
}

/** That Docker did not answer is no answer about the cluster. */
function isAboutCluster(error: unknown): boolean {
  return !isEngineAway(error) && problemOf(error).code !== 'docker.slow'
}
