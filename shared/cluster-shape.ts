import type { ClusterSpec } from './cluster.ts'
import type { NodeFilter } from './node-placement.ts'
import type { MessageKey } from './translate.ts'

/** A part of a spec that does not go together with another one, as `spec.invalid` tells it. */
export interface ShapeFault {
  readonly field: string
  readonly reason: Extract<MessageKey, `reason.shape.${string}`>
  readonly subject: string | number
}

type Shape = Pick<ClusterSpec, 'servers' | 'agents' | 'datastore' | 'ports' | 'volumes' | 'k3sArgs' | 'env'>

/** The first thing that k3s, or what stands before several servers, cannot do. */
export function shapeFault(shape: Shape): ShapeFault | undefined {
  const { servers, datastore, ports } = shape
  if (servers > 1 && datastore.kind === 'sqlite')
    return { field: 'datastore', reason: 'reason.shape.sqlite', subject: servers }
  // A majority of two or of four survives no more than one of one or of three.
  if (servers % 2 === 0 && datastore.kind === 'etcd')
    return { field: 'servers', reason: 'reason.shape.even', subject: servers }
  const udp = servers > 1 ? ports.findIndex(({ protocol, on }) => protocol === 'udp' && on === undefined) : -1
  if (udp >= 0)
    return { field: `ports.${udp}.protocol`, reason: 'reason.shape.udp', subject: ports[udp]?.hostPort ?? '' }
  const placed = portTwice(shape) ?? misplaced(shape) ?? ownPath(shape)
  if (placed) return placed
  const shared = servers > 1 ? sharedName(shape) : undefined
  return shared ?? (datastore.kind === 'sqlite' ? undefined : ownChoice(shape))
}

/** The first port that an earlier one has already: each host port of a protocol exists once, on whatever address of this computer. */
export function portTwice({ ports }: Pick<Shape, 'ports'>): ShapeFault | undefined {
  const at = ports.findIndex((port, index) => ports.slice(0, index).some((earlier) => isSamePort(earlier, port)))
  const subject = ports[at]?.hostPort
  return subject === undefined
    ? undefined
    : { field: `ports.${at}.hostPort`, reason: 'reason.shape.portTwice', subject }
}

type Published = Pick<ClusterSpec['ports'][number], 'hostPort' | 'protocol'>
const isSamePort = (left: Published, right: Published) =>
  left.hostPort === right.hostPort && left.protocol === right.protocol

/** The first port that is the API's, which may still be moved where nobody has chosen it. */
export function portOfApi({ apiPort, ports }: Pick<ClusterSpec, 'apiPort' | 'ports'>): ShapeFault | undefined {
  const at = ports.findIndex((port) => isSamePort(port, { hostPort: apiPort, protocol: 'tcp' }))
  return at < 0 ? undefined : { field: `ports.${at}.hostPort`, reason: 'reason.shape.portOfApi', subject: apiPort }
}

/** The first port or volume that is for a node that there will not be. */
function misplaced({ servers, agents, ports, volumes = [] }: Shape): ShapeFault | undefined {
  const isNobody = (on: NodeFilter | undefined) => {
    const [, role, index] = /^(server|agent)-(\d+)$/.exec(on ?? '') ?? []
    return role !== undefined && Number(index) >= (role === 'server' ? servers : agents)
  }
  for (const [field, all] of [['ports', ports] as const, ['volumes', volumes] as const]) {
    const at = all.findIndex(({ on }) => isNobody(on))
    if (at >= 0) return { field: `${field}.${at}.on`, reason: 'reason.shape.noNode', subject: all[at]?.on ?? '' }
  }
  return undefined
}

/** What Sampan, or Docker, puts there itself. */
const ownPaths = [
  ...['/', '/etc/sampan', '/run', '/var/run', '/var/lib/cni', '/var/lib/rancher/k3s', '/var/lib/kubelet', '/var/log'],
  ...['/etc/rancher/node', '/etc/rancher/k3s/config.yaml', '/etc/rancher/k3s/registries.yaml', '/proc', '/sys', '/dev'],
]

function ownPath({ volumes = [] }: Shape): ShapeFault | undefined {
  const isOwn = (path: string) => ownPaths.includes(path.replace(/(?<=.)\/+$/, '')) || path.startsWith('/etc/sampan/')
  const at = volumes.findIndex(
    ({ path }, index) => isOwn(path) || volumes.some((other, earlier) => earlier < index && isTwice(other, { path })),
  )
  return at < 0
    ? undefined
    : { field: `volumes.${at}.path`, reason: 'reason.shape.ownPath', subject: volumes[at]?.path ?? '' }
}

/** For other nodes the same path may mean something else. */
const isTwice = ({ path, on = 'all' }: { path: string; on?: string | undefined }, other: { path: string }) =>
  path === other.path && on === 'all'

/** By which the servers know each other, and of which flags and variables give all the same one. */
const ownOfEach = ['node-name', 'node-ip', 'advertise-address']

function sharedName({ k3sArgs, env }: Shape): ShapeFault | undefined {
  const at = k3sArgs.findIndex(({ flag, on }) => on !== 'agent' && ownOfEach.includes(nameOf(flag)))
  const found = k3sArgs[at]
  if (found) return { field: `k3sArgs.${at}`, reason: 'reason.shape.each', subject: `--${nameOf(found.flag)}` }
  return Object.hasOwn(env, 'K3S_NODE_NAME')
    ? { field: 'env.K3S_NODE_NAME', reason: 'reason.shape.each', subject: 'K3S_NODE_NAME' }
    : undefined
}

const nameOf = (flag: string) => flag.replace(/^--/, '').replace(/=.*$/s, '')

/** What says by a flag or a variable what the spec says itself. */
function ownChoice({ k3sArgs, env }: Shape): ShapeFault | undefined {
  const flags = k3sArgs.map(({ flag }) => nameOf(flag))
  const flag = flags.findIndex((name) => name === 'cluster-init' || name === 'datastore-endpoint')
  if (flag >= 0) return { field: `k3sArgs.${flag}`, reason: 'reason.shape.flag', subject: `--${flags[flag]}` }
  const variable = ['K3S_CLUSTER_INIT', 'K3S_DATASTORE_ENDPOINT'].find((name) => Object.hasOwn(env, name))
  return variable === undefined
    ? undefined
    : { field: `env.${variable}`, reason: 'reason.shape.flag', subject: variable }
}
