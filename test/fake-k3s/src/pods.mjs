// The life of a pod on its node: ContainerCreating, Running, and Completed for jobs.
import { scaled } from './clock.mjs'
import { fault } from './faults.mjs'
import { now } from './names.mjs'

// How long a container takes from its scheduling to ready, as with the image already there (real milliseconds).
const START_MS = {
  coredns: 1000,
  'local-path-provisioner': 1500,
  'metrics-server': 3000,
  'helm-install-traefik-crd': 2000,
  'helm-install-traefik': 4000,
}

/** @param {{ store: import('./datastore.mjs').Datastore, recordEvent: Function }} options */
export function podLifecycle({ store, recordEvent }) {
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

  function podConditions(isPodReady) {
    const condition = (type, status) => ({
      type,
      status: status ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: now(),
    })
    return [
      condition('Initialized', true),
      condition('Ready', isPodReady),
      condition('ContainersReady', isPodReady),
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
      conditions: podConditions(false),
      containerStatuses: containerStatuses(
        pod,
        { waiting: { reason, message } },
        { isContainerReady: false, restartCount, lastState },
      ),
    })
    setStatus(pod, waiting('ContainerCreating'))
    if (!isRestart) recordEvent(pod, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${pod.spec.nodeName}`)
    if (fault === 'dns-pull-fails' && name.startsWith('coredns')) {
      const ref = `docker.io/${pod.spec.containers[0].image}`
      const message = `failed to pull and unpack image "${ref}": failed to resolve reference "${ref}": failed to do request: Head "https://registry-1.docker.io/v2/rancher/mirrored-coredns-coredns/manifests/1.14.4": dial tcp: lookup registry-1.docker.io on 8.8.8.8:53: no such host`
      setTimeout(() => {
        recordEvent(pod, 'Failed', `Failed to pull image "${pod.spec.containers[0].image}": ${message}`, 'Warning')
        setStatus(
          pod,
          waiting(
            'ImagePullBackOff',
            `Back-off pulling image "${pod.spec.containers[0].image}": ErrImagePull: ${message}`,
          ),
        )
      }, scaled(1000))
      return
    }
    const workload = Object.keys(START_MS)
      .reverse()
      .find((prefix) => name.startsWith(prefix))
    setTimeout(
      () => {
        starting.delete(uid)
        if (store.get('v1/pods', name, namespace)?.metadata.uid !== uid) return
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
          conditions: podConditions(true),
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
      conditions: podConditions(false),
      containerStatuses: containerStatuses(
        pod,
        { terminated: { exitCode: 0, reason: 'Completed', startedAt: finishedAt, finishedAt } },
        { isContainerReady: false },
      ),
    })
  }

  return { startPod }
}
