// The flags of `k3s server` and `k3s agent`: name and short form, environment variable, kind, where valid.
// Kind: s string, b boolean, l list. Where: s server only, a agent only, empty for both.
const TABLE = `
token,t K3S_TOKEN s
token-file K3S_TOKEN_FILE s
agent-token K3S_AGENT_TOKEN s s
agent-token-file K3S_AGENT_TOKEN_FILE s s
server,s K3S_URL s
cluster-init K3S_CLUSTER_INIT b s
cluster-reset K3S_CLUSTER_RESET b s
cluster-reset-restore-path - s s
datastore-endpoint K3S_DATASTORE_ENDPOINT s s
datastore-cafile K3S_DATASTORE_CAFILE s s
datastore-certfile K3S_DATASTORE_CERTFILE s s
datastore-keyfile K3S_DATASTORE_KEYFILE s s
data-dir,d K3S_DATA_DIR s
https-listen-port - i s
bind-address - s s
advertise-address - s s
advertise-port - i s
tls-san - l s
tls-san-security - b s
cluster-cidr - l s
service-cidr - l s
service-node-port-range - s s
cluster-dns - l s
cluster-domain - s s
flannel-backend - s s
flannel-ipv6-masq - b s
flannel-external-ip - b s
egress-selector-mode - s s
disable - l s
disable-network-policy - b s
disable-kube-proxy - b s
disable-cloud-controller - b s
disable-scheduler - b s
disable-helm-controller - b s
disable-agent - b s
disable-apiserver - b s
disable-controller-manager - b s
disable-etcd - b s
servicelb-namespace - s s
write-kubeconfig,o K3S_KUBECONFIG_OUTPUT s s
write-kubeconfig-mode K3S_KUBECONFIG_MODE s s
write-kubeconfig-group K3S_KUBECONFIG_GROUP s s
system-default-registry K3S_SYSTEM_DEFAULT_REGISTRY s s
embedded-registry - b s
supervisor-metrics - b s
secrets-encryption - b s
secrets-encryption-provider - s s
default-local-storage-path - s s
etcd-expose-metrics - b s
etcd-disable-snapshots - b s
etcd-snapshot-name - s s
etcd-snapshot-schedule-cron - s s
etcd-snapshot-retention - i s
etcd-snapshot-dir - s s
etcd-snapshot-compress - b s
etcd-snapshot-reconcile-interval - s s
etcd-s3 - b s
etcd-s3-endpoint - s s
etcd-s3-bucket - s s
etcd-s3-folder - s s
etcd-s3-region - s s
etcd-s3-access-key AWS_ACCESS_KEY_ID s s
etcd-s3-secret-key AWS_SECRET_ACCESS_KEY s s
helm-job-image - s s
supervisor-port - i s
apiserver-port - i s
apiserver-bind-address - s s
kine-tls - b s
kube-apiserver-arg - l s
kube-controller-manager-arg - l s
kube-scheduler-arg - l s
kube-cloud-controller-manager-arg - l s
etcd-arg - l s
node-name K3S_NODE_NAME s
with-node-id - b
node-ip,i - l
node-external-ip - l
node-internal-dns - l
node-external-dns - l
node-label - l
node-taint - l
kubelet-arg - l
kube-proxy-arg - l
resolv-conf K3S_RESOLV_CONF s
lb-server-port K3S_LB_SERVER_PORT i
disable-apiserver-lb - b a
snapshotter - s
pause-image - s
private-registry - s
disable-default-registry-endpoint - b
airgap-extra-registry - l
container-runtime-endpoint - s
image-service-endpoint - s
docker - b
default-runtime - s
nonroot-devices - b
selinux K3S_SELINUX b
protect-kernel-defaults - b
flannel-iface - s
flannel-conf - s
flannel-cni-conf - s
vpn-auth K3S_VPN_AUTH s
vpn-auth-file K3S_VPN_AUTH_FILE s
image-credential-provider-bin-dir - s
image-credential-provider-config - s
prefer-bundled-bin - b
rootless - b
enable-pprof - b
debug K3S_DEBUG b
v - i
vmodule - s
log,l - s
alsologtostderr - b
config,c K3S_CONFIG_FILE s
`

const KINDS = { s: 'string', b: 'boolean', l: 'list', i: 'number' }

/** @typedef {{ name: string, short?: string, env?: string, kind: string, where?: string }} Flag */

/** @returns {Map<string, Flag>} the flags of a role by long and by short name */
export function flagsOf(role) {
  const flags = new Map()
  for (const line of TABLE.trim().split('\n')) {
    const [names, env, kind, where] = line.split(' ')
    if (where && where !== role[0]) continue
    const [name, short] = names.split(',')
    const flag = { name, short, env: env === '-' ? undefined : env, kind: KINDS[kind] }
    flags.set(name, flag)
    if (short) flags.set(short, flag)
  }
  return flags
}

export function helpText(role) {
  const what = role === 'agent' ? 'Run node agent' : 'Run management server'
  const options = [...new Set(flagsOf(role).values())].map(({ name, short, env, kind }) => {
    const value = kind === 'boolean' ? '' : ' value'
    return `   --${name}${value}${short ? `, -${short}${value}` : ''}${env ? ` [$${env}]` : ''}`
  })
  return `NAME:\n   k3s ${role} - ${what}\n\nUSAGE:\n   k3s ${role} [OPTIONS]\n\nOPTIONS:\n${options.join('\n')}\n   --help, -h  show help\n`
}
