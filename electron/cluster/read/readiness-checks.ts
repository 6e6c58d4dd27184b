import { setTimeout as delay } from 'node:timers/promises'
import { type Problem, ProblemError, problemOf } from '#shared/problem.ts'

/**
 * `asking` until there is an answer; `failed` is asked again, because a boot that was only slow ends well, and so is `ready` with a
 * warning, because an image that could not be pulled comes when its registry does.
 */
export type Verdict =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly warning: Problem | undefined }
  | { readonly kind: 'failed'; readonly problem: Problem }

/**
 * Whether running clusters are Ready, each asked once for each of its runs. An object of this class knows of one engine and one
 * unbroken watch of its events: at a reconnect there is a new one, which has everything to ask. Closing it ends what is being asked.
 */
export class ReadinessChecks {
  readonly #ask: (cluster: string, signal: AbortSignal) => Promise<readonly Problem[]>
  readonly #onChange: () => void
  readonly #againMs: number
  readonly #checks = new Map<string, { readonly stop: AbortController; verdict: Verdict }>()

  constructor({
    ask,
    onChange,
    againMs,
  }: {
    /** Waits until it is Ready, and resolves with what is wrong all the same; rejects when it will not become Ready. */
    ask: (cluster: string, signal: AbortSignal) => Promise<readonly Problem[]>
    onChange: () => void
    /** After how long a cluster with which something was wrong is asked again. */
    againMs: number
  }) {
    this.#ask = ask
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
    const check = { stop: new AbortController(), verdict: { kind: 'asking' } as const satisfies Verdict }
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

  async #run(cluster: string, check: { readonly stop: AbortController; verdict: Verdict }): Promise<void> {
    const { signal } = check.stop
    while (!signal.aborted && !isWhole(check.verdict)) {
      try {
        const [warning] = await this.#ask(cluster, signal)
        check.verdict = { kind: 'ready', warning }
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ProblemError)) console.error(`Asking whether ${cluster} is Ready failed:`, error)
        if (isAboutCluster(error)) check.verdict = { kind: 'failed', problem: problemOf(error) }
      }
      if (signal.aborted) return
      this.#onChange()
      if (!isWhole(check.verdict)) await delay(this.#againMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

function isWhole(verdict: Verdict): boolean {
  return verdict.kind === 'ready' && verdict.warning === undefined
}

/** That Docker did not answer is no answer about the cluster. */
function isAboutCluster(error: unknown): boolean {
  return !['docker.lost', 'docker.not_running', 'docker.unreachable', 'docker.slow'].includes(problemOf(error).code)
}
