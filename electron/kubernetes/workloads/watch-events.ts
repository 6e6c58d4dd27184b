import type { WorkloadEvent, WorkloadRef } from '#shared/workloads.ts'
import type { ApiConnection } from '../api-connection.ts'
import type { WatchFailure } from '../kube-api.ts'
import { livePicture } from '../live-picture.ts'
import { KubeEvent } from '../objects.ts'
import { eventTimeMs } from '../pod-events.ts'
import { type Collection, takeChange, watchChanges } from '../watch.ts'

const pageSize = 500
const intervalMs = 500
/** More than anybody reads. A cluster under load has tens of thousands. */
const mostShown = 500

export interface EventsPicture {
  readonly events: readonly WorkloadEvent[]
  readonly left: number
  readonly failure?: WatchFailure
}

/** Kubernetes' events, of one object or of all: at most twice a second the newest ones, warnings first. */
export function watchEvents(
  connection: ApiConnection,
  { of, signal }: { readonly of?: WorkloadRef | undefined; readonly signal: AbortSignal },
): AsyncGenerator<EventsPicture, void, undefined> {
  const known = new Map<string, WorkloadEvent>()
  /** While they are listed: what has been named so far. */
  let listed: Set<string> | undefined
  let isKnown = false
  let failure: WatchFailure | undefined
  return livePicture({
    feeds: [
      async (changed, own) => {
        const report = (failed: WatchFailure | undefined) => {
          failure = failed
          changed()
        }
        for await (const change of watchChanges(connection, eventsOf(of), own, report)) {
          takeChange(change, {
            begin: () => {
              listed = new Set()
            },
            put: (event) => {
              listed?.add(idOf(event))
              known.set(idOf(event), eventRow(event))
            },
            gone: (event) => known.delete(idOf(event)),
            end: () => {
              for (const id of known.keys()) if (!listed?.has(id)) known.delete(id)
              listed = undefined
              isKnown = true
            },
          })
          changed()
        }
      },
    ],
    picture: () => {
      if (!isKnown && !failure) return undefined
      const events = [...known.values()].sort(warningsFirst)
      return {
        events: events.slice(0, mostShown),
        left: Math.max(0, events.length - mostShown),
        ...(failure ? { failure } : {}),
      }
    },
    intervalMs,
    signal,
  })
}

function eventsOf(of: WorkloadRef | undefined): Collection<KubeEvent> {
  if (!of) return { path: '/api/v1/events', schema: KubeEvent, pageSize }
  const { kind, namespace, name } = of
  return {
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    selector: { fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}` },
    schema: KubeEvent,
    pageSize,
  }
}

/** Events of two namespaces may have one name. */
const idOf = ({ metadata }: KubeEvent) => `${metadata.namespace ?? ''}/${metadata.name}`

function eventRow(event: KubeEvent): WorkloadEvent {
  const { type, reason, message, count, series, involvedObject } = event
  const { kind = '', namespace = '', name = '' } = involvedObject
  return {
    id: idOf(event),
    isWarning: type === 'Warning',
    reason: reason ?? '',
    message: message ?? '',
    count: series?.count ?? count ?? 1,
    lastMs: eventTimeMs(event) ?? 0,
    object: { kind, namespace, name },
  }
}

function warningsFirst(left: WorkloadEvent, right: WorkloadEvent): number {
  return Number(right.isWarning) - Number(left.isWarning) || right.lastMs - left.lastMs || (left.id < right.id ? -1 : 1)
}
