// Deployments, sets, jobs, Helm charts and services: a little long, for all controllers share the same few helpers.
import { createHash } from 'node:crypto'
import { traefikRelease } from './addons.mjs'
import { now, shortId } from './names.mjs'
import { ended } from './pods.mjs'
import { resourceOfKind } from './resources.mjs'

/** The same for the same template, in the letters of Kubernetes' own hashes. */
const templateHash = (template) =>
  [...createHash('sha256').update(JSON.stringify(template)).digest().subarray(0, 10)]
    .map((byte) => 'bcdfghjklmnpqrstvwxz2456789'[byte % 27])
    .join('')

/**
 * @param {{ store: import('./datastore.mjs').Datastore, image: (key: string) => string, disabled: string[],
 *   apply: (object: any) => void, schedulable: () => any[] }} options
 */
export function workloadControllers({ store, image, disabled, apply, schedulable }) {
  const ownedBy = (key, owner) =>
    store.list(key).filter((one) => one.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
  const podsOf = (owner) => ownedBy('v1/pods', owner)
  /** Those that count: a pod that ends is replaced at once. */
  const activePodsOf = (owner) => podsOf(owner).filter(({ metadata }) => !metadata.deletionTimestamp)
  const isReady = ({ status }) => status?.containerStatuses?.every((container) => container.ready) === true
  const end = (pod) =>
    pod.spec.nodeName
      ? store.update('v1/pods', pod.metadata, (present) => ended(present, 30))
      : store.remove('v1/pods', pod.metadata.name, pod.metadata.namespace)

  function ownerReference({ apiVersion, kind, metadata }) {
    return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }
  }

  function makePod(owner, name, template, { nodeName, labels } = {}) {
    return store.put('v1/pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name,
        generateName: `${owner.metadata.name}-`,
        namespace: owner.metadata.namespace,
        labels: { ...template.metadata?.labels, ...labels },
        annotations: template.metadata?.annotations,
        ownerReferences: [ownerReference(owner)],
      },
      spec: { ...structuredClone(template.spec), ...(nodeName ? { nodeName } : {}) },
      status: { phase: 'Pending' },
    })
  }

  function setStatus(key, object, status) {
    const observedGeneration = object.metadata.generation ?? 1
    // Go leaves out what is nothing.
    const whole = JSON.parse(JSON.stringify({ ...object.status, observedGeneration, ...status }))
    store.put(key, { ...store.get(key, object.metadata.name, object.metadata.namespace), status: whole })
  }

  /** One new pod at a time, and an old one less for each new one that is ready, as with the default strategy. */
  function reconcileDeployment(deployment) {
    const { name, namespace } = deployment.metadata
    const { template, replicas = 1, selector } = deployment.spec
    const hash = templateHash(template)
    const key = 'apps/v1/replicasets'
    const setName = `${name}-${hash}`
    if (!store.get(key, setName, namespace)) {
      store.put(key, {
        kind: 'ReplicaSet',
        apiVersion: 'apps/v1',
        metadata: {
          name: setName,
          namespace,
          labels: { ...template.metadata?.labels, 'pod-template-hash': hash },
          ownerReferences: [ownerReference(deployment)],
        },
        spec: { replicas: 0, selector, template },
      })
    }
    const sets = ownedBy(key, deployment)
    const current = sets.find((set) => set.metadata.name === setName)
    const old = sets.filter((set) => set !== current)
    const readyNew = activePodsOf(current).filter(isReady).length
    const oldPods = old.flatMap(activePodsOf)
    const resize = (set, wanted) => {
      if (set.spec.replicas !== wanted) store.put(key, { ...set, spec: { ...set.spec, replicas: wanted } })
    }
    if (!deployment.spec.paused || oldPods.length === 0) {
      resize(current, oldPods.length === 0 ? replicas : Math.min(replicas, readyNew + 1))
      let left = Math.max(0, replicas - readyNew)
      for (const set of old) {
        const wanted = Math.min(set.spec.replicas, left)
        resize(set, wanted)
        left -= wanted
      }
    }
    const all = [current, ...old].flatMap(activePodsOf)
    const ready = all.filter(isReady).length
    const available = ready >= replicas
    const isComplete = readyNew >= replicas && oldPods.length === 0
    const condition = (type, status, reason, message) => {
      const before = deployment.status?.conditions?.find((one) => one.type === type)
      return before?.status === status && before.reason === reason
        ? before
        : { type, status, reason, message, lastUpdateTime: now(), lastTransitionTime: now() }
    }
    setStatus('apps/v1/deployments', deployment, {
      replicas: all.length || undefined,
      updatedReplicas: activePodsOf(current).length || undefined,
      readyReplicas: ready || undefined,
      availableReplicas: ready || undefined,
      unavailableReplicas: Math.max(0, replicas - ready) || undefined,
      conditions: [
        available
          ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
          : condition(
              'Available',
              'False',
              'MinimumReplicasUnavailable',
              'Deployment does not have minimum availability.',
            ),
        isComplete
          ? condition(
              'Progressing',
              'True',
              'NewReplicaSetAvailable',
              `ReplicaSet "${setName}" has successfully progressed.`,
            )
          : condition('Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${setName}" is progressing.`),
      ],
    })
  }

  function reconcileReplicaSet(set) {
    const { name } = set.metadata
    const pods = activePodsOf(set)
    const wanted = set.spec.replicas ?? 1
    for (const extra of pods.slice(wanted)) end(extra)
    const hash = set.metadata.labels?.['pod-template-hash']
    const labels = hash ? { 'pod-template-hash': hash } : {}
    for (let index = pods.length; index < wanted; index++)
      makePod(set, `${name}-${shortId(5)}`, set.spec.template, { labels })
    const ready = pods.filter(isReady).length || undefined
    setStatus('apps/v1/replicasets', set, { replicas: wanted, readyReplicas: ready, availableReplicas: ready })
  }

  /** In order, each after the one before is ready; changed from the last to the first. */
  function reconcileStatefulSet(set) {
    const { name, namespace } = set.metadata
    const { template, replicas = 1 } = set.spec
    const revision = `${name}-${templateHash(template)}`
    const numberOf = (pod) => Number(pod.metadata.name.slice(name.length + 1))
    const pods = podsOf(set).sort((left, right) => numberOf(left) - numberOf(right))
    const active = pods.filter(({ metadata }) => !metadata.deletionTimestamp)
    const isUpdated = (pod) => pod.metadata.labels?.['controller-revision-hash'] === revision
    const isSettled = pods.length === active.length && active.every(isReady)
    const extra = active.filter((pod) => numberOf(pod) >= replicas).at(-1)
    const stale = active.filter((pod) => !isUpdated(pod)).at(-1)
    const next = Array.from({ length: replicas }, (_, number) => `${name}-${number}`).find(
      (each) => !store.get('v1/pods', each, namespace),
    )
    if (extra) {
      if (isSettled) end(extra)
    } else if (next && isSettled) {
      makePod(set, next, template, {
        labels: { 'controller-revision-hash': revision, 'statefulset.kubernetes.io/pod-name': next },
      })
    } else if (stale && isSettled) end(stale)
    const ready = active.filter(isReady).length || undefined
    setStatus('apps/v1/statefulsets', set, {
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      currentReplicas: active.length || undefined,
      updatedReplicas: active.filter(isUpdated).length || undefined,
      updateRevision: revision,
    })
  }

  function reconcileDaemonSet(set) {
    const { name } = set.metadata
    const { template } = set.spec
    const revision = templateHash(template)
    const nodes = store.list('v1/nodes')
    const pods = podsOf(set)
    const isUpdated = (pod) => pod.metadata.labels?.['controller-revision-hash'] === revision
    for (const { metadata } of nodes) {
      if (pods.some((pod) => pod.spec.nodeName === metadata.name)) continue
      const labels = { 'controller-revision-hash': revision }
      makePod(set, `${name}-${shortId(5)}`, template, { nodeName: metadata.name, labels })
    }
    const stale = pods.find((pod) => !isUpdated(pod))
    if (stale && pods.every((pod) => isReady(pod) && !pod.metadata.deletionTimestamp)) end(stale)
    const numberReady = pods.filter(isReady).length
    setStatus('apps/v1/daemonsets', set, {
      desiredNumberScheduled: nodes.length,
      currentNumberScheduled: nodes.length,
      updatedNumberScheduled: pods.filter(isUpdated).length,
      numberReady,
      numberAvailable: numberReady,
      numberMisscheduled: 0,
    })
  }

  function reconcile() {
    store.list('apps/v1/deployments').forEach(reconcileDeployment)
    store.list('apps/v1/replicasets').forEach(reconcileReplicaSet)
    store.list('apps/v1/statefulsets').forEach(reconcileStatefulSet)
    store.list('apps/v1/daemonsets').forEach(reconcileDaemonSet)
    for (const job of store.list('batch/v1/jobs')) {
      if (podsOf(job).length === 0 && !job.status?.succeeded && !job.spec.suspend)
        makePod(job, `${job.metadata.name}-${shortId(5)}`, job.spec.template)
      const isDone = podsOf(job).some(({ status }) => status?.phase === 'Succeeded')
      if (isDone && !job.status?.succeeded) {
        store.put('batch/v1/jobs', {
          ...job,
          status: {
            succeeded: 1,
            startTime: job.metadata.creationTimestamp,
            completionTime: now(),
            conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: now() }],
          },
        })
        if (job.metadata.name === 'helm-install-traefik') {
          for (const object of traefikRelease({ image, hasServiceLb: !disabled.includes('servicelb') })) apply(object)
        }
      }
    }
    for (const chart of store.list('helm.cattle.io/v1/helmcharts')) {
      const name = `helm-install-${chart.metadata.name}`
      if (store.get('batch/v1/jobs', name, chart.metadata.namespace)) continue
      const labels = { 'helmcharts.helm.cattle.io/chart': chart.metadata.name }
      store.put('batch/v1/jobs', {
        kind: 'Job',
        apiVersion: 'batch/v1',
        metadata: { name, namespace: chart.metadata.namespace, labels },
        spec: {
          completions: 1,
          template: {
            metadata: { labels },
            spec: { hostNetwork: chart.spec.bootstrap, containers: [{ name: 'helm', image: image('helm') }] },
          },
        },
      })
      store.put('helm.cattle.io/v1/helmcharts', { ...chart, status: { jobName: name } })
    }
    // What has an owner that is gone goes too.
    for (const key of ['apps/v1/replicasets', 'v1/pods']) {
      for (const object of store.list(key)) {
        const owner = object.metadata.ownerReferences?.[0]
        const { name, namespace } = object.metadata
        const resource = owner && resourceOfKind(owner.apiVersion, owner.kind)
        if (!resource || store.get(resource.key, owner.name, namespace)?.metadata.uid === owner.uid) continue
        if (key === 'v1/pods') end(object)
        else store.remove(key, name, namespace)
      }
    }
  }

  function reconcileEndpoints() {
    for (const service of store.list('v1/services')) {
      const { name, namespace } = service.metadata
      if (name === 'kubernetes' && namespace === 'default') continue
      const wanted = Object.entries(service.spec.selector ?? {})
      if (wanted.length === 0) continue
      const pods = store
        .list('v1/pods')
        .filter(
          (pod) =>
            pod.metadata.namespace === namespace &&
            wanted.every(([key, value]) => pod.metadata.labels?.[key] === value) &&
            pod.status?.podIP &&
            !pod.metadata.deletionTimestamp &&
            pod.status.containerStatuses?.every(({ ready }) => ready),
        )
      const ports = (service.spec.ports ?? []).map(({ name: portName, port, protocol = 'TCP' }) => ({
        name: portName,
        port,
        protocol,
      }))
      const addresses = pods.map((pod) => ({
        ip: pod.status.podIP,
        nodeName: pod.spec.nodeName,
        targetRef: { kind: 'Pod', name: pod.metadata.name, namespace },
      }))
      store.put('v1/endpoints', {
        kind: 'Endpoints',
        apiVersion: 'v1',
        metadata: { name, namespace },
        subsets: addresses.length > 0 ? [{ addresses, ports }] : undefined,
      })
      store.put('discovery.k8s.io/v1/endpointslices', {
        kind: 'EndpointSlice',
        apiVersion: 'discovery.k8s.io/v1',
        metadata: {
          name: `${name}-${service.metadata.uid.slice(0, 5)}`,
          namespace,
          labels: { 'kubernetes.io/service-name': name },
        },
        addressType: 'IPv4',
        endpoints: addresses.map(({ ip, nodeName, targetRef }) => ({
          addresses: [ip],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName,
          targetRef,
        })),
        ports,
      })
      if (service.spec.type === 'LoadBalancer' && !disabled.includes('servicelb')) {
        const ingress = schedulable().map((node) => ({ ip: node.status.addresses[0].address, ipMode: 'VIP' }))
        store.put('v1/services', { ...service, status: { loadBalancer: ingress.length > 0 ? { ingress } : {} } })
      }
    }
  }

  return { reconcile, reconcileEndpoints }
}
