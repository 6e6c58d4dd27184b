import { type WorkloadKind, workloadKinds } from '#shared/workloads.ts'
import { type ApiConnection, ApiStatusError } from '../api-connection.ts'
import type { WatchFailure } from '../kube-api.ts'
import { type Feed, livePicture } from '../live-picture.ts'
import { collectionPath } from '../object-paths.ts'
import { type Collection, type KubeObject, takeChange, watchChanges } from '../watch.ts'
import { CronJob, DaemonSet, Ingress, Job, OwnedPod, Replicated, Service } from './objects.ts'
import { PodBook, podEvents } from './pod-book.ts'
import type { RowBook, RowChange } from './row-book.ts'
import { cronJobRow, daemonSetRow, ingressRow, jobRow, replicatedRow, serviceRow } from './rows.ts'

/** Small enough that reading a page is no stop that a window feels, large enough that ten thousand pods are twenty answers. */
const pageSize = 500
const intervalMs = 250
/** Until pods are there: kinds of which there are few are listed sooner, and what is waited for must not wait for them. */
const firstIntervalMs = 30

export interface WorkloadsPicture extends RowChange {
  readonly listed: readonly WorkloadKind[]
  readonly refused: readonly { readonly kind: WorkloadKind; readonly error: ApiStatusError }[]
  /** While the API does not answer. */
  readonly failure?: WatchFailure
}

/**
 * The objects of a cluster as rows: at most four times a second what has changed of them since, from what the book says is known.
 * Pages are told as they come. Goes on until aborted, whatever fails meanwhile.
 */
export function watchWorkloads(
  connection: ApiConnection,
  rows: RowBook,
  signal: AbortSignal,
): AsyncGenerator<WorkloadsPicture, void, undefined> {
  const pods = new PodBook(rows)
  const listed = new Set<WorkloadKind>()
  const refused = new Map<WorkloadKind, ApiStatusError>()
  let failure: WatchFailure | undefined
  let hasNews = false
  let hasToldPods = false

  /** A kind that nobody may list is that kind's matter; anything else that fails is the API's. */
  const report = (kind: WorkloadKind, failed: WatchFailure | undefined) => {
    if (failed?.error instanceof ApiStatusError && failed.error.status === 403) {
      refused.set(kind, failed.error)
      hasNews = true
      return
    }
    if (!failed && refused.delete(kind)) hasNews = true
    failure = failed
  }
  const listOf = (kind: WorkloadKind) => ({
    begin: () => rows.beginList(kind),
    end: () => {
      rows.endList(kind)
      if (!listed.has(kind)) hasNews = true
      listed.add(kind)
    },
  })
  const feed = <T extends KubeObject>(
    kind: WorkloadKind,
    schema: Collection<T>['schema'],
    take: { readonly put: (object: T) => void; readonly gone: (object: T) => void },
  ): Feed => {
    const list = listOf(kind)
    return async (changed, own) => {
      const tell = (failed: WatchFailure | undefined) => {
        report(kind, failed)
        changed()
      }
      const collection = { path: collectionPath(kind), schema, pageSize, isOptional: true }
      try {
        for await (const change of watchChanges(connection, collection, own, tell)) {
          takeChange(change, { ...take, ...list })
          changed()
        }
      } catch (error) {
        if (!(error instanceof ApiStatusError)) throw error
        // This Kubernetes has no such kind.
        list.begin()
        list.end()
        changed()
      }
    }
  }
  const rowFeed = <T extends KubeObject>(
    kind: WorkloadKind,
    schema: Collection<T>['schema'],
    rowOf: (object: T) => Parameters<RowBook['put']>[0],
  ) =>
    feed(kind, schema, {
      put: (object) => rows.put(rowOf(object)),
      gone: ({ metadata }) => rows.delete({ kind, namespace: metadata.namespace ?? '', name: metadata.name }),
    })
  const eventFeed: Feed = async (changed, own) => {
    for await (const change of watchChanges(connection, podEvents, own)) {
      takeChange(change, {
        begin: () => pods.beginEvents(),
        put: (event) => pods.putEvent(event),
        gone: (event) => pods.deleteEvent(event),
        end: () => pods.endEvents(),
      })
      changed()
    }
  }

  return livePicture({
    feeds: [
      feed('Pod', OwnedPod, { put: (pod) => pods.put(pod), gone: (pod) => pods.delete(pod) }),
      rowFeed('Deployment', Replicated, (object) => replicatedRow('Deployment', object)),
      rowFeed('StatefulSet', Replicated, (object) => replicatedRow('StatefulSet', object)),
      rowFeed('DaemonSet', DaemonSet, daemonSetRow),
      rowFeed('Job', Job, jobRow),
      rowFeed('CronJob', CronJob, cronJobRow),
      rowFeed('Service', Service, serviceRow),
      rowFeed('Ingress', Ingress, ingressRow),
      eventFeed,
    ],
    picture: () => {
      // What the book says was taken is told: a picture of a failure takes nothing.
      const change = failure ? undefined : rows.take()
      if (!change && !hasNews && !failure) return undefined
      hasNews = false
      hasToldPods ||= listed.has('Pod') || change?.rows.some(({ kind }) => kind === 'Pod') === true
      return {
        rows: change?.rows ?? [],
        gone: change?.gone ?? [],
        listed: workloadKinds.filter((kind) => listed.has(kind)),
        refused: [...refused].map(([kind, error]) => ({ kind, error })),
        ...(failure ? { failure } : {}),
      }
    },
    intervalMs: () => (hasToldPods ? intervalMs : firstIntervalMs),
    signal,
  })
}
