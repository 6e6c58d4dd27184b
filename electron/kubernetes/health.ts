import type { NodeHealth, PodHealth } from '#shared/health.ts'
import type { DnsPicture, NodePicture } from './kube-api.ts'
import type { ContainerStatus, KubeEvent, KubeNode, Lease, Pod } from './objects.ts'
import { missingSandboxImages, warningsOf } from './pod-events.ts'
import { podStatus } from './pod-status.ts'

const rolePrefix = 'node-role.kubernetes.io/'

const pullReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
])

export function nodePicture(node: KubeNode, lease: Lease | undefined): NodePicture {
  const ready = readyCondition(node)
  return {
    name: node.metadata.name,
    isReady: ready?.status === 'True',
    reason: ready?.message ?? '',
    createdMs: timeOf(node.metadata.creationTimestamp),
    leaseRenewedMs: timeOf(lease?.spec?.renewTime),
    heartbeatMs: timeOf(ready?.lastHeartbeatTime),
  }
}

export function nodeHealth(node: KubeNode): NodeHealth {
  const { metadata, status } = node
  const ready = readyCondition(node)
  const isReady = ready?.status === 'True'
  const reason = isReady ? undefined : ready?.message
  return {
    name: metadata.name,
    isReady,
    ...(reason ? { reason } : {}),
    roles: Object.keys(metadata.labels ?? {})
      .filter((label) => label.startsWith(rolePrefix))
      .map((label) => label.slice(rolePrefix.length))
      .sort(),
    kubeletVersion: status.nodeInfo?.kubeletVersion ?? '',
    containerRuntime: status.nodeInfo?.containerRuntimeVersion ?? '',
    osImage: status.nodeInfo?.osImage ?? '',
  }
}

/** @param warnings events of its namespace; what is not known yet, or may not be read, is only missing among the reasons. */
export function podHealth(pod: Pod, warnings: readonly KubeEvent[] = []): PodHealth {
  const { metadata, spec } = pod
  const columns = podStatus(pod)
  const isWhole = columns.status === 'Running' && columns.readyContainers === columns.containers
  const isHealthy = isWhole || columns.status === 'Completed' || columns.status === 'Succeeded'
  const reason = isHealthy ? undefined : podReason(pod, warnings)
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...columns,
    logContainers: [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name),
    isHealthy,
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    ...(reason ? { reason } : {}),
  }
}

/**
 * DNS is ready when the service has a ready address and a DNS pod says so in its present run: after a restart of the node the
 * datastore shows both as they were before. `startedAt` has whole seconds.
 */
export function dnsPicture({
  hasReadyAddress,
  pods,
  warnings,
  sinceMs,
}: {
  hasReadyAddress: boolean
  pods: readonly Pod[]
  warnings: readonly KubeEvent[]
  sinceMs: number
}): DnsPicture {
  const wholeSecond = Math.floor(sinceMs / 1000) * 1000
  const isFresh = ({ ready, state }: ContainerStatus) =>
    ready === true && (timeOf(state?.running?.startedAt) ?? 0) >= wholeSecond
  if (hasReadyAddress && pods.some((pod) => allContainers(pod).some(isFresh))) return { isReady: true }
  const [pullFailure] = pods.flatMap((pod) => pullFailureOf(pod) ?? sandboxFailureOf(pod, warnings, sinceMs) ?? [])
  const [reason] = pods.flatMap((pod) => podReason(pod, warnings, sinceMs) ?? [])
  return { isReady: false, ...(pullFailure ? { pullFailure } : {}), ...(reason ? { reason } : {}) }
}

function pullFailureOf(pod: Pod): DnsPicture['pullFailure'] {
  const failing = allContainers(pod).find(({ state }) => pullReasons.has(state?.waiting?.reason ?? ''))
  if (!failing) return undefined
  // The status says the image as the runtime resolved it, which before a pull is nothing.
  const image = pod.spec.containers.find(({ name }) => name === failing.name)?.image ?? failing.image ?? ''
  return { kind: 'container', pod: pod.metadata.name, image, message: failing.state?.waiting?.message ?? '' }
}

/**
 * The same of the sandbox's image. What its node says of another pod's sandbox counts, too: all are made of one image. That another node
 * did not get it may be that node's own matter.
 */
function sandboxFailureOf(pod: Pod, warnings: readonly KubeEvent[], sinceMs: number): DnsPicture['pullFailure'] {
  if (hasSandbox(pod)) return undefined
  const missing = missingSandboxImages(warnings, sinceMs)
  const own = missing.find(({ node }) => node === pod.spec.nodeName)
  const found = own ?? missing[0]
  return found && { kind: 'sandbox', isElsewhere: !own, ...found }
}

function hasSandbox({ status }: Pod): boolean {
  // Since Kubernetes 1.28.
  const condition = status.conditions?.find(({ type }) => type === 'PodReadyToStartContainers')
  return condition ? condition.status === 'True' : status.podIP !== undefined
}

/** These conditions only say again that a container is not ready. */
const emptyReasons = new Set(['ContainersNotReady', 'ContainersNotInitialized'])

/** Why a pod is not whole: what troubles it, or that a container is not ready, which is all that is known then. */
function podReason(pod: Pod, warnings: readonly KubeEvent[], sinceMs = 0): string | undefined {
  return podTrouble(pod, warnings, sinceMs) ?? unmetConditions(pod)[0]?.message
}

/** The word of its status where that says more than that it is not whole, else the last warning about it. */
export function podTrouble(pod: Pod, warnings: readonly KubeEvent[], sinceMs = 0): string | undefined {
  const containers = allContainers(pod)
  const waiting = containers.find(({ state }) => state?.waiting?.message)?.state?.waiting?.message
  const ended = containers
    .map(({ state, lastState }) => state?.terminated ?? lastState?.terminated)
    .find((end) => end?.message)?.message
  const telling = unmetConditions(pod).find(({ reason }) => !emptyReasons.has(reason ?? ''))?.message
  // Failures from before the last Ready period are unrelated.
  const unreadyMs = timeOf(pod.status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime)
  const warning = warningsOf(pod, warnings, Math.max(sinceMs, unreadyMs ?? 0)).at(-1)?.message
  return waiting ?? ended ?? pod.status.message ?? telling ?? (warning || undefined)
}

function unmetConditions({ status }: Pod) {
  return (status.conditions ?? []).filter((one) => one.status === 'False' && one.message)
}

/** Those that are there for the pod's work, the initial ones first. */
export function allContainers({ status }: Pick<Pod, 'status'>): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
}

function readyCondition({ status }: KubeNode) {
  return status.conditions?.find(({ type }) => type === 'Ready')
}

/** Kubernetes' times: RFC 3339 with seconds or microseconds. Milliseconds since 1970. */
export function timeOf(text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}
