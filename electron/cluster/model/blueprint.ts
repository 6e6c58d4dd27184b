import type { ContainerOptions, NetworkOptions } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { kubernetesName } from './k3s-config.ts'
import { label, type NodeIdentity, networkName, nodeName, registrationAlias } from './labels.ts'
import { nodeEnvironment } from './node-environment.ts'
import { digest, entrypointPath, type FileFacts, type NodeFile, nodeFiles } from './node-files.ts'

/** What a cluster must look like in Docker. Pure data: nothing has been asked or made. */
export interface Blueprint {
  readonly cluster: string
  readonly desired: 'running' | 'stopped'
  readonly network: NetworkOptions
  readonly volumes: readonly VolumeBlueprint[]
  readonly containers: readonly ContainerBlueprint[]
  /** What every server carries, so that all of this can be computed again. */
  readonly record: ClusterRecord
}

export interface VolumeBlueprint {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export interface ContainerBlueprint extends NodeIdentity {
  readonly name: string
  /** Undefined for a server that registers no node. */
  readonly kubernetesName: string | undefined
  readonly container: ContainerOptions
  readonly files: readonly NodeFile[]
  /**
   * Changes exactly when the container has to be made again because of what the user chose. What Sampan itself chose is no part of
   * it: another version of Sampan makes nothing again.
   */
  readonly digest: string
}

export interface BlueprintFacts extends FileFacts {
  /** The engine can tell its containers the host's address. */
  readonly hasHostGateway: boolean
}

/**
 * Of the log of a node. Docker writes a flood nearly twice as fast as it reads it (31 and 17 MB/s, 20.10 on two busy cores): after a
 * minute a reader is 840 MB behind. The oldest file may just have gone.
 */
export const nodeLogLimits = { maxSizeMb: 100, maxFiles: 10 }

/** What must last when a container is made again: the datastore and images, the kubelet's state, the node's password, the pods' logs. */
const lastingPaths = {
  k3s: '/var/lib/rancher/k3s',
  kubelet: '/var/lib/kubelet',
  node: '/etc/rancher/node',
  log: '/var/log',
} as const

/** The volume in which a node's password, and a server's copy of the record, lie. */
export const passwordVolume = (node: string): { name: string; path: string } => ({
  name: volumeName(node, 'node'),
  path: lastingPaths.node,
})

const volumeName = (node: string, suffix: string) => `${node}-${suffix}`

export function blueprint(record: ClusterRecord, facts: BlueprintFacts): Blueprint {
  const { spec, subnet } = record
  const nodes: NodeIdentity[] = [
    ...Array.from({ length: spec.servers }, (_, index) => ({ role: 'server' as const, index })),
    ...Array.from({ length: spec.agents }, (_, index) => ({ role: 'agent' as const, index })),
  ]
  const names = nodes.map((node) => nodeName(spec.name, node))
  const env = nodeEnvironment(record, names)
  const containers = nodes.map((node) => containerBlueprint(record, node, { ...facts, env }))
  return {
    cluster: spec.name,
    desired: spec.desired,
    network: {
      name: networkName(spec.name),
      subnet,
      gateway: addressIn(subnet, 1),
      labels: { [label.cluster]: spec.name },
    },
    volumes: containers.flatMap(({ container }) =>
      container.volumes.map(({ name }) => ({
        name,
        labels: { [label.cluster]: spec.name, [label.image]: spec.image },
      })),
    ),
    containers,
    record,
  }
}

function containerBlueprint(
  record: ClusterRecord,
  node: NodeIdentity,
  facts: BlueprintFacts & { readonly env: ContainerOptions['env'] },
): ContainerBlueprint {
  const { spec } = record
  const name = nodeName(spec.name, node)
  const chosen = {
    image: spec.image,
    command: [node.role],
    env: spec.env,
    network: {
      name: networkName(spec.name),
      ipv4: nodeAddress(record.subnet, node),
      aliases: node.role === 'server' ? [registrationAlias(spec.name)] : [],
    },
    volumes: Object.entries(lastingPaths).map(([suffix, path]) => ({ name: volumeName(name, suffix), path })),
    ports: isPublisher(node) ? publishedPorts(record) : [],
    memoryBytes: spec.limits.memoryBytes,
    cpus: spec.limits.cpus,
  }
  const ownDigest = digest(chosen)
  return {
    ...node,
    name,
    kubernetesName: kubernetesName(spec, { role: node.role, name }),
    digest: ownDigest,
    container: {
      ...chosen,
      env: facts.env,
      name,
      hostname: name,
      entrypoint: [entrypointPath],
      labels: {
        [label.cluster]: spec.name,
        [label.role]: node.role,
        [label.index]: String(node.index),
        [label.container]: ownDigest,
        ...(isPublisher(node)
          ? { [label.apiPort]: String(spec.apiPort), [label.ports]: JSON.stringify(spec.ports) }
          : {}),
      },
      // Stale pids, sockets and pod addresses of the last run must not survive a restart (k3s.md 1.4). The last one is a volume of
      // the image: left alone it would be a nameless one, which stays behind when somebody removes the container by hand.
      tmpfs: ['/run', '/var/run', '/var/lib/cni'],
      // The second name is for charts and scripts that were written for k3d.
      extraHosts: facts.hasHostGateway ? ['host.docker.internal:host-gateway', 'host.k3d.internal:host-gateway'] : [],
      isPrivileged: true,
      // The entrypoint moves processes between groups: never between the host's.
      hasOwnCgroups: facts.cgroupVersion === 2,
      // docker-init reaps and forwards signals; the entrypoint does the cgroup evacuation that k3s only does as PID 1.
      hasInit: true,
      restartPolicy: 'unless-stopped',
      stopTimeoutSeconds: 30,
      logLimits: nodeLogLimits,
    },
    files: nodeFiles(record, node, facts),
  }
}

/** The one container that publishes the cluster's ports on the host: a port can be had only once. */
const isPublisher = ({ role, index }: NodeIdentity) => role === 'server' && index === 0

function publishedPorts({ spec, api }: ClusterRecord): ContainerOptions['ports'] {
  return [
    ...api.hostIps.map((hostIp) => ({
      hostIp,
      hostPort: spec.apiPort,
      containerPort: 6443,
      protocol: 'tcp' as const,
    })),
    ...spec.ports.map(({ hostIp, hostPort, nodePort, protocol }) => ({
      hostIp,
      hostPort,
      containerPort: nodePort,
      protocol,
    })),
  ]
}

/**
 * Fixed addresses, since an address that changes stops etcd members and, from k3s 1.32.6, any server (k3d.md 4.2).
 * .1 gateway, .2–.9 helpers (load balancer, database), from .10 servers, from .100 agents.
 */
export function nodeAddress(subnet: string, node: NodeIdentity): string {
  return addressIn(subnet, (node.role === 'server' ? 10 : 100) + node.index)
}

function addressIn(subnet: string, host: number): string {
  return `${subnet.split('.').slice(0, 3).join('.')}.${host}`
}
