import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type ClusterRecord, parseRecord, recordPath } from '../model/cluster-record.ts'
import { currentNodes, type ObservedCluster, type ObservedContainer } from '../model/observed-cluster.ts'
import { KnownTexts } from './known-texts.ts'
import { readRecordCopy } from './record-copy.ts'

/** The records of one engine's clusters. Every server has one; after an interrupted change the newest counts. */
export class ClusterRecords {
  readonly #runtime: ContainerRuntime
  /** For the list, by cluster; dropped whenever Docker tells of a change. */
  readonly #known = new Map<string, { servers: string; record: ClusterRecord | undefined }>()

  /** Of records and of the state of files. */
  readonly texts = new KnownTexts()

  constructor(runtime: ContainerRuntime) {
    this.#runtime = runtime
  }

  /** Fails with `cluster.spec_unreadable` where no server has one that can be read. */
  async read(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord> {
    const record = await this.#inServers(observed, signal)
    if (record) return record
    throw new ProblemError(problem('cluster.spec_unreadable', { cluster: observed.name }))
  }

  /** Like `read`, or else the copy on a server's volume. Only for whoever is about to change the cluster: it takes a container. */
  async readOrCopy(observed: ObservedCluster, signal: AbortSignal): Promise<ClusterRecord> {
    const record = await this.#inServers(observed, signal)
    if (record) return record
    const copy = await readRecordCopy(this.#runtime, observed)
    return copy === undefined ? this.read(observed, signal) : parseRecord(observed.name, copy)
  }

  /**
   * A record that cannot be read must not break the list. The copy is not looked at: that takes a container on the volume, which would
   * stand in the way of whoever removes the cluster.
   */
  async forList(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord | undefined> {
    const complete = serversOf(currentNodes(observed))
    if (complete.length === 0) return undefined
    const servers = complete.map(({ id }) => id).join(' ')
    const known = this.#known.get(observed.name)
    if (known?.servers === servers) return known.record
    try {
      const record = await this.#inServers({ ...observed, containers: complete }, signal)
      this.#known.set(observed.name, { servers, record })
      return record
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : undefined
      if (code === 'cluster.spec_unreadable') this.#known.set(observed.name, { servers, record: undefined })
      // A container of which Docker itself knows no way, as one whose removal failed half-way, may be read the next time.
      else if (code !== 'docker.failed') throw error
      return undefined
    }
  }

  forget(cluster: string): void {
    this.#known.delete(cluster)
  }

  /** Docker tells of some changes without saying whose they are. */
  forgetAll(): void {
    this.#known.clear()
  }

  /** A container that does not count yet is only asked where there is no other. */
  async #inServers(observed: ObservedCluster, signal?: AbortSignal): Promise<ClusterRecord | undefined> {
    const current = serversOf(currentNodes(observed))
    const found = await this.#newest(observed.name, current, signal)
    return found ?? this.#newest(observed.name, serversOf(observed.containers), signal)
  }

  async #newest(
    cluster: string,
    servers: readonly ObservedContainer[],
    signal?: AbortSignal,
  ): Promise<ClusterRecord | undefined> {
    const read = ({ id }: ObservedContainer) => this.texts.read(this.#runtime, { id, path: recordPath }, signal)
    const texts = await Promise.all(servers.map(read))
    const present = new Set(texts.flatMap((text) => (text === undefined ? [] : [text])))
    const attempts = [...present].map((text) => attempt(() => parseRecord(cluster, text)))
    const records = attempts.flatMap((each) => ('value' in each ? [each.value] : []))
    const [newest] = records.sort((left, right) => right.generation - left.generation)
    if (newest) return newest
    for (const each of attempts) if ('error' in each) throw each.error
    return undefined
  }
}

const serversOf = (containers: readonly ObservedContainer[]) => containers.filter(({ role }) => role === 'server')

function attempt<T>(work: () => T): { value: T } | { error: unknown } {
  try {
    return { value: work() }
  } catch (error) {
    return { error }
  }
}
