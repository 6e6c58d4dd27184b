// The packaged manifests of a server: which files there are, and the objects in them.
const meta = (name, labels) => ({ name, namespace: 'kube-system', ...(labels ? { labels } : {}) })

function deployment(name, labels, image, { containerName = name, port } = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name, labels),
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [{ name: containerName, image, ...(port ? { ports: [{ containerPort: port }] } : {}) }],
        },
      },
    },
  }
}

const service = (name, labels, spec) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name, labels),
  spec: { type: 'ClusterIP', selector: labels, ...spec },
})
const serviceAccount = (name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(name) })
const clusterRole = (name) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules: [],
})

const METRICS_LABELS = { 'k8s-app': 'metrics-server' }
const METRICS_FILES = {
  'aggregated-metrics-reader': () => [clusterRole('system:aggregated-metrics-reader')],
  'auth-delegator': () => [clusterRole('metrics-server:system:auth-delegator')],
  'auth-reader': () => [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: meta('metrics-server-auth-reader') },
  ],
  'metrics-apiservice': () => [
    { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1beta1.metrics.k8s.io' } },
  ],
  'metrics-server-deployment': (image) => [
    serviceAccount('metrics-server'),
    deployment('metrics-server', METRICS_LABELS, image('metrics')),
  ],
  'metrics-server-service': () => [
    service('metrics-server', METRICS_LABELS, { ports: [{ name: 'https', port: 443, targetPort: 'https' }] }),
  ],
  'resource-reader': () => [clusterRole('system:metrics-server')],
}

const helmChart = (name, file) => ({
  apiVersion: 'helm.cattle.io/v1',
  kind: 'HelmChart',
  metadata: meta(name),
  spec: { chart: `https://%{KUBERNETES_API}%/static/charts/${file}` },
})

/**
 * The packaged manifests by file name below `manifests/`, without those that are disabled.
 * @param {{ version: import('./version.mjs').VersionFacts, disabled: string[], registry?: string, dns: string, domain: string }} options
 */
export function packagedManifests({ version, disabled, registry, dns, domain }) {
  const image = (key) => `${registry ? `${registry}/` : ''}rancher/${version.images[key]}`
  const dnsLabels = { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' }
  const groups = {
    ccm: { 'ccm.yaml': [clusterRole('k3s-cloud-controller-manager')] },
    coredns: {
      'coredns.yaml': [
        serviceAccount('coredns'),
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: meta('coredns'),
          data: {
            Corefile: `.:53 {\n    errors\n    health\n    ready\n    kubernetes ${domain} in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n}\n`,
          },
        },
        deployment('coredns', { 'k8s-app': 'kube-dns' }, image('coredns'), { port: 53 }),
        service('kube-dns', dnsLabels, {
          clusterIP: dns,
          selector: { 'k8s-app': 'kube-dns' },
          ports: [
            { name: 'dns', port: 53, protocol: 'UDP' },
            { name: 'dns-tcp', port: 53, protocol: 'TCP' },
            { name: 'metrics', port: 9153, protocol: 'TCP' },
          ],
        }),
      ],
    },
    'local-storage': {
      'local-storage.yaml': [
        serviceAccount('local-path-provisioner-service-account'),
        deployment('local-path-provisioner', { app: 'local-path-provisioner' }, image('localPath')),
        {
          apiVersion: 'storage.k8s.io/v1',
          kind: 'StorageClass',
          metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
          provisioner: 'rancher.io/local-path',
          volumeBindingMode: 'WaitForFirstConsumer',
          reclaimPolicy: 'Delete',
        },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('local-path-config'), data: { 'config.json': '{}' } },
      ],
    },
    'metrics-server': Object.fromEntries(
      Object.entries(METRICS_FILES).map(([name, make]) => [`metrics-server/${name}.yaml`, make(image)]),
    ),
    rolebindings: {
      'rolebindings.yaml': [
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: 'kube-apiserver-kubelet-admin' },
        },
      ],
    },
    runtimes: {
      'runtimes.yaml': ['nvidia', 'nvidia-experimental', 'crun'].map((handler) => ({
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: handler },
        handler,
      })),
    },
    traefik: {
      'traefik.yaml': [
        helmChart('traefik-crd', `traefik-crd-${version.traefik}.tgz`),
        helmChart('traefik', `traefik-${version.traefik}.tgz`),
      ],
    },
  }
  return Object.entries(groups)
    .filter(([name]) => !disabled.includes(name))
    .flatMap(([, files]) => Object.entries(files))
}

/** What the job helm-install-traefik leaves behind. */
export function traefikRelease({ image, hasServiceLb }) {
  const labels = { 'app.kubernetes.io/name': 'traefik', 'app.kubernetes.io/instance': 'traefik-kube-system' }
  const lbName = 'svclb-traefik-6c8f1d2a'
  const lbLabels = {
    app: lbName,
    'svccontroller.k3s.cattle.io/svcname': 'traefik',
    'svccontroller.k3s.cattle.io/svcnamespace': 'kube-system',
  }
  const objects = [
    serviceAccount('traefik'),
    deployment('traefik', labels, image('traefik'), { port: 8000 }),
    service('traefik', labels, {
      type: 'LoadBalancer',
      clusterIP: '10.43.187.21',
      ports: [
        { name: 'web', port: 80, nodePort: 31380, protocol: 'TCP' },
        { name: 'websecure', port: 443, nodePort: 31443, protocol: 'TCP' },
      ],
    }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'traefik' },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
  ]
  if (hasServiceLb) {
    const containers = [80, 443].map((port) => ({
      name: `lb-tcp-${port}`,
      image: image('lb'),
      ports: [{ containerPort: port, hostPort: port }],
    }))
    objects.push({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: meta(lbName, lbLabels),
      spec: {
        selector: { matchLabels: { app: lbName } },
        template: { metadata: { labels: lbLabels }, spec: { containers } },
      },
    })
  }
  return objects
}
