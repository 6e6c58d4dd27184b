import { KubeEvent, type Pod } from './objects.ts'
import type { Collection } from './watch.ts'

/** What goes wrong with the pods of kube-system. Kubernetes keeps events for an hour, and says one that happens again once more. */
export const systemPodWarnings: Collection<KubeEvent> = {
  path: '/api/v1/namespaces/kube-system/events',
  selector: { fieldSelector: 'involvedObject.kind=Pod,type=Warning' },
  schema: KubeEvent,
}

/** When it happened last, milliseconds since the epoch. Which of its times an event has depends on who made it. */
export function eventTimeMs({
  series,
  lastTimestamp,
  eventTime,
  firstTimestamp,
  metadata,
}: KubeEvent): number | undefined {
  const text = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}

/** What happened to this very pod at `sinceMs` or later, the latest last. Most times are whole seconds. */
export function warningsOf(pod: Pod, warnings: readonly KubeEvent[], sinceMs: number): KubeEvent[] {
  const { uid, name } = pod.metadata
  return inOrder(
    warnings.filter(({ involvedObject }) =>
      uid && involvedObject.uid ? involvedObject.uid === uid : involvedObject.name === name,
    ),
    sinceMs,
  )
}

/** An image that a node needs for each pod's sandbox and did not get, in its kubelet's words. */
export interface MissingSandboxImage {
  readonly node: string
  readonly image: string
  readonly message: string
}

/**
 * Of each node whose kubelet said nothing else of a sandbox since. Only events tell: the status of the pods' containers stays
 * ContainerCreating (recordings/k3s-v1.36.3/started-together).
 */
export function missingSandboxImages(warnings: readonly KubeEvent[], sinceMs: number): MissingSandboxImage[] {
  const ofSandboxes = warnings.filter(({ reason }) => reason === 'FailedCreatePodSandBox')
  const lastWords = new Map(
    inOrder(ofSandboxes, sinceMs).map(({ source, reportingInstance, message }) => [
      source?.host || reportingInstance || '',
      message ?? '',
    ]),
  )
  return [...lastWords].flatMap(([node, message]) => {
    const image = /failed to (?:get sandbox|pull) image "([^"]+)"/.exec(message)?.[1]
    return image === undefined ? [] : [{ node, image, message }]
  })
}

function inOrder(warnings: readonly KubeEvent[], sinceMs: number): KubeEvent[] {
  const wholeSecond = Math.floor(sinceMs / 1000) * 1000
  return warnings
    .map((event) => ({ event, timeMs: eventTimeMs(event) ?? 0 }))
    .filter(({ timeMs }) => timeMs >= wholeSecond)
    .sort((left, right) => left.timeMs - right.timeMs)
    .map(({ event }) => event)
}
