import type { ShellQuery } from '#shared/access.ts'
import { type ClusterRef, type ClustersSnapshot, refKey } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { DockerRuntime } from '../docker/docker-runtime.ts'
import { openNodeShell } from './node-shell.ts'
import { openPodShell } from './pod-shell.ts'
import { type OpenedShell, type ShellPort, serveShell } from './shell-session.ts'

/** The parts of the app that shells use. */
export interface ShellPlace {
  readonly docker: { runtime(): Pick<DockerRuntime, 'terminal' | 'exec' | 'inspectContainer'> }
  readonly live: { snapshot(): ClustersSnapshot }
  /** Throws `engine.changed` where the cluster is of another engine. */
  kubeconfigOf(cluster: ClusterRef, signal: AbortSignal): Promise<string>
}

/** The shells of this app's windows. Each ends with its port, and all with the app. */
export class Shells {
  readonly #place: ShellPlace
  readonly #ending = new AbortController()
  readonly #open = new Set<Promise<void>>()

  constructor(place: ShellPlace) {
    this.#place = place
  }

  /** How many there are. */
  get size(): number {
    return this.#open.size
  }

  open(query: ShellQuery, port: ShellPort): void {
    const { cluster, target } = query
    const serving = serveShell(
      port,
      async (signal) => {
        const shell =
          target.kind === 'node'
            ? await openNodeShell(
                this.#place.docker.runtime(),
                { cluster: this.#clusterOf(cluster), target, size: query.size },
                signal,
              )
            : await openPodShell(await this.#place.kubeconfigOf(cluster, signal), { target, size: query.size }, signal)
        const why: OpenedShell['why'] = async (end) => {
          const reason = await shell.why(end)
          return reason && (this.#stopped(cluster) ?? reason)
        }
        return { ...shell, why }
      },
      this.#ending.signal,
    )
    this.#open.add(serving)
    void serving.finally(() => this.#open.delete(serving))
  }

  /** Resolves when what ran in them has been told to end. */
  async closeAll(): Promise<void> {
    this.#ending.abort(new DOMException('Sampan ends', 'AbortError'))
    await Promise.allSettled(this.#open)
  }

  #clusterOf(cluster: ClusterRef) {
    const { name } = cluster
    const { engine, clusters } = this.#place.live.snapshot()
    if (engine.kind === 'connected' && engine.engineId !== engineOfRef(cluster))
      throw new ProblemError(problem('engine.changed', { cluster: name, engine: engine.name }))
    const found = clusters.find((each) => refKey(each) === refKey(cluster))
    if (!found) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
    return found
  }

  #stopped(cluster: ClusterRef): Problem | undefined {
    const found = this.#place.live.snapshot().clusters.find((each) => refKey(each) === refKey(cluster))
    if (!found || found.state === 'deleting') return problem('cluster.not_found', { cluster: cluster.name })
    const isStopped = found.state === 'stopped' || found.state === 'stopping'
    return isStopped ? problem('cluster.stopped', { cluster: cluster.name }) : undefined
  }
}
