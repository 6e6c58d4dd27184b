import { stringify } from 'yaml'
import { type ClusterSpec, k3sVersionOf } from '#shared/cluster.ts'
import { type NodeIdentity, nodeName, registrationAlias } from './labels.ts'
import { type Ranges, rangeFlags, usualRanges } from './pod-ranges.ts'

export const tokenPath = '/etc/sampan/token'
export const kubeletConfigPath = '/etc/sampan/kubelet.yaml'

/** Written by k3s when it starts etcd: as a member that knows the others, it needs nobody's invitation any more (k3s.md 7.2). */
export const membershipPath = '/var/lib/rancher/k3s/server/db/etcd/config'

/** Flags that k3s takes several times (k3s.md 3.1, 3.2). All others are single values, of which the last one given counts. */
const listFlags = new Set([
  'tls-san',
  'disable',
  'node-label',
  'node-taint',
  'node-ip',
  'node-external-ip',
  'node-internal-dns',
  'node-external-dns',
  'cluster-cidr',
  'service-cidr',
  'cluster-dns',
  'kubelet-arg',
  'kube-proxy-arg',
  'kube-apiserver-arg',
  'kube-controller-manager-arg',
  'kube-cloud-controller-manager-arg',
  'kube-scheduler-arg',
  'etcd-arg',
  'helm-controller-arg',
  'airgap-extra-registry',
])

type ConfigValue = string | boolean | string[]

/**
 * The node's /etc/rancher/k3s/config.yaml: our own settings, then the user's flags. A list flag adds to ours instead of replacing
 * it. Servers and agents get different files: an agent stops at a key that it does not know (k3s.md 3.1).
 */
export function k3sConfig(
  spec: ClusterSpec,
  node: NodeIdentity,
  facts: {
    cgroupVersion: 1 | 2
    isRootless: boolean
    k3sVersion: string | undefined
    apiNames: readonly string[]
    ranges?: Ranges | undefined
    /** It begins the etcd cluster instead of joining it. */
    begins: boolean
    /** Of the database that belongs to the cluster. */
    endpoint?: string | undefined
  },
): string {
  const config: Record<string, ConfigValue> = { 'token-file': tokenPath, ...roleConfig(spec, node, facts) }
  const kubeletArgs = [`config=${kubeletConfigPath}`]
  if (refusesCgroupV1(facts.k3sVersion) && facts.cgroupVersion === 1) kubeletArgs.push('fail-cgroupv1=false')
  // A kubelet in a user namespace does without what only the host's root may (Kubernetes 1.22 and later).
  if (facts.isRootless && !isBefore(facts.k3sVersion, 22)) kubeletArgs.push('feature-gates=KubeletInUserNamespace=true')
  config['kubelet-arg'] = kubeletArgs
  for (const { flag, on } of spec.k3sArgs) {
    if (on === 'all' || on === node.role) addFlag(config, flag)
  }
  // k3s reads YAML 1.1, in which `on`, `yes` and `1:20` are no text unless they are in quotes.
  return stringify(config, { version: '1.1', lineWidth: 0 })
}

function roleConfig(
  spec: ClusterSpec,
  node: NodeIdentity,
  {
    apiNames,
    begins,
    ranges,
    endpoint,
  }: {
    apiNames: readonly string[]
    begins: boolean
    ranges?: Ranges | undefined
    endpoint?: string | undefined
  },
): Record<string, ConfigValue> {
  const registration = { server: `https://${registrationAlias(spec.name)}:6443` }
  if (node.role === 'agent') return registration
  const database = spec.datastore.kind === 'external' ? spec.datastore.endpoint : endpoint
  return {
    'tls-san': [...servingNames(spec), ...apiNames],
    ...rangeFlags(spec, ranges),
    ...(spec.disable.length > 0 ? { disable: [...spec.disable] } : {}),
    ...(database === undefined ? {} : { 'datastore-endpoint': database }),
    // A member heeds neither; one that lost its data, or was removed from the cluster, comes back by the address of the others.
    ...(spec.datastore.kind === 'etcd' ? (begins ? { 'cluster-init': true } : registration) : {}),
  }
}

/** Every name under which somebody may call the API, so that the certificate never has to grow later. */
function servingNames(spec: ClusterSpec): string[] {
  const servers = Array.from({ length: spec.servers }, (_, index) => nodeName(spec.name, { role: 'server', index }))
  return [
    '127.0.0.1',
    'localhost',
    'host.docker.internal',
    'host.k3d.internal',
    registrationAlias(spec.name),
    ...servers,
  ]
}

function addFlag(config: Record<string, ConfigValue>, flag: string): void {
  const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(flag) ?? []
  if (!listFlags.has(name)) {
    config[name] = value ?? true
    return
  }
  const present = config[name]
  config[name] = [...(Array.isArray(present) ? present : []), value ?? '']
}

/** Whether a version is known to be older than Kubernetes 1.`minor`. */
function isBefore(k3sVersion: string | undefined, minor: number): boolean {
  const [, major, own] = /^v(\d+)\.(\d+)/.exec(k3sVersion ?? '') ?? []
  return major === '1' && Number(own) < minor
}

/** Kubernetes 1.35 and later does not start on cgroup v1 unless it is told to (k3s.md 11.2). */
export function refusesCgroupV1(k3sVersion: string | undefined): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(k3sVersion ?? '') ?? []
  return Number(major) > 1 || Number(minor) >= 35
}

/** The k3s version of a spec's image as far as its tag tells: `v1.36.2+k3s1`, or `v1.36` from a floating tag. */
export function k3sVersionOfTag(image: string): string | undefined {
  return k3sVersionOf(image) ?? /:(v\d+\.\d+)(?:@|$)/.exec(image)?.[1]
}

/**
 * A node that registers NotReady is looked at again only at the next status update, by default 10 s later; with 1 s a real
 * k3s v1.21.2 is Ready after 10.5 s instead of 20. Unchanged status is still reported only each 5 minutes, so it costs nothing
 * when idle (DESIGN.md, boot tuning).
 */
export const kubeletConfig = stringify({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  nodeStatusUpdateFrequency: '1s',
  nodeStatusReportFrequency: '5m',
})

/** Whether a packaged component runs in this cluster. */
export function hasComponent(spec: ClusterSpec, component: string): boolean {
  const disabledByFlag = spec.k3sArgs
    .filter(({ flag, on }) => flag.startsWith('--disable=') && on !== 'agent')
    .flatMap(({ flag }) => flag.slice('--disable='.length).split(','))
  return !spec.disable.includes(component) && !disabledByFlag.includes(component)
}

/** Networks of pods and services that the user has chosen; the nodes' own must not overlap with them. */
export function chosenRanges(spec: ClusterSpec): string[] {
  return spec.k3sArgs.flatMap(({ flag }) => {
    const [, value] = /^--(?:cluster|service)-cidr=(.+)$/.exec(flag) ?? []
    return value?.split(',') ?? []
  })
}

/** Networks of pods and of services: those that the user has chosen, else those that Sampan has. */
export function clusterRanges(spec: ClusterSpec, chosen: Ranges = usualRanges): string[] {
  const range = (flag: string, usual: string) => flagValue(spec, 'server', flag) ?? usual
  return [range('cluster-cidr', chosen.pods), range('service-cidr', chosen.services)].flatMap((each) => each.split(','))
}

export const clusterDomain = (spec: ClusterSpec): string =>
  flagValue(spec, 'server', 'cluster-domain') ?? 'cluster.local'

/** Flags whose IPv6 addresses k3s only takes where the node has one, which it never has here. */
const addressFlags = ['cluster-cidr', 'service-cidr', 'cluster-dns', 'node-ip']

/** The first IPv6 range or address that the user gave to one of them. */
export function ipv6Range({ k3sArgs }: Pick<ClusterSpec, 'k3sArgs'>): { flag: string; value: string } | undefined {
  for (const { flag } of k3sArgs) {
    const [, name = '', values = ''] = /^--([^=]+)=(.*)$/s.exec(flag) ?? []
    const value = addressFlags.includes(name) ? values.split(',').find((each) => each.includes(':')) : undefined
    if (value !== undefined) return { flag: name, value: value.trim() }
  }
  return undefined
}

/** What a flag was given last on nodes of a role: its value, `true` without one, undefined where it was not given. */
export function flagValue(spec: ClusterSpec, role: NodeIdentity['role'], name: string): string | undefined {
  const given = spec.k3sArgs.filter(
    ({ flag, on }) => (on === 'all' || on === role) && flag.replace(/=.*$/s, '') === `--${name}`,
  )
  const last = given.at(-1)?.flag
  return last === undefined ? undefined : (/=(.*)$/s.exec(last)?.[1] ?? 'true')
}

/** The name under which a container's kubelet registers; undefined where the user wants a server without one. */
export function kubernetesName(
  spec: ClusterSpec,
  { role, name }: { role: NodeIdentity['role']; name: string },
): string | undefined {
  const isWithout = role === 'server' && /^(true|1|t)$/i.test(flagValue(spec, role, 'disable-agent') ?? '')
  return isWithout ? undefined : (flagValue(spec, role, 'node-name') ?? spec.env.K3S_NODE_NAME ?? name)
}

/** Whether nodes of a role register with an ID behind their name. */
export const hasNodeId = (spec: ClusterSpec, role: NodeIdentity['role']): boolean =>
  /^(true|1|t)$/i.test(flagValue(spec, role, 'with-node-id') ?? '')

/** Whether nodes of either role register with an ID where they did without, or the reverse. */
export const isRenaming = (from: ClusterSpec, to: ClusterSpec): boolean =>
  (['server', 'agent'] as const).some((role) => hasNodeId(from, role) !== hasNodeId(to, role))

/** Without a network nodes stay NotReady until the user installs one: then being registered is all that can be waited for. */
export function hasNetwork(spec: ClusterSpec): boolean {
  return flagValue(spec, 'server', 'flannel-backend') !== 'none'
}
