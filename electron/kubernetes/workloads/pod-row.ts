import type { PodRow, WorkloadHealth } from '#shared/workloads.ts'
import { allContainers, podTrouble, timeOf } from '../health.ts'
import type { ContainerStatus, KubeEvent } from '../objects.ts'
import { warningsOf } from '../pod-events.ts'
import { podStatus } from '../pod-status.ts'
import type { OwnedPod } from './objects.ts'

/** A pod on its way, unless something is known that holds it up. */
const onTheWay = /^(?:Pending|ContainerCreating|PodInitializing|SchedulingGated|Running|NotReady|Init:\d+\/\d+)$/

/** @param events of this pod: its warnings, and what it is doing at the moment (`Pulling`). */
export function podRow(pod: OwnedPod, events: readonly KubeEvent[]): PodRow {
  const { metadata, spec } = pod
  const columns = podStatus(pod)
  const isWhole = columns.status === 'Running' && columns.readyContainers === columns.containers
  const trouble = isWhole ? undefined : podTrouble(pod, events.filter(isWarning))
  const health = healthOf(columns.status, { isWhole, hasTrouble: trouble !== undefined })
  const isOpen = health === 'ill' || health === 'busy'
  const reason = isOpen ? (trouble ?? presentStep(pod, events)) : undefined
  const end = isOpen || columns.restarts > 0 ? lastBadEnd(pod) : undefined
  const owner = ownerOf(pod)
  const createdMs = timeOf(metadata.creationTimestamp)
  return {
    kind: 'Pod',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    ...(createdMs === undefined ? {} : { createdMs }),
    health,
    ...columns,
    ...(reason ? { reason } : {}),
    ...(end ? { lastEnd: end } : {}),
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    ...(owner ? { owner } : {}),
    logContainers: logContainers(pod),
  }
}

function healthOf(
  status: string,
  { isWhole, hasTrouble }: { readonly isWhole: boolean; readonly hasTrouble: boolean },
): WorkloadHealth {
  if (isWhole) return 'well'
  if (status === 'Completed' || status === 'Succeeded') return 'done'
  if (status === 'Terminating') return 'busy'
  return onTheWay.test(status) && !hasTrouble ? 'busy' : 'ill'
}

/** What the kubelet is doing for a pod that has not begun: of events that are no warnings only `Pulling` is watched. */
function presentStep(pod: OwnedPod, events: readonly KubeEvent[]): string | undefined {
  const isWaiting = allContainers(pod).some(({ state }) => state?.waiting)
  const step = isWaiting ? warningsOf(pod, events, 0).at(-1) : undefined
  return step && !isWarning(step) ? step.message || undefined : undefined
}

const isWarning = ({ type }: KubeEvent) => type === 'Warning'

function lastBadEnd(pod: OwnedPod): PodRow['lastEnd'] {
  const ends = allContainers(pod).flatMap(({ state, lastState }) => state?.terminated ?? lastState?.terminated ?? [])
  const bad = ends.find(({ exitCode }) => exitCode !== 0)
  return bad && { reason: bad.reason ?? '', exitCode: bad.exitCode }
}

/** A ReplicaSet is its Deployment's: `<deployment>-<pod-template-hash>`. */
function ownerOf({ metadata }: OwnedPod): PodRow['owner'] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  if (!owner) return undefined
  const hash = metadata.labels?.['pod-template-hash']
  const { kind, name } = owner
  if (kind === 'ReplicaSet' && hash && name.endsWith(`-${hash}`))
    return { kind: 'Deployment', name: name.slice(0, -hash.length - 1) }
  return { kind, name }
}

/** Sidecars and containers that had to do their work first have a log as well. */
function logContainers({ spec, status }: OwnedPod): PodRow['logContainers'] {
  const statuses = new Map<string, ContainerStatus>(allContainers({ status }).map((one) => [one.name, one]))
  return [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => ({
    name,
    hasPrevious: (statuses.get(name)?.restartCount ?? 0) > 0,
  }))
}
