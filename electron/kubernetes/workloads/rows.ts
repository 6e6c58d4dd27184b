import type { ControllerRow, IngressRow, ServiceRow, WorkloadRow } from '#shared/workloads.ts'
import { timeOf } from '../health.ts'
import type { Condition } from '../objects.ts'
import type { CronJob, DaemonSet, Ingress, Job, LoadBalancer, Replicated, Service } from './objects.ts'

interface Named {
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly uid: string
    readonly creationTimestamp?: string | null | undefined
    readonly generation?: number | undefined
  }
}

export function replicatedRow(kind: 'Deployment' | 'StatefulSet', object: Replicated): ControllerRow {
  const { spec, status } = object
  const conditions = status.conditions ?? []
  const desired = spec.replicas ?? 1
  const ready = status.readyReplicas ?? 0
  const updated = status.updatedReplicas ?? 0
  const failed =
    conditions.find(({ type, status: is }) => type === 'ReplicaFailure' && is === 'True') ??
    conditions.find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')
  const isSettled = isObserved(object) && ready >= desired && updated >= desired && (status.replicas ?? 0) <= desired
  const word = stateOf({ desired, isSettled, hasFailed: failed !== undefined, isPaused: spec.paused === true })
  return { kind, ...identity(object), ...word, ready, desired, ...reasonOf(word.health, failed) }
}

export function daemonSetRow(object: DaemonSet): ControllerRow {
  const { desiredNumberScheduled: desired = 0, numberReady: ready = 0, updatedNumberScheduled } = object.status
  const isSettled = isObserved(object) && ready >= desired && (updatedNumberScheduled ?? 0) >= desired
  // One that fits no node is not scaled to anything: there is nothing to be done.
  const word = stateOf({ desired, isSettled, hasFailed: false, isPaused: false })
  return { kind: 'DaemonSet', ...identity(object), ...word, ready, desired }
}

export function jobRow(object: Job): WorkloadRow {
  const { spec, status } = object
  const is = (type: string) => (status.conditions ?? []).find((one) => one.type === type && one.status === 'True')
  const failed = is('Failed')
  const common = {
    kind: 'Job' as const,
    ...identity(object),
    ready: status.succeeded ?? 0,
    desired: spec.completions ?? spec.parallelism ?? 1,
  }
  if (failed) return { ...common, status: 'failed', health: 'ill', ...reasonOf('ill', failed) }
  if (is('Complete')) return { ...common, status: 'complete', health: 'done' }
  if (spec.suspend) return { ...common, status: 'suspended', health: 'resting' }
  return { ...common, status: 'running', health: 'busy' }
}

export function cronJobRow(object: CronJob): WorkloadRow {
  const { spec, status } = object
  const isRunning = (status.active ?? []).length > 0
  const lastRunMs = timeOf(status.lastScheduleTime)
  return {
    kind: 'CronJob',
    ...identity(object),
    status: spec.suspend ? 'suspended' : isRunning ? 'running' : 'scheduled',
    health: spec.suspend ? 'resting' : 'well',
    schedule: spec.schedule,
    ...(lastRunMs === undefined ? {} : { lastRunMs }),
  }
}

export function serviceRow(object: Service): ServiceRow {
  const { spec, status } = object
  const externalAddresses = addressesOf(status)
  const isHeadless = spec.type === 'ClusterIP' && spec.clusterIP === 'None'
  const address = spec.type === 'ExternalName' ? spec.externalName : isHeadless ? undefined : spec.clusterIP
  return {
    kind: 'Service',
    ...identity(object),
    status: isHeadless ? 'Headless' : spec.type,
    health: spec.type === 'LoadBalancer' && externalAddresses.length === 0 ? 'busy' : 'well',
    ...(address ? { address } : {}),
    externalAddresses,
    ports: (spec.ports ?? []).map(({ port, protocol, name, targetPort, nodePort }) => ({
      port,
      protocol,
      ...(name ? { name } : {}),
      ...(targetPort === undefined ? {} : { targetPort }),
      ...(nodePort ? { nodePort } : {}),
    })),
  }
}

export function ingressRow(object: Ingress): IngressRow {
  const { spec, status } = object
  const rules = spec.rules ?? []
  const externalAddresses = addressesOf(status)
  const paths = rules.flatMap(({ host = '*', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend }) => ({ host, path, service: backend.service?.name ?? '' })),
  )
  const fallback = spec.defaultBackend?.service?.name
  if (fallback) paths.push({ host: '*', path: '/', service: fallback })
  return {
    kind: 'Ingress',
    ...identity(object),
    status: externalAddresses.length > 0 ? 'addressed' : 'unaddressed',
    health: externalAddresses.length > 0 ? 'well' : 'busy',
    hosts: [...new Set([...rules.map(({ host = '*' }) => host), ...(fallback ? ['*'] : [])])],
    tlsHosts: (spec.tls ?? []).flatMap(({ hosts }) => hosts ?? []),
    paths,
    ...(spec.ingressClassName ? { className: spec.ingressClassName } : {}),
    externalAddresses,
  }
}

function identity({ metadata }: Named) {
  const { namespace, name, uid } = metadata
  const createdMs = timeOf(metadata.creationTimestamp)
  return { namespace, name, uid, ...(createdMs === undefined ? {} : { createdMs }) }
}

/** Until its controller has looked at the present spec, the status is of the one before. */
function isObserved({ metadata, status }: Named & { status: { observedGeneration?: number | undefined } }): boolean {
  return (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
}

function stateOf(object: {
  readonly desired: number
  readonly isSettled: boolean
  readonly hasFailed: boolean
  readonly isPaused: boolean
}): Pick<ControllerRow, 'status' | 'health'> {
  if (object.hasFailed) return { status: 'unavailable', health: 'ill' }
  if (object.isPaused) return { status: 'paused', health: 'resting' }
  if (!object.isSettled) return { status: 'progressing', health: 'busy' }
  return object.desired === 0 ? { status: 'scaledToZero', health: 'resting' } : { status: 'available', health: 'well' }
}

function reasonOf(health: ControllerRow['health'], condition: Condition | undefined): { reason?: string } {
  return health === 'ill' && condition?.message ? { reason: condition.message } : {}
}

function addressesOf({ loadBalancer }: LoadBalancer): string[] {
  return (loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip || hostname || [])
}
