import type { ContainerStatus, Pod } from './objects.ts'

export interface PodStatus {
  /** The word in the column STATUS of `kubectl get pods`. */
  readonly status: string
  readonly readyContainers: number
  readonly containers: number
  readonly restarts: number
}

/** The columns of `kubectl get pods`, by the rules of Kubernetes' own printer (pkg/printers/internalversion, printPod, 1.36). */
export function podStatus(pod: Pod): PodStatus {
  const { spec, status } = pod
  const sidecars = new Set(
    (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  )
  const counted = { containers: spec.containers.length + sidecars.size }
  const initial = initialization(pod, sidecars)
  let word = status.reason || status.phase || 'Unknown'
  if (hasCondition(pod, 'PodScheduled', { reason: 'SchedulingGated' })) word = 'SchedulingGated'
  if (initial.word) word = initial.word
  let { restarts, readyContainers } = initial
  if (!initial.word || hasCondition(pod, 'Initialized', { status: 'True' })) {
    const main = mainContainers(status.containerStatuses ?? [])
    restarts = initial.sidecarRestarts + main.restarts
    readyContainers += main.readyContainers
    if (main.word) word = main.word
    if (word === 'Completed' && main.readyContainers > 0) {
      word = hasCondition(pod, 'Ready', { status: 'True' }) ? 'Running' : 'NotReady'
    }
  }
  if (pod.metadata.deletionTimestamp) {
    if (status.reason === 'NodeLost') word = 'Unknown'
    else if (status.phase !== 'Failed' && status.phase !== 'Succeeded') word = 'Terminating'
  }
  return { status: word, readyContainers, restarts, ...counted }
}

/** How far the init containers are. `word` is set while they hold the pod up: `Init:0/1`, `Init:CrashLoopBackOff`… */
function initialization({ spec, status }: Pod, sidecars: ReadonlySet<string>) {
  const result = { word: undefined as string | undefined, restarts: 0, sidecarRestarts: 0, readyContainers: 0 }
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const isSidecar = sidecars.has(container.name)
    const restarts = container.restartCount ?? 0
    result.restarts += restarts
    if (isSidecar) result.sidecarRestarts += restarts
    const { terminated, waiting } = container.state ?? {}
    if (terminated?.exitCode === 0) continue
    if (isSidecar && container.started) {
      if (container.ready) result.readyContainers += 1
      continue
    }
    if (terminated) result.word = `Init:${terminated.reason || exitWord(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') result.word = `Init:${waiting.reason}`
    else result.word = `Init:${index}/${spec.initContainers?.length ?? 0}`
    break
  }
  return result
}

/** From the last container to the first, so that the first one's word stands at the end. */
function mainContainers(containers: readonly ContainerStatus[]) {
  const result = { word: undefined as string | undefined, restarts: 0, readyContainers: 0 }
  for (const { restartCount, ready, state } of [...containers].reverse()) {
    result.restarts += restartCount ?? 0
    if (state?.waiting?.reason) result.word = state.waiting.reason
    else if (state?.terminated) result.word = state.terminated.reason || exitWord(state.terminated)
    else if (ready && state?.running) result.readyContainers += 1
  }
  return result
}

function exitWord({ signal, exitCode }: { signal?: number | undefined; exitCode: number }): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`
}

function hasCondition({ status }: Pod, type: string, wanted: { status?: string; reason?: string }): boolean {
  const condition = status.conditions?.find((candidate) => candidate.type === type)
  if (!condition) return false
  return (
    (!wanted.status || condition.status === wanted.status) && (!wanted.reason || condition.reason === wanted.reason)
  )
}
