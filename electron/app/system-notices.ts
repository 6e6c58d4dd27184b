import { type ClusterRef, type ClustersSnapshot, refKey, refOf } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import type { EngineStatus } from '#shared/engine.ts'
import type { Language } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import { describeProblem, translate } from '#shared/translate.ts'
import type { OperationSummary } from '../cluster/change/operations.ts'

export interface SystemNotice {
  readonly title: string
  readonly body?: string
  /** What it is about: where a click leads. */
  readonly cluster?: ClusterRef
}

interface Surroundings {
  readonly language: () => Language
  /** Told to nobody who looks at the window, which says it itself, nor to whoever does not want it. */
  readonly isWanted: () => boolean
  readonly show: (notice: SystemNotice) => void
}

/** What a notice says of what went wrong. */
export function bodyOf(language: Language, problem: Problem): string {
  const { title, cause } = describeProblem(language, problem)
  return `${title}\n${cause}`
}

/** What the system tells of clusters while their user does something else: what was begun has ended, what was well is not, Docker is back. */
export class SystemNotices {
  readonly #language: () => Language
  readonly #isWanted: () => boolean
  readonly #show: (notice: SystemNotice) => void
  #running = new Set<string>()
  #ready = new Set<string>()
  #wasConnected = false
  #engine: EngineStatus['kind'] = 'connecting'

  constructor({ language, isWanted, show }: Surroundings) {
    this.#language = language
    this.#isWanted = isWanted
    this.#show = show
  }

  /** Takes the operations as they are now. */
  operations(all: readonly OperationSummary[]): void {
    const ended = all.filter(({ cluster, isRunning }) => !isRunning && this.#running.has(refKey(cluster)))
    this.#running = new Set(all.flatMap(({ cluster, isRunning }) => (isRunning ? [refKey(cluster)] : [])))
    for (const operation of ended) {
      const notice = this.#ofEnd(operation)
      if (notice) this.#tell(notice)
    }
  }

  /** Takes the clusters as they are now. */
  clusters({ engine, clusters }: ClustersSnapshot): void {
    if (engine.kind === 'connected' && this.#wasConnected && this.#engine !== 'connected') {
      this.#tell({ title: translate(this.#language(), 'notice.dockerBack', { engine: engine.name }) })
    }
    this.#wasConnected ||= engine.kind === 'connected'
    this.#engine = engine.kind
    // Without an engine, the list is the last known one and contains no news.
    if (engine.kind !== 'connected') return
    for (const cluster of clusters) {
      const key = refKey(cluster)
      if (cluster.state !== 'degraded' || !this.#ready.has(key) || this.#running.has(key)) continue
      const body = cluster.problem ? { body: bodyOf(this.#language(), cluster.problem) } : {}
      const title = translate(this.#language(), 'notice.degraded', { cluster: shownName(cluster) })
      this.#tell({ title, ...body, cluster: refOf(cluster) })
    }
    this.#ready = new Set(clusters.flatMap((cluster) => (cluster.state === 'ready' ? [refKey(cluster)] : [])))
  }

  #ofEnd({ cluster, operation, problem }: OperationSummary): SystemNotice | undefined {
    const language = this.#language()
    const params = { cluster: shownName(cluster) }
    if (problem?.code === 'cluster.cancelled') return undefined
    if (problem) {
      const title = translate(language, `operation.${operation}.failed`, params)
      return { title, body: bodyOf(language, problem), cluster }
    }
    const title = translate(language, `notice.${operation}`, params)
    return operation === 'delete' ? { title } : { title, cluster }
  }

  #tell(notice: SystemNotice): void {
    if (this.#isWanted()) this.#show(notice)
  }
}
