// The server-side table format (`application/json;as=Table`) from which kubectl prints its columns.
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

/** Age as kubectl writes it: `42s`, `3m12s`, `5h`, `2d`. */
export function age(timestamp) {
  if (!timestamp) return '<unknown>'
  const ms = Math.max(0, Date.now() - Date.parse(timestamp))
  if (ms < 120_000) return `${Math.floor(ms / 1000)}s`
  const [unit, size] = UNITS.find(([, length]) => ms >= length)
  const main = Math.floor(ms / size)
  const finer = UNITS[UNITS.findIndex(([name]) => name === unit) + 1]
  const rest = finer ? Math.floor((ms % size) / finer[1]) : 0
  return main < 10 && rest > 0 ? `${main}${unit}${rest}${finer[0]}` : `${main}${unit}`
}

const address = (node, type) => node.status?.addresses?.find((entry) => entry.type === type)?.address ?? '<none>'

function nodeStatus(node) {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status
  const states = [ready === 'True' ? 'Ready' : ready === 'False' ? 'NotReady' : 'Unknown']
  if (states[0] === 'Unknown') states[0] = 'NotReady'
  if (node.spec?.unschedulable) states.push('SchedulingDisabled')
  return states.join(',')
}

const nodeRoles = (node) =>
  Object.keys(node.metadata.labels ?? {})
    .filter((label) => label.startsWith('node-role.kubernetes.io/'))
    .map((label) => label.slice('node-role.kubernetes.io/'.length))
    .sort()
    .join(',') || '<none>'

function podStatus(pod) {
  if (pod.metadata.deletionTimestamp) return 'Terminating'
  const waiting = pod.status?.containerStatuses?.find(({ state }) => state.waiting)?.state.waiting
  if (waiting) return waiting.reason
  return pod.status?.phase === 'Succeeded' ? 'Completed' : (pod.status?.phase ?? 'Pending')
}

const podReady = (pod) => {
  const statuses = pod.status?.containerStatuses ?? []
  return `${statuses.filter(({ ready }) => ready).length}/${pod.spec.containers.length}`
}
const restarts = (pod) => (pod.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0)
const ports = (service) =>
  service.spec?.ports
    ?.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`)
    .join(',') ?? '<none>'
const externalIp = (service) =>
  service.status?.loadBalancer?.ingress?.map(({ ip }) => ip).join(',') ||
  (service.spec?.type === 'LoadBalancer' ? '<pending>' : '<none>')

const NAME = ['Name', (object) => object.metadata.name]
const AGE = ['Age', (object) => age(object.metadata.creationTimestamp)]

// Name, value and, when the column belongs to `-o wide` only, true.
const COLUMNS = {
  Node: [
    NAME,
    ['Status', nodeStatus],
    ['Roles', nodeRoles],
    AGE,
    ['Version', (node) => node.status?.nodeInfo?.kubeletVersion ?? ''],
    ['Internal-IP', (node) => address(node, 'InternalIP'), true],
    ['External-IP', (node) => address(node, 'ExternalIP'), true],
    ['OS-Image', (node) => node.status?.nodeInfo?.osImage ?? '<unknown>', true],
    ['Kernel-Version', (node) => node.status?.nodeInfo?.kernelVersion ?? '<unknown>', true],
    ['Container-Runtime', (node) => node.status?.nodeInfo?.containerRuntimeVersion ?? '<unknown>', true],
  ],
  Pod: [
    NAME,
    ['Ready', podReady],
    ['Status', podStatus],
    ['Restarts', (pod) => String(restarts(pod))],
    AGE,
    ['IP', (pod) => pod.status?.podIP ?? '<none>', true],
    ['Node', (pod) => pod.spec?.nodeName ?? '<none>', true],
    ['Nominated Node', () => '<none>', true],
    ['Readiness Gates', () => '<none>', true],
  ],
  Namespace: [NAME, ['Status', (namespace) => namespace.status?.phase ?? 'Active'], AGE],
  Deployment: [
    NAME,
    ['Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`],
    ['Up-to-date', ({ status }) => status?.updatedReplicas ?? 0],
    ['Available', ({ status }) => status?.availableReplicas ?? 0],
    AGE,
  ],
  DaemonSet: [
    NAME,
    ['Desired', ({ status }) => status?.desiredNumberScheduled ?? 0],
    ['Current', ({ status }) => status?.currentNumberScheduled ?? 0],
    ['Ready', ({ status }) => status?.numberReady ?? 0],
    AGE,
  ],
  Job: [NAME, ['Completions', ({ spec, status }) => `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`], AGE],
  Service: [
    NAME,
    ['Type', ({ spec }) => spec?.type ?? 'ClusterIP'],
    ['Cluster-IP', ({ spec }) => spec?.clusterIP ?? '<none>'],
    ['External-IP', externalIp],
    ['Port(s)', ports],
    AGE,
  ],
  Secret: [NAME, ['Type', ({ type }) => type ?? 'Opaque'], ['Data', ({ data }) => Object.keys(data ?? {}).length], AGE],
  ConfigMap: [NAME, ['Data', ({ data }) => Object.keys(data ?? {}).length], AGE],
  Lease: [NAME, ['Holder', ({ spec }) => spec?.holderIdentity ?? ''], AGE],
  Event: [
    ['Last Seen', (event) => age(event.lastTimestamp ?? event.metadata.creationTimestamp)],
    ['Type', ({ type }) => type],
    ['Reason', ({ reason }) => reason],
    ['Object', ({ involvedObject }) => `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`],
    ['Message', ({ message }) => message],
  ],
}

/** A Table of the given objects. Rows carry the object's metadata, as kubectl asks for by default. */
export function table(kind, objects, resourceVersion, { wholeObjects = false } = {}) {
  const columns = COLUMNS[kind] ?? [NAME, AGE]
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: columns.map(([name, , isWide]) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: isWide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(([, value]) => value(object)),
      object: wholeObjects
        ? object
        : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  }
}
