import { keyOfWorkload } from '#shared/workloads.ts'
import { KubeEvent } from '../objects.ts'
import type { Collection } from '../watch.ts'
import type { OwnedPod } from './objects.ts'
import { podRow } from './pod-row.ts'
import type { RowBook } from './row-book.ts'

/** What pods wait for or suffer from. Of what goes well only pulls are asked for: the rest says nothing, and is most of it. */
export const podEvents: Collection<KubeEvent> = {
  path: '/api/v1/events',
  selector: {
    fieldSelector: [
      'involvedObject.kind=Pod',
      ...['Scheduled', 'Pulled', 'Created', 'Started', 'Killing', 'SandboxChanged'].map(
        (reason) => `reason!=${reason}`,
      ),
    ].join(','),
  },
  schema: KubeEvent,
  pageSize: 500,
}

/** Pods and their events become rows, whichever comes first. Pods that are well are not kept: they need no reason. */
export class PodBook {
  readonly #rows: RowBook
  /** Those that may need a reason, by key. */
  readonly #open = new Map<string, OwnedPod>()
  /** By the pod's key, then by the event's name. */
  readonly #events = new Map<string, Map<string, KubeEvent>>()

  constructor(rows: RowBook) {
    this.#rows = rows
  }

  put(pod: OwnedPod): void {
    const key = keyOfPod(pod.metadata)
    const row = podRow(pod, this.#eventsOf(key))
    if (row.health === 'well' || row.health === 'done') this.#open.delete(key)
    else this.#open.set(key, pod)
    this.#rows.put(row)
  }

  delete({ metadata }: OwnedPod): void {
    const key = keyOfPod(metadata)
    this.#open.delete(key)
    this.#rows.delete({ kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name })
  }

  putEvent(event: KubeEvent): void {
    const key = keyOfPod({ ...event.involvedObject, name: event.involvedObject.name ?? '' })
    const events = this.#events.get(key) ?? new Map<string, KubeEvent>()
    events.set(event.metadata.name, event)
    this.#events.set(key, events)
    this.#lookAgain(key)
  }

  deleteEvent({ involvedObject, metadata }: KubeEvent): void {
    const key = keyOfPod({ ...involvedObject, name: involvedObject.name ?? '' })
    const events = this.#events.get(key)
    events?.delete(metadata.name)
    if (events?.size === 0) this.#events.delete(key)
    this.#lookAgain(key)
  }

  /** They are listed anew: `endEvents` ends that. */
  beginEvents(): void {
    this.#events.clear()
  }

  endEvents(): void {
    for (const key of this.#open.keys()) this.#lookAgain(key)
  }

  #lookAgain(key: string): void {
    const pod = this.#open.get(key)
    if (pod) this.#rows.put(podRow(pod, this.#eventsOf(key)))
  }

  #eventsOf(key: string): readonly KubeEvent[] {
    return [...(this.#events.get(key)?.values() ?? [])]
  }
}

function keyOfPod({
  namespace = '',
  name,
}: {
  readonly namespace?: string | undefined
  readonly name: string
}): string {
  return keyOfWorkload({ kind: 'Pod', namespace, name })
}
