// The controllers of the leading server: nodes get their pod CIDR, workloads get pods, pods get to Running.

import { traefikRelease } from './addons.mjs'
import { scaled } from './clock.mjs'
import { info, klog } from './log.mjs'
import { secretName } from './node-password.mjs'
import { resourceOfKind } from './resources.mjs'

const NODE_MONITOR_MS = 5000
const NODE_GRACE_MS = 40_000
const now = () => `${new Date().toISOString().slice(0, 19)}Z`
const shortId = (length) =>
  Array.from({ length }, () => 'bcdfghjklmnpqrstvwxz2456789'[Math.floor(Math.random() * 27)]).join('')
const readyCondition = (node) => node.status?.conditions?.find(({ type }) => type === 'Ready')
const isReady = (node) => readyCondition(node)?.status === 'True'

// How long a container takes from its scheduling to ready, as with the image already there (real milliseconds).
const START_MS = {
  coredns: 1000,
  'local-path-provisioner': 1500,
  'metrics-server': 3000,
  'helm-install-traefik-crd': 2000,
  'helm-install-traefik': 4000,
}

/**
 * @param {{ store: import('./datastore.mjs').Datastore, version: import('./version.mjs').VersionFacts, isLeader: () => boolean,
 *   disabled: string[], registry?: string, serverIp: string }} options
 */
export function startControllers({ store, version, isLeader, disabled, registry, serverIp, onNodeRemoved }) {
  const image = (key) => `${registry ? `${registry}/` : ''}rancher/${version.images[key]}`
  const pullsFail = process.env.FAKE_K3S_FAULT === 'dns-pull-fails'
  const starting = new Set()
  const wasReady = new Map(store.list('v1/nodes').map((node) => [node.metadata.name, false]))
  let queued = false

  function recordEvent(object, reason, message, type = 'Normal') {
    const { name, namespace = 'default', uid } = object.metadata
    store.put('v1/events', {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${shortId(16)}`, namespace },
      involvedObject: {
        kind: object.kind,
        name,
        namespace: object.metadata.namespace,
        uid,
        apiVersion: object.apiVersion,
      },
      reason,
      message,
      type,
      firstTimestamp: now(),
      lastTimestamp: now(),
      count: 1,
      source: { component: 'kubelet' },
    })
  }

  function initializeNode(node) {
    const { name } = node.metadata
    const used = store.list('v1/nodes').map(({ spec }) => spec?.podCIDR)
    const index = Array.from({ length: 256 }, (_, number) => number).find(
      (number) => !used.includes(`10.42.${number}.0/24`),
    )
    const podCIDR = `10.42.${index}.0/24`
    klog('I', 'node_controller.go:429', `Initializing node ${name} with cloud provider`)
    klog('I', 'range_allocator.go:433', `"Set node PodCIDR" node="${name}" podCIDRs=["${podCIDR}"]`)
    const taints = (node.spec.taints ?? []).filter(
      ({ key }) => key !== 'node.cloudprovider.kubernetes.io/uninitialized',
    )
    const spec = {
      ...node.spec,
      podCIDR,
      podCIDRs: [podCIDR],
      providerID: `k3s://${name}`,
      taints: taints.length > 0 ? taints : undefined,
    }
    store.put('v1/nodes', { ...node, spec })
    klog('I', 'node_controller.go:507', `Successfully initialized node ${name} with cloud provider`)
    recordEvent(node, 'Synced', 'Node synced successfully')
    recordEvent(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)
  }

  function reconcileNodes() {
    for (const node of store.list('v1/nodes')) {
      const { name } = node.metadata
      if (!node.spec?.podCIDR) initializeNode(node)
      const ready = isReady(node)
      if (ready && !wasReady.get(name)) {
        if (!disabled.includes('coredns')) info(`Synced coredns NodeHosts entries for ${name}`)
        updateNodeHosts()
        // Containers do not outlive their node's container.
        for (const pod of podsOn(name)) if (pod.status?.phase === 'Running') startPod(pod, { isRestart: true })
      }
      wasReady.set(name, ready)
    }
  }

  function updateNodeHosts() {
    const entries = store
      .list('v1/nodes')
      .map((node) => `${node.status?.addresses?.[0]?.address} ${node.metadata.name}`)
    store.update('v1/configmaps', { name: 'coredns', namespace: 'kube-system' }, (map) => ({
      ...map,
      data: { ...map.data, NodeHosts: `${entries.join('\n')}\n` },
    }))
  }

  const podsOn = (name) => store.list('v1/pods').filter((pod) => pod.spec.nodeName === name)
  const podsOf = (owner) =>
    store.list('v1/pods').filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
  const schedulable = () => store.list('v1/nodes').filter((node) => isReady(node) && !node.spec.unschedulable)

  function containerStatuses(pod, state, { isContainerReady, restartCount = 0 }) {
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
    const base = { hostIP: node?.status.addresses[0].address, startTime: pod.status?.startTime ?? now() }
    const waiting = (reason, message) => ({
      ...base,
      phase: 'Pending',
      conditions: podConditions(false),
      containerStatuses: containerStatuses(
        pod,
        { waiting: { reason, message } },
        { isContainerReady: false, restartCount },
      ),
    })
    setStatus(pod, waiting('ContainerCreating'))
    if (!isRestart) recordEvent(pod, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${pod.spec.nodeName}`)
    if (pullsFail && name.startsWith('coredns')) {
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
        for (const { name: container, image: ref } of pod.spec.containers) {
          recordEvent(pod, 'Pulled', `Container image "${ref}" already present on machine`)
          recordEvent(pod, 'Created', `Container created`)
          recordEvent(pod, 'Started', `Container started`)
          void container
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
            { isContainerReady: true, restartCount },
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

  function makePod(owner, name, template, nodeName) {
    const { apiVersion, kind, metadata } = owner
    const pod = store.put('v1/pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name,
        generateName: `${metadata.name}-`,
        namespace: metadata.namespace,
        labels: template.metadata?.labels,
        ownerReferences: [
          { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: { ...structuredClone(template.spec), ...(nodeName ? { nodeName } : {}) },
      status: { phase: 'Pending' },
    })
    return pod
  }

  function schedule() {
    const nodes = schedulable()
    if (nodes.length === 0) return
    for (const pod of store.list('v1/pods')) {
      if (pod.status?.phase !== 'Pending') continue
      const nodeName = pod.spec.nodeName ?? nodes[Math.abs(pod.metadata.uid.charCodeAt(0)) % nodes.length].metadata.name
      if (!pod.spec.nodeName)
        store.update('v1/pods', pod.metadata, (current) => ({ ...current, spec: { ...current.spec, nodeName } }))
      const bound = store.get('v1/pods', pod.metadata.name, pod.metadata.namespace)
      if (nodes.some((node) => node.metadata.name === nodeName)) startPod(bound)
    }
  }

  function scaleTo(owner, template, wanted, baseName) {
    const pods = podsOf(owner)
    for (const extra of pods.slice(wanted)) store.remove('v1/pods', extra.metadata.name, extra.metadata.namespace)
    for (let index = pods.length; index < wanted; index++) makePod(owner, `${baseName}-${shortId(5)}`, template)
  }

  function reconcileWorkloads() {
    for (const key of ['apps/v1/deployments', 'apps/v1/statefulsets', 'apps/v1/replicasets']) {
      for (const workload of store.list(key)) {
        const replicas = workload.spec.replicas ?? 1
        const hash = workload.metadata.uid
          .replace(/[^2-9b-f]/g, '')
          .slice(0, 9)
          .padEnd(9, 'x')
        scaleTo(
          workload,
          workload.spec.template,
          replicas,
          key.includes('deployments') ? `${workload.metadata.name}-${hash}` : workload.metadata.name,
        )
        const ready = podsOf(workload).filter(({ status }) =>
          status?.containerStatuses?.every((container) => container.ready),
        ).length
        const available = ready >= replicas
        const condition = (type, status, reason, message) => {
          const old = workload.status?.conditions?.find((one) => one.type === type)
          return old?.status === status
            ? old
            : { type, status, reason, message, lastUpdateTime: now(), lastTransitionTime: now() }
        }
        const conditions = [
          available
            ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
            : condition(
                'Available',
                'False',
                'MinimumReplicasUnavailable',
                'Deployment does not have minimum availability.',
              ),
          condition(
            'Progressing',
            'True',
            available ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
            'ReplicaSet has successfully progressed.',
          ),
        ]
        const counts = {
          replicas,
          updatedReplicas: replicas,
          readyReplicas: ready || undefined,
          availableReplicas: ready || undefined,
          unavailableReplicas: replicas - ready || undefined,
        }
        store.put(key, {
          ...workload,
          status: { observedGeneration: 1, ...JSON.parse(JSON.stringify(counts)), conditions },
        })
      }
    }
    for (const set of store.list('apps/v1/daemonsets')) {
      const nodes = store.list('v1/nodes')
      const pods = podsOf(set)
      for (const { metadata } of nodes) {
        if (!pods.some((pod) => pod.spec.nodeName === metadata.name))
          makePod(set, `${set.metadata.name}-${shortId(5)}`, set.spec.template, metadata.name)
      }
      const numberReady = pods.filter(({ status }) =>
        status?.containerStatuses?.every((container) => container.ready),
      ).length
      const status = {
        desiredNumberScheduled: nodes.length,
        currentNumberScheduled: nodes.length,
        updatedNumberScheduled: nodes.length,
        numberReady,
        numberAvailable: numberReady,
        numberMisscheduled: 0,
      }
      store.put('apps/v1/daemonsets', { ...set, status })
    }
    for (const job of store.list('batch/v1/jobs')) {
      if (podsOf(job).length === 0 && !job.status?.succeeded)
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
    // Pods whose owner is gone go too.
    for (const pod of store.list('v1/pods')) {
      const owner = pod.metadata.ownerReferences?.[0]
      const resource = owner && resourceOfKind(owner.apiVersion, owner.kind)
      if (resource && store.get(resource.key, owner.name, pod.metadata.namespace)?.metadata.uid !== owner.uid)
        store.remove('v1/pods', pod.metadata.name, pod.metadata.namespace)
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

  /** Applies an object of a manifest: what it says wins, what the cluster added stays. */
  function apply(object) {
    const resource = resourceOfKind(object.apiVersion, object.kind)
    if (!resource) throw new Error(`no matches for kind "${object.kind}" in version "${object.apiVersion}"`)
    const namespace = resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined
    const old = store.get(resource.key, object.metadata.name, namespace)
    const metadata = { ...old?.metadata, ...object.metadata, ...(namespace ? { namespace } : {}) }
    store.put(resource.key, { ...old, ...object, spec: object.spec && { ...old?.spec, ...object.spec }, metadata })
  }

  /** Deletes an object that a manifest had brought. */
  function unapply(object) {
    const resource = resourceOfKind(object.apiVersion, object.kind)
    if (resource)
      store.remove(
        resource.key,
        object.metadata.name,
        resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined,
      )
  }

  function monitorNodes() {
    if (!isLeader()) return
    for (const node of store.list('v1/nodes')) {
      const { name } = node.metadata
      const lease = store.get('coordination.k8s.io/v1/leases', name, 'kube-node-lease')
      const seen = Math.max(
        Date.parse(lease?.spec.renewTime ?? 0),
        Date.parse(node.metadata.creationTimestamp),
        startedAt,
      )
      if (Date.now() - seen < NODE_GRACE_MS || readyCondition(node)?.status === 'Unknown') continue
      const conditions = node.status.conditions.map((condition) =>
        condition.type === 'NetworkUnavailable' || condition.type === 'EtcdIsVoter'
          ? condition
          : {
              ...condition,
              status: 'Unknown',
              reason: 'NodeStatusUnknown',
              message: 'Kubelet stopped posting node status.',
              lastTransitionTime: now(),
            },
      )
      store.put('v1/nodes', { ...node, status: { ...node.status, conditions } })
      klog('I', 'controller_utils.go:140', `"Recording event message for node" event="NodeNotReady" node="${name}"`)
      recordEvent(node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    }
  }

  function reconcile() {
    queued = false
    if (!isLeader()) return
    reconcileNodes()
    reconcileWorkloads()
    schedule()
    reconcileEndpoints()
  }

  const startedAt = Date.now()
  const wake = ({ key }) => {
    if (queued || key === 'v1/events' || key === 'coordination.k8s.io/v1/leases') return
    queued = true
    setImmediate(reconcile)
  }
  store.subscribe(wake)
  const timer = setInterval(monitorNodes, NODE_MONITOR_MS)
  wake({ key: '' })

  function bootstrap() {
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
      apply({
        kind: 'Namespace',
        apiVersion: 'v1',
        metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      })
      apply({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: 'default', namespace: name } })
    }
    apply({
      kind: 'Service',
      apiVersion: 'v1',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.43.0.1',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      },
    })
    apply({
      kind: 'Endpoints',
      apiVersion: 'v1',
      metadata: { name: 'kubernetes', namespace: 'default' },
      subsets: [{ addresses: [{ ip: serverIp }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
    })
    apply({
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [serverIp], conditions: { ready: true } }],
      ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    })
    for (const [name, value] of [
      ['system-node-critical', 2000001000],
      ['system-cluster-critical', 2000000000],
    ]) {
      apply({ kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', metadata: { name }, value })
    }
  }

  /** A deleted node takes its secret, lease and pods with it. */
  function afterDelete(key, object) {
    if (key !== 'v1/nodes') return
    const { name } = object.metadata
    store.remove('v1/secrets', secretName(name), 'kube-system')
    store.remove('coordination.k8s.io/v1/leases', name, 'kube-node-lease')
    for (const pod of podsOn(name)) store.remove('v1/pods', pod.metadata.name, pod.metadata.namespace)
    wasReady.delete(name)
    onNodeRemoved?.(object)
  }

  return { apply, unapply, bootstrap, afterDelete, recordEvent, stop: () => clearInterval(timer) }
}
