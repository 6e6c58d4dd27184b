import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster, ClusterState } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { Changes } from '../../async/changes.ts'
import type { ContainerRuntime, LabelFilter } from '../../docker/container-runtime.ts'
import { isQuestionName, type Labels, label } from '../model/labels.ts'

/** Docker tells of a start in several events; the list is made once for all that come within this time. */
const settleMs = 50

/** In the list these come from the claims of other processes only. */
const statesElsewhere: readonly ClusterState[] = ['creating', 'starting', 'stopping', 'deleting']

/** How often another process that is changing a cluster is looked after. */
const makerLookMs = 2000

/** All clusters of an engine, and the shown names of those whose containers changed since the list before. */
export interface ClusterList {
  readonly clusters: Cluster[]
  readonly changed: ReadonlySet<string>
}

/**
 * The whole list, at once and again after each change; nothing is asked in between. Throws whatever keeps the list from being made,
 * and `docker.lost` when the engine's events end: from then on nobody would hear of a change. Returns when aborted.
 */
export async function* watchList(
  {
    runtime,
    list,
    forget,
    besides,
  }: {
    runtime: Pick<ContainerRuntime, 'events'>
    list: (signal: AbortSignal) => Promise<Cluster[]>
    /** Called for each cluster that something was told of; with undefined when it may be any of them. */
    forget: (cluster: string | undefined) => void
    /** Whose clusters are in the list, too, and which of them a container is of. */
    besides?: { readonly filter: LabelFilter; readonly clusterOf: (labels: Labels) => string | undefined }
  },
  signal: AbortSignal,
): AsyncGenerator<ClusterList, void, undefined> {
  const changes = new Changes()
  const scope = new AbortController()
  const leave = () => scope.abort(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  let changed = new Set<string>()
  let failure: { readonly error: unknown } | undefined
  const followBesides = async () => {
    if (!besides) return
    try {
      for await (const event of runtime.events(besides.filter, scope.signal)) {
        const cluster = event.kind === 'changed' ? besides.clusterOf(event.labels) : undefined
        if (cluster !== undefined) changed.add(cluster)
        changes.notify()
      }
    } catch {
      // The same stream breaks for Sampan's own, which says so.
    }
  }
  const follow = async () => {
    try {
      for await (const event of runtime.events({ label: label.cluster }, scope.signal)) {
        if (event.kind === 'changed' && isQuestionName(event.name)) continue
        const labels = event.kind === 'changed' ? event.labels : {}
        const cluster = labels[label.cluster]
        forget(cluster)
        // A helper's coming and going changes nothing about the nodes.
        if (cluster !== undefined && labels[label.role] !== undefined) changed.add(cluster)
        changes.notify()
      }
      failure = { error: new ProblemError(problem('docker.lost', {})) }
    } catch (error) {
      failure = { error }
    }
    changes.notify()
  }
  let seen = changes.version
  let look: NodeJS.Timeout | undefined
  const following = Promise.all([follow(), followBesides()])
  try {
    for (;;) {
      await changes.after(seen, scope.signal)
      if (failure) throw failure.error
      await delay(settleMs, undefined, { signal: scope.signal })
      seen = changes.version
      const since = changed
      changed = new Set()
      clearTimeout(look)
      const clusters = await list(scope.signal)
      // Docker does not tell when the process dies that changes a cluster. Only looked at while there is one.
      if (clusters.some(({ state }) => statesElsewhere.includes(state)))
        look = setTimeout(() => changes.notify(), makerLookMs)
      yield { clusters, changed: since }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearTimeout(look)
    signal.removeEventListener('abort', leave)
    scope.abort(new DOMException('No longer watched', 'AbortError'))
    await following
  }
}
