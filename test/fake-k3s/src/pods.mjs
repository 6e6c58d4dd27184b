// The life of a pod on its node: ContainerCreating, Running, and Completed for jobs.
import { scaled } from './clock.mjs'
import { now } from './names.mjs'
import { startWithImages } from './pull-failures.mjs'

// How long a container takes from its scheduling to ready, as with the image already there (real milliseconds).
const START_MS = {
  coredns: 1000,
  'local-path-provisioner': 1500,
  'metrics-server': 3000,
  'helm-install-traefik-crd': 2000,
  'helm-install-traefik': 4000,
}

/** A pod that has been told to end: it is there until its kubelet says that its containers are gone. */
export function ended(pod, seconds) {
  if (pod.metadata.deletionTimestamp) return pod
  const deletionTimestamp = `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: seconds } }
}

/** @param {{ store: import('./datastore.mjs').Datastore, recordEvent: Function, pauseImage: string }} options */
export function podLifecycle({ store, recordEvent, pauseImage }) {
  const starting = new Set()

  function containerStatuses(pod, state, { isContainerReady, restartCount = 0, lastState = {} }) {
    return pod.spec.containers.map((container) => ({
      name: container.name,
      image:
        container.image.includes('.') && container.image.split('/')[0].includes('.')
          ? container.image
          : `docker.io/${container.image}`,
      imageID: '',
      ready: isContainerReady,
      started: isContainerReady,
      restartCount,
      state,
      lastState,
    }))
  }

  /** @param {string[]} unready the containers that are not; a pod that has completed has none that ought to be */
  function podConditions(unready, { isCompleted = false } = {}) {
    const isPodReady = unready.length === 0 && !isCompleted
    const unmet = isCompleted
      ? { reason: 'PodCompleted' }
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
    const condition = (type, status, why = {}) => ({
      type,
      status: status ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: now(),
      ...(status ? {} : why),
    })
    return [
      condition('PodReadyToStartContainers', isPodReady),
      condition('Initialized', true),
      condition('Ready', isPodReady, unmet),
      condition('ContainersReady', isPodReady, unmet),
      condition('PodScheduled', true),
    ]
  }

  function setStatus(pod, status) {
    store.update('v1/pods', pod.metadata, (current) => ({ ...current, status: { ...current.status, ...status } }))
  }

  function startPod(pod, { isRestart = false } = {}) {
    const { uid, name, namespace } = pod.metadata
    if (starting.has(uid)) return
    starting.add(uid)
    const owner = pod.metadata.ownerReferences?.[0]
    const node = store.get('v1/nodes', pod.spec.nodeName)
    const restartCount = (pod.status?.containerStatuses?.[0]?.restartCount ?? 0) + (isRestart ? 1 : 0)
    const ran = pod.status?.containerStatuses?.[0]?.state?.running
    const lastState =
      isRestart && ran
        ? { terminated: { exitCode: 255, reason: 'Unknown', startedAt: ran.startedAt, finishedAt: now() } }
        : {}
    const base = { hostIP: node?.status.addresses[0].address, startTime: pod.status?.startTime ?? now() }
    const waiting = (reason, message) => ({
      ...base,
      phase: 'Pending',
      conditions: podConditions(pod.spec.containers.map(({ name }) => name)),
      containerStatuses: containerStatuses(
        pod,
        { waiting: { reason, message } },
        { isContainerReady: false, restartCount, lastState },
      ),
    })
    setStatus(pod, waiting('ContainerCreating'))
    if (!isRestart) recordEvent(pod, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${pod.spec.nodeName}`)
    const isGone = () => store.get('v1/pods', name, namespace)?.metadata.uid !== uid
    whenVolumesAreThere(pod, isGone, () =>
      startWithImages({
        pod,
        pauseImage,
        isRestart,
        isGone,
        recordEvent,
        setWaiting: (reason, message) => setStatus(pod, waiting(reason, message)),
        start: () => run(pod, { base, owner, node, restartCount, lastState }),
      }),
    )
  }

  /** A kubelet mounts first; of a secret that is missing only events tell, and the pod stays ContainerCreating. */
  function whenVolumesAreThere(pod, isGone, start) {
    const { namespace } = pod.metadata
    const missing = (pod.spec.volumes ?? []).find(
      ({ secret, configMap }) =>
        (secret && !secret.optional && !store.get('v1/secrets', secret.secretName, namespace)) ||
        (configMap && !configMap.optional && !store.get('v1/configmaps', configMap.name, namespace)),
    )
    if (!missing) return start()
    const what = missing.secret ? `secret "${missing.secret.secretName}"` : `configmap "${missing.configMap.name}"`
    const message = `MountVolume.SetUp failed for volume "${missing.name}" : ${what} not found`
    recordEvent(pod, 'FailedMount', message, 'Warning')
    setTimeout(() => isGone() || whenVolumesAreThere(pod, isGone, start), scaled(8000))
  }

  function run(pod, { base, owner, node, restartCount, lastState }) {
    const { uid, name, namespace } = pod.metadata
    const workload = Object.keys(START_MS)
      .reverse()
      .find((prefix) => name.startsWith(prefix))
    setTimeout(
      () => {
        starting.delete(uid)
        const present = store.get('v1/pods', name, namespace)
        if (present?.metadata.uid !== uid || present.metadata.deletionTimestamp) return
        const podIP = pod.spec.hostNetwork
          ? base.hostIP
          : node.spec.podCIDR.replace(/0\/24$/, String(2 + (Number.parseInt(uid.slice(0, 2), 16) % 250)))
        for (const { image: ref } of pod.spec.containers) {
          recordEvent(pod, 'Pulled', `Container image "${ref}" already present on machine`)
          recordEvent(pod, 'Created', `Container created`)
          recordEvent(pod, 'Started', `Container started`)
        }
        setStatus(pod, {
          ...base,
          phase: 'Running',
          podIP,
          podIPs: [{ ip: podIP }],
          conditions: podConditions([]),
          containerStatuses: containerStatuses(
            pod,
            { running: { startedAt: now() } },
            { isContainerReady: true, restartCount, lastState },
          ),
        })
        if (owner?.kind === 'Job') setTimeout(() => finishJobPod(pod), scaled(1000))
      },
      scaled(START_MS[workload] ?? 1000),
    )
  }

  function finishJobPod(pod) {
    const finishedAt = now()
    setStatus(pod, {
      phase: 'Succeeded',
      conditions: podConditions([], { isCompleted: true }),
      containerStatuses: containerStatuses(
        pod,
        { terminated: { exitCode: 0, reason: 'Completed', startedAt: finishedAt, finishedAt } },
        { isContainerReady: false },
      ),
    })
  }

  const ending = new Set()

  /** Containers end sooner than they must: one that listens to its signal takes about a second. */
  function endPods() {
    for (const pod of store.list('v1/pods')) {
      const { uid, name, namespace, deletionTimestamp } = pod.metadata
      if (!deletionTimestamp || ending.has(uid)) continue
      ending.add(uid)
      for (const container of pod.spec.containers) recordEvent(pod, 'Killing', `Stopping container ${container.name}`)
      setTimeout(() => {
        ending.delete(uid)
        if (store.get('v1/pods', name, namespace)?.metadata.uid === uid) store.remove('v1/pods', name, namespace)
      }, scaled(1000))
    }
  }

  return { startPod, endPods }
}
