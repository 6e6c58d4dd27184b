// The controllers of the leading server: nodes get their pod CIDR, workloads get pods, pods get to Running.

import { goDuration } from './clock.mjs'
import { addCrowd } from './crowd.mjs'
import { info, klog } from './log.mjs'
import { now, shortId } from './names.mjs'
import { secretName } from './node-password.mjs'
import { podLifecycle } from './pods.mjs'
import { resourceOfKind } from './resources.mjs'
import { workloadControllers } from './workloads.mjs'

const NODE_MONITOR_MS = 5000
/** The controller manager's default; `--kube-controller-manager-arg=node-monitor-grace-period=…` says another. */
const NODE_GRACE_MS = 40_000
/** How long what a deleted node owned outlives it: the garbage collector comes when it comes. */
const GARBAGE_MS = 3000
const readyCondition = (node) => node.status?.conditions?.find(({ type }) => type === 'Ready')
const isReady = (node) => readyCondition(node)?.status === 'True'

/**
 * @param {{ store: import('./datastore.mjs').Datastore, version: import('./version.mjs').VersionFacts, isLeader: () => boolean,
 *   disabled: string[], registry?: string, serverIp: string, controllerArgs?: string[] }} options
 */
export function startControllers({
  store,
  version,
  isLeader,
  disabled,
  registry,
  serverIp,
  controllerArgs = [],
  onNodeRemoved,
}) {
  const gracePeriod = controllerArgs.find((arg) => arg.startsWith('node-monitor-grace-period='))
  const graceMs = goDuration(gracePeriod?.split('=')[1] ?? '') ?? NODE_GRACE_MS
  const wasReady = new Map(store.list('v1/nodes').map((node) => [node.metadata.name, isReady(node)]))
  let queued = false
  let crowd = Number(process.env.FAKE_K3S_PODS ?? 0)

  /** What happens again is the same event, counted and with a new time, as a kubelet's recorder keeps it. */
  function recordEvent(object, reason, message, type = 'Normal') {
    const { name, namespace = 'default', uid } = object.metadata
    const same = store
      .list('v1/events')
      .find((one) => one.involvedObject.uid === uid && one.reason === reason && one.message === message)
    if (same) {
      store.put('v1/events', { ...same, lastTimestamp: now(), count: same.count + 1 })
      return
    }
    const host = object.spec?.nodeName
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
      source: { component: 'kubelet', ...(host ? { host } : {}) },
      reportingComponent: 'kubelet',
      reportingInstance: host ?? '',
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
      if (ready && crowd > 0) addCrowd({ store, node: name, count: crowd })
      if (ready) crowd = 0
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
  const schedulable = () => store.list('v1/nodes').filter((node) => isReady(node) && !node.spec.unschedulable)

  const image = (key) => `${registry ? `${registry}/` : ''}rancher/${version.images[key]}`
  const { startPod, endPods } = podLifecycle({ store, recordEvent, pauseImage: image('pause') })
  const workloads = workloadControllers({ store, image, disabled, apply, schedulable })

  function schedule() {
    const nodes = schedulable()
    if (nodes.length === 0) return
    for (const pod of store.list('v1/pods')) {
      if (pod.status?.phase !== 'Pending' || pod.metadata.deletionTimestamp) continue
      const nodeName = pod.spec.nodeName ?? nodes[Math.abs(pod.metadata.uid.charCodeAt(0)) % nodes.length].metadata.name
      if (!pod.spec.nodeName)
        store.update('v1/pods', pod.metadata, (current) => ({ ...current, spec: { ...current.spec, nodeName } }))
      const bound = store.get('v1/pods', pod.metadata.name, pod.metadata.namespace)
      if (nodes.some((node) => node.metadata.name === nodeName)) startPod(bound)
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
      if (Date.now() - seen < graceMs || readyCondition(node)?.status === 'Unknown') continue
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
    workloads.reconcile()
    endPods()
    schedule()
    workloads.reconcileEndpoints()
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

  /** A deleted node takes its pods with it, and after a while its lease and its password. */
  function afterDelete(key, object) {
    if (key !== 'v1/nodes') return
    const { name } = object.metadata
    collectLater('v1/secrets', secretName(name), 'kube-system')
    collectLater('coordination.k8s.io/v1/leases', name, 'kube-node-lease')
    for (const pod of podsOn(name)) store.remove('v1/pods', pod.metadata.name, pod.metadata.namespace)
    wasReady.delete(name)
    onNodeRemoved?.(object)
  }

  /** Whatever has the name by then and is another object stays. */
  function collectLater(key, name, namespace) {
    const uid = store.get(key, name, namespace)?.metadata.uid
    setTimeout(() => {
      if (uid && store.get(key, name, namespace)?.metadata.uid === uid) store.remove(key, name, namespace)
    }, GARBAGE_MS)
  }

  return { apply, unapply, bootstrap, afterDelete, recordEvent, stop: () => clearInterval(timer) }
}
