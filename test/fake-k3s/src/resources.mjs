// The resources that the API serves, and its discovery documents.
const TABLE = `
v1 namespaces Namespace - ns
v1 nodes Node - no
v1 persistentvolumes PersistentVolume - pv
v1 pods Pod + po
v1 services Service + svc
v1 endpoints Endpoints + ep
v1 configmaps ConfigMap + cm
v1 secrets Secret +
v1 serviceaccounts ServiceAccount + sa
v1 events Event + ev
v1 persistentvolumeclaims PersistentVolumeClaim + pvc
v1 replicationcontrollers ReplicationController + rc
v1 resourcequotas ResourceQuota + quota
v1 limitranges LimitRange + limits
apps/v1 deployments Deployment + deploy
apps/v1 daemonsets DaemonSet + ds
apps/v1 statefulsets StatefulSet + sts
apps/v1 replicasets ReplicaSet + rs
batch/v1 jobs Job +
batch/v1 cronjobs CronJob + cj
coordination.k8s.io/v1 leases Lease +
discovery.k8s.io/v1 endpointslices EndpointSlice +
events.k8s.io/v1 events Event + ev
networking.k8s.io/v1 ingresses Ingress + ing
networking.k8s.io/v1 ingressclasses IngressClass -
networking.k8s.io/v1 networkpolicies NetworkPolicy + netpol
storage.k8s.io/v1 storageclasses StorageClass - sc
rbac.authorization.k8s.io/v1 clusterroles ClusterRole -
rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding -
rbac.authorization.k8s.io/v1 roles Role +
rbac.authorization.k8s.io/v1 rolebindings RoleBinding +
scheduling.k8s.io/v1 priorityclasses PriorityClass - pc
node.k8s.io/v1 runtimeclasses RuntimeClass -
apiregistration.k8s.io/v1 apiservices APIService -
apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition - crd,crds
k3s.cattle.io/v1 addons Addon +
k3s.cattle.io/v1 etcdsnapshotfiles ETCDSnapshotFile -
helm.cattle.io/v1 helmcharts HelmChart +
helm.cattle.io/v1 helmchartconfigs HelmChartConfig +
`

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']

/** @typedef {{ key: string, apiVersion: string, plural: string, kind: string, namespaced: boolean, shortNames: string[] }} Resource */

/** @type {Resource[]} */
export const RESOURCES = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [apiVersion, plural, kind, scope, shortNames] = line.split(' ')
    // One store for an object that is served under two groups.
    const key = plural === 'events' ? 'v1/events' : `${apiVersion}/${plural}`
    return { key, apiVersion, plural, kind, namespaced: scope === '+', shortNames: shortNames?.split(',') ?? [] }
  })

export const findResource = (apiVersion, plural) =>
  RESOURCES.find((resource) => resource.apiVersion === apiVersion && resource.plural === plural)

export const resourceOfKind = (apiVersion, kind) =>
  RESOURCES.find((resource) => resource.apiVersion === apiVersion && resource.kind === kind)

const SUBRESOURCES = {
  pods: ['pods/log', 'pods/status', 'pods/eviction'],
  nodes: ['nodes/status'],
  deployments: ['deployments/scale', 'deployments/status'],
  statefulsets: ['statefulsets/scale', 'statefulsets/status'],
  replicasets: ['replicasets/scale', 'replicasets/status'],
}

function resourceList(apiVersion) {
  const resources = RESOURCES.filter((resource) => resource.apiVersion === apiVersion).flatMap((resource) => [
    {
      name: resource.plural,
      singularName: resource.kind.toLowerCase(),
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: VERBS,
      shortNames: resource.shortNames.length > 0 ? resource.shortNames : undefined,
    },
    ...(SUBRESOURCES[resource.plural] ?? []).map((name) => ({
      name,
      singularName: '',
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: ['get'],
    })),
  ])
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources }
}

const apiGroups = () =>
  [...new Set(RESOURCES.map(({ apiVersion }) => apiVersion))]
    .filter((apiVersion) => apiVersion.includes('/'))
    .map((groupVersion) => {
      const [name, version] = groupVersion.split('/')
      return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } }
    })

/** The discovery document at a path, or undefined when the path is none. */
export function discovery(path, serverAddress) {
  if (path === '/api') {
    const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress }]
    return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs }
  }
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: apiGroups() }
  if (path === '/api/v1') return resourceList('v1')
  const [, group, version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? []
  const found = apiGroups().find(({ name }) => name === group)
  if (!found) return undefined
  if (!version) return { kind: 'APIGroup', apiVersion: 'v1', ...found }
  return found.versions.some((one) => one.version === version) ? resourceList(`${group}/${version}`) : undefined
}
