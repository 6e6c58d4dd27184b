import type { NodeHealth, PodHealth } from '#shared/health.ts'
import type { DnsPicture, NodePicture } from './kube-api.ts'
import type { ContainerStatus, KubeNode, Lease, Pod } from './objects.ts'
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

export function podHealth(pod: Pod): PodHealth {
  const { metadata, spec } = pod
  const columns = podStatus(pod)
  const isWhole = columns.status === 'Running' && columns.readyContainers === columns.containers
  const isHealthy = isWhole || columns.status === 'Completed' || columns.status === 'Succeeded'
  const reason = isHealthy ? undefined : podReason(pod)
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...columns,
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
  sinceMs,
}: {
  hasReadyAddress: boolean
  pods: readonly Pod[]
  sinceMs: number
}): DnsPicture {
  const wholeSecond = Math.floor(sinceMs / 1000) * 1000
  const isFresh = ({ ready, state }: ContainerStatus) =>
    ready === true && (timeOf(state?.running?.startedAt) ?? 0) >= wholeSecond
  const isReady = hasReadyAddress && pods.some((pod) => allContainers(pod).some(isFresh))
  const pullFailure = isReady ? undefined : pods.map(pullFailureOf).find((failure) => failure !== undefined)
  return { isReady, ...(pullFailure ? { pullFailure } : {}) }
}

function pullFailureOf(pod: Pod): DnsPicture['pullFailure'] {
  const failing = allContainers(pod).find(({ state }) => pullReasons.has(state?.waiting?.reason ?? ''))
  if (!failing) return undefined
  // The status says the image as the runtime resolved it, which before a pull is nothing.
  const image = pod.spec.containers.find(({ name }) => name === failing.name)?.image ?? failing.image ?? ''
  return { pod: pod.metadata.name, image, message: failing.state?.waiting?.message ?? '' }
}

function podReason(pod: Pod): string | undefined {
  const containers = allContainers(pod)
  const waiting = containers.find(({ state }) => state?.waiting?.message)?.state?.waiting?.message
  const ended = containers
    .map(({ state, lastState }) => state?.terminated ?? lastState?.terminated)
    .find((end) => end?.message)?.message
  const condition = pod.status.conditions?.find(({ status, message }) => status === 'False' && message)?.message
  return waiting ?? ended ?? pod.status.message ?? condition
}

function allContainers({ status }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
}

function readyCondition({ status }: KubeNode) {
  return status.conditions?.find(({ type }) => type === 'Ready')
}

/** Kubernetes' times: RFC 3339 with seconds or microseconds. */
function timeOf(text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}
