// The words of a server's log, in the order of its boot.
import { error, info, klog, warning } from './log.mjs'

export function starting(version) {
  info(`Starting k3s ${version.version} (${version.commit})`)
}

export function externalDatabase(endpoint) {
  const kind = endpoint.startsWith('mysql') ? 'mysql' : 'postgres'
  info(`Configuring ${kind} database connection pooling: maxIdle=2, maxOpen=0, maxLifetime=0s, maxIdleTime=0s`)
}

export const databasePingFailed = (tail) => error(`Failed to ping database connection: ${tail}`)

export function datastore({ settings, version, isEtcd, isFirst, hasToken }) {
  if (!isEtcd) {
    if (!settings.datastoreEndpoint) {
      if (version.hasStartupVacuum) {
        info('Kine built with sqlite from https://github.com/mattn/go-sqlite3')
        info('Configuring sqlite3 database connection pooling: maxIdle=2, maxOpen=0, maxLifetime=0s, maxIdleTime=0s')
      } else info('Configuring sqlite3 database connection pooling: maxIdleConns=2, maxOpenConns=0, connMaxLifetime=0s')
    }
    info('Configuring database table schema and indexes, this may take a moment...')
    info('Database tables and indexes are up to date')
    if (version.hasStartupVacuum && !settings.datastoreEndpoint) {
      info('Running startup VACUUM...')
      info('Startup VACUUM completed successfully')
    }
    info('Kine available at unix://kine.sock')
  }
  if (!isFirst) info('Reconciling bootstrap data between datastore and disk')
  else if (hasToken) info('Bootstrap key locked for initial create')
  else info('Datastore connection validated successfully, proceeding with bootstrap data generation')
}

export function noCachedCertificate(port, isFirst) {
  if (isFirst)
    warning(
      `dynamiclistener [::]:${port}: no cached certificate available for preload - deferring certificate load until storage initialization or first client request`,
    )
}

const sanMap = (sans) =>
  `map[${sans
    .map((san) => `listener.cattle.io/cn-${san.replace(/:/g, '_')}${san.includes(':') ? '-f16284' : ''}:${san}`)
    .sort()
    .join(' ')} listener.cattle.io/fingerprint:SHA1=6C1F0A7E52B84D0E9A3311C2]`

export const activeTls = (sans) => info(`Active TLS secret / (ver=) (count ${sans.length}): ${sanMap(sans)}`)

export const coreNotReady = () => error('Sending HTTP/1.1 503 response to 127.0.0.1:41236: runtime core not ready')

export function savingBootstrap(hasToken) {
  info('Saving cluster bootstrap data to datastore')
  if (hasToken) info('Bootstrap key lock is held')
}

export function datastoreReady() {
  info('Connection to etcd is ready')
  info('ETCD server is now running')
}

export function controlPlane({ settings, port }) {
  const tls = '/var/lib/rancher/k3s/server/tls'
  const credentials = '/var/lib/rancher/k3s/server/cred'
  const cidr = settings.clusterCidr[0] ?? '10.42.0.0/16'
  const services = settings.serviceCidr[0] ?? '10.43.0.0/16'
  info(
    `Running kube-apiserver --advertise-port=${port} --allow-privileged=true --anonymous-auth=false --api-audiences=https://kubernetes.default.svc.cluster.local,k3s --authorization-mode=Node,RBAC --bind-address=127.0.0.1 --cert-dir=${tls}/temporary-certs --client-ca-file=${tls}/client-ca.crt --egress-selector-config-file=/var/lib/rancher/k3s/server/etc/egress-selector-config.yaml --enable-admission-plugins=NodeRestriction --enable-aggregator-routing=true --enable-bootstrap-token-auth=true --etcd-servers=unix://kine.sock --kubelet-certificate-authority=${tls}/server-ca.crt --profiling=false --secure-port=6444 --service-cluster-ip-range=${services} --service-node-port-range=30000-32767 --storage-backend=etcd3 --tls-cert-file=${tls}/serving-kube-apiserver.crt --tls-private-key-file=${tls}/serving-kube-apiserver.key`,
  )
  info(
    `Running kube-scheduler --authentication-kubeconfig=${credentials}/scheduler.kubeconfig --authorization-kubeconfig=${credentials}/scheduler.kubeconfig --bind-address=127.0.0.1 --kubeconfig=${credentials}/scheduler.kubeconfig --leader-elect=false --profiling=false --secure-port=10259`,
  )
  info(
    `Running kube-controller-manager --allocate-node-cidrs=true --cluster-cidr=${cidr} --configure-cloud-routes=false --controllers=*,tokencleaner,-service,-route,-cloud-node-lifecycle --kubeconfig=${credentials}/controller.kubeconfig --leader-elect=false --profiling=false --secure-port=10257 --service-cluster-ip-range=${services} --use-service-account-credentials=true`,
  )
  info(
    `Running cloud-controller-manager --allocate-node-cidrs=true --cloud-config=/var/lib/rancher/k3s/server/etc/cloud-config.yaml --cloud-provider=k3s --cluster-cidr=${cidr} --secure-port=10258`,
  )
}

export function tokens({ serverDir, identity, port }) {
  info(`Server node token is available at ${serverDir}/token`)
  info(`To join server node to cluster: k3s server -s https://${identity.ip}:${port} -t \${SERVER_NODE_TOKEN}`)
  info(`Agent node token is available at ${serverDir}/agent-token`)
  info(`To join agent node to cluster: k3s agent -s https://${identity.ip}:${port} -t \${AGENT_NODE_TOKEN}`)
}

export function apiServerOptions({ identity, version }) {
  klog('I', 'options.go:263', `external host was not specified, using ${identity.ip}`)
  klog('I', 'server.go:150', `Version: ${version.version}`)
  klog('I', 'server.go:152', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""')
}

export const pollFailed = () =>
  info('Polling for API server readiness: GET /readyz failed: the server is currently unable to handle the request')

export function apiServerBegins() {
  pollFailed()
  klog(
    'I',
    'plugins.go:157',
    'Loaded 14 mutating admission controller(s) successfully in the following order: NamespaceLifecycle,LimitRanger,ServiceAccount,NodeRestriction,TaintNodesByCondition,Priority,DefaultTolerationSeconds,DefaultStorageClass,StorageObjectInUseProtection,RuntimeClass,DefaultIngressClass,PodTopologyLabels,MutatingAdmissionPolicy,MutatingAdmissionWebhook.',
  )
  klog('I', 'instance.go:239', 'Using reconciler: lease')
  for (const group of [
    '',
    'apiextensions.k8s.io',
    'discovery.k8s.io',
    'autoscaling',
    'batch',
    'certificates.k8s.io',
    'coordination.k8s.io',
    'networking.k8s.io',
    'node.k8s.io',
    'policy',
    'rbac.authorization.k8s.io',
    'scheduling.k8s.io',
    'storage.k8s.io',
    'apps',
    'events.k8s.io',
  ]) {
    klog('I', 'handler.go:288', `Adding GroupVersion ${group} v1 to ResourceManager`)
  }
  for (const api of [
    'apps/v1beta2',
    'apps/v1beta1',
    'discovery.k8s.io/v1beta1',
    'node.k8s.io/v1beta1',
    'scheduling.k8s.io/v1beta1',
  ]) {
    klog('W', 'genericapiserver.go:778', `Skipping API ${api} because it has no resources.`)
  }
}

export function tunnel({ name }) {
  const url = 'wss://127.0.0.1:6443/v1-k3s/connect'
  info('Connecting to proxy', { url })
  info(`Handling backend connection request [${name}]`)
  info('Connected to proxy', { url })
  info('Remotedialer connected to proxy', { url })
}

export function apiServerServes() {
  const tls = '/var/lib/rancher/k3s/server/tls'
  klog('I', 'dynamic_cafile_content.go:161', `"Starting controller" name="client-ca-bundle::${tls}/client-ca.crt"`)
  klog(
    'I',
    'dynamic_cafile_content.go:161',
    `"Starting controller" name="request-header::${tls}/request-header-ca.crt"`,
  )
  klog('I', 'secure_serving.go:211', 'Serving securely on 127.0.0.1:6444')
  klog('I', 'tlsconfig.go:243', '"Starting DynamicServingCertificateController"')
  for (const name of [
    'cluster_authentication_trust_controller',
    'configmaps',
    'node_authorizer',
    'crd-autoregister',
    'RemoteAvailability',
    'LocalAvailability',
  ]) {
    klog('I', 'shared_informer.go:349', `"Waiting for caches to sync" controller="${name}"`)
    klog('I', 'shared_informer.go:356', `"Caches are synced" controller="${name}"`)
  }
}

export function apiServerObjects({ ip }) {
  klog('I', 'controller.go:667', 'quota admission added evaluator for: namespaces')
  klog('I', 'alloc.go:328', '"allocated clusterIPs" service="default/kubernetes" clusterIPs={"IPv4":"10.43.0.1"}')
  klog('W', 'lease.go:265', `Resetting endpoints for master service "kubernetes" to [${ip}]`)
  klog('I', 'controller.go:667', 'quota admission added evaluator for: endpoints')
  klog('I', 'controller.go:667', 'quota admission added evaluator for: endpointslices.discovery.k8s.io')
  klog('I', 'storage_scheduling.go:95', 'created PriorityClass system-node-critical with value 2000001000')
  klog('I', 'storage_scheduling.go:95', 'created PriorityClass system-cluster-critical with value 2000000000')
  klog('I', 'storage_scheduling.go:111', 'all system priority classes are created successfully or already exist.')
}

export function up({ withMilestone }) {
  info('Waiting for untainted node')
  info('Kube API server is now running')
  if (withMilestone) info('k3s is up and running')
}

const CRDS = [
  'addons.k3s.cattle.io',
  'etcdsnapshotfiles.k3s.cattle.io',
  'helmcharts.helm.cattle.io',
  'helmchartconfigs.helm.cattle.io',
]

export function customResources(isFirst) {
  info('Creating k3s-supervisor event broadcaster')
  for (const crd of CRDS) info(`${isFirst ? 'Creating' : 'Updating'} embedded CRD ${crd}`)
  info('Waiting for CRD helmchartconfigs.helm.cattle.io to become available')
  info('Done waiting for CRD helmchartconfigs.helm.cattle.io to become available')
}

export function charts(directory, version) {
  for (const name of ['traefik', 'traefik-crd'])
    info(`Writing static file: ${directory}/${name}-${version.traefik}.tgz`)
}

export function controllersStart({ identity, isFirst, sans }) {
  info(
    `Starting dynamiclistener CN filter node controller with SANs: [127.0.0.1 ::1 localhost ${identity.name} ${identity.ip} 10.43.0.1]`,
  )
  info('Tunnel server egress proxy mode: agent')
  info('Starting k3s.cattle.io/v1, Kind=Addon controller')
  info('Creating deploy event broadcaster')
  info('Starting /v1, Kind=Node controller')
  info('Creating helm-controller event broadcaster')
  info(isFirst ? 'Cluster dns configmap has been set successfully' : 'Cluster dns configmap already exists')
  info('Starting helm.cattle.io/v1, Kind=HelmChart controller')
  info('Starting helm.cattle.io/v1, Kind=HelmChartConfig controller')
  info('Starting batch/v1, Kind=Job controller')
  info('Starting /v1, Kind=Secret controller')
  info(
    `${isFirst ? 'Creating new' : 'Updating'} TLS secret for kube-system/k3s-serving (count: ${sans.length}): ${sanMap(sans)}`,
  )
  info(`Active TLS secret kube-system/k3s-serving (ver=231) (count ${sans.length}): ${sanMap(sans)}`)
}

export function nodeJoined({ name }) {
  info('Waiting for control-plane node agent startup')
  info(`Labels and annotations have been set successfully on node: ${name}`)
}
