import { createHash } from 'node:crypto'
import type { ContainerOptions, NetworkOptions } from '../../docker/container-runtime.ts'
import { type ClusterRecord, recordCopyPath, recordPath, serializeRecord } from './cluster-record.ts'
import { k3sConfig, k3sVersionOfTag, kubeletConfig, kubeletConfigPath, tokenPath } from './k3s-config.ts'
import { label, type NodeIdentity, networkName, nodeName, registrationAlias } from './labels.ts'

/** What a cluster must look like in Docker. Pure data: nothing has been asked or made. */
export interface Blueprint {
  readonly cluster: string
  readonly network: NetworkOptions
  readonly nodes: readonly NodeBlueprint[]
}

export interface NodeBlueprint extends NodeIdentity {
  readonly name: string
  readonly container: ContainerOptions
  readonly files: readonly NodeFile[]
  /** Changes exactly when the container has to be made again. */
  readonly hash: string
}

export interface NodeFile {
  readonly path: string
  readonly mode: number
  readonly content: string
}

export interface BlueprintFacts {
  readonly cgroupVersion: 1 | 2
  readonly isRootless: boolean
  /** From the image itself where its tag does not tell. */
  readonly k3sVersion?: string | undefined
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
  /** `host/pid` of this process. */
  readonly creator: string
}

const entrypointPath = '/etc/sampan/entrypoint.sh'

/** What must last when a container is made again: the datastore and images, the kubelet's state, the node's password. */
const lastingPaths = { k3s: '/var/lib/rancher/k3s', kubelet: '/var/lib/kubelet', node: '/etc/rancher/node' } as const

/** The volume in which a node's password, and the first server's copy of the record, lie. */
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
  return {
    cluster: spec.name,
    network: {
      name: networkName(spec.name),
      subnet,
      gateway: addressIn(subnet, 1),
      labels: { [label.cluster]: spec.name, [label.creator]: facts.creator },
    },
    nodes: nodes.map((node) => nodeBlueprint(record, node, facts)),
  }
}

function nodeBlueprint(record: ClusterRecord, node: NodeIdentity, facts: BlueprintFacts): NodeBlueprint {
  const { spec } = record
  const isFirstServer = node.role === 'server' && node.index === 0
  const name = nodeName(spec.name, node)
  const ports = isFirstServer
    ? [
        ...record.api.hostIps.map((hostIp) => ({
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
    : []
  const container = {
    name,
    hostname: name,
    image: spec.image,
    entrypoint: [entrypointPath],
    command: [node.role],
    env: spec.env,
    labels: {},
    network: {
      name: networkName(spec.name),
      ipv4: nodeAddress(record.subnet, node),
      aliases: node.role === 'server' ? [registrationAlias(spec.name)] : [],
    },
    volumes: Object.entries(lastingPaths).map(([suffix, path]) => ({ name: volumeName(name, suffix), path })),
    // Stale pids and sockets of the last run must not survive a restart (k3s.md 1.4).
    tmpfs: ['/run', '/var/run'],
    ports,
    // The second name is for charts and scripts that were written for k3d.
    extraHosts: ['host.docker.internal:host-gateway', 'host.k3d.internal:host-gateway'],
    isPrivileged: true,
    // The entrypoint moves processes between groups: never between the host's.
    hasOwnCgroups: facts.cgroupVersion === 2,
    // docker-init reaps and forwards signals; the entrypoint does the cgroup evacuation that k3s only does as PID 1.
    hasInit: true,
    restartPolicy: 'unless-stopped' as const,
    stopTimeoutSeconds: 30,
    logLimits: { maxSizeMb: 50, maxFiles: 3 },
    memoryBytes: spec.limits.memoryBytes,
    cpus: spec.limits.cpus,
  }
  const files = nodeFiles(record, node, facts)
  const hash = createHash('sha256').update(JSON.stringify({ container, files })).digest('hex').slice(0, 32)
  const labels = {
    [label.cluster]: spec.name,
    [label.role]: node.role,
    [label.index]: String(node.index),
    [label.generation]: String(record.generation),
    [label.blueprint]: hash,
    ...(isFirstServer ? { [label.apiPort]: String(spec.apiPort), [label.ports]: JSON.stringify(spec.ports) } : {}),
  }
  // The record follows each change without the container being made again, so it is no part of the hash.
  const recordFiles = isFirstServer ? recordFilesOf(record) : []
  return { ...node, name, hash, container: { ...container, labels }, files: [...files, ...recordFiles] }
}

function nodeFiles(record: ClusterRecord, node: NodeIdentity, facts: BlueprintFacts): NodeFile[] {
  const { spec } = record
  const k3sVersion = k3sVersionOfTag(spec.image) ?? facts.k3sVersion
  return [
    { path: entrypointPath, mode: 0o755, content: facts.entrypoint },
    { path: tokenPath, mode: 0o600, content: `${record.token}\n` },
    { path: kubeletConfigPath, mode: 0o644, content: kubeletConfig },
    {
      path: '/etc/rancher/k3s/config.yaml',
      mode: 0o600,
      content: k3sConfig(spec, node, { ...facts, k3sVersion, apiNames: record.api.names }),
    },
    ...(spec.registries.trim() === ''
      ? []
      : [{ path: '/etc/rancher/k3s/registries.yaml', mode: 0o600, content: spec.registries }]),
  ]
}

export function recordFilesOf(record: ClusterRecord): NodeFile[] {
  const content = serializeRecord(record)
  return [recordPath, recordCopyPath].map((path) => ({ path, mode: 0o600, content }))
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
