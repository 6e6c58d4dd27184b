import type { ClusterSpec, ManagedDatastore } from '#shared/cluster.ts'
import type { ContainerOptions, NetworkOptions } from '../../docker/container-runtime.ts'
import { addressIn, containerAddress } from './addresses.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { databaseEndpoint, databaseImageOf, databaseOptions, type Health } from './database.ts'
import { extraHostsOf } from './host-aliases.ts'
import { kubernetesName } from './k3s-config.ts'
import {
  type ContainerIdentity,
  containerName,
  label,
  type NodeIdentity,
  networkName,
  nodeName,
  registrationAlias,
} from './labels.ts'
import { loadBalancerCommand, loadBalancerFiles, loadBalancerImageOf } from './load-balancer.ts'
import { registryHost } from './local-registries.ts'
import { nodeEnvironment } from './node-environment.ts'
import { digest, entrypointPath, type FileFacts, type NodeFile, nodeFiles } from './node-files.ts'
import { nodeLogLimits, nodeOpenFiles } from './node-limits.ts'
import { mountsOf, portLabels, portsOfNode, publishedPorts } from './node-ports.ts'
import { dividedVariables } from './secret-values.ts'

/** What a cluster must look like in Docker. Pure data: nothing has been asked or made. */
export interface Blueprint {
  readonly cluster: string
  readonly desired: 'running' | 'stopped'
  readonly network: NetworkOptions
  readonly volumes: readonly VolumeBlueprint[]
  readonly containers: readonly ContainerBlueprint[]
  /** The containers of local registries that are to be on the network, too. */
  readonly registries: readonly string[]
  /** What every server carries, so that all of this can be computed again. */
  readonly record: ClusterRecord
}

export interface VolumeBlueprint {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export interface ContainerBlueprint extends ContainerIdentity {
  readonly name: string
  /** Undefined for a server that registers no node, and for what is none. */
  readonly kubernetesName: string | undefined
  readonly container: ContainerOptions
  readonly files: readonly NodeFile[]
  /** Of a server with etcd: its files until it knows the cluster, if it is the one that begins it, and if it joins the others. */
  readonly entering?: { readonly beginning: readonly NodeFile[]; readonly joining: readonly NodeFile[] }
  /**
   * Changes exactly when the container has to be made again because of what the user chose. What Sampan itself chose is no part of
   * it: another version of Sampan makes nothing again.
   */
  readonly digest: string
  /** What tells, run in it, whether others may begin to use it. Undefined where they find out by themselves. */
  readonly health?: Health
}

export interface BlueprintFacts extends FileFacts {
  /** The engine can tell its containers the host's address. */
  readonly hasHostGateway: boolean
}

/** What must last when a container is made again: the datastore and images, the kubelet's state, the node's password, the pods' logs. */
const lastingPaths = {
  k3s: '/var/lib/rancher/k3s',
  kubelet: '/var/lib/kubelet',
  node: '/etc/rancher/node',
  log: '/var/log',
} as const

/** The volume in which what a server knows of its cluster lies. */
export const dataVolume = (node: string): string => volumeName(node, 'k3s')

/** The volume in which a database of the cluster's own has its files. */
export const databaseVolume = (database: string): string => volumeName(database, 'data')

/** The copy of either from before an upgrade of k3s, until the new one is Ready. */
export const keptVolume = (container: string): string => volumeName(container, 'before')

/** The volume in which a node's password, and a server's copy of the record, lie. */
export const passwordVolume = (node: string): { name: string; path: string } => ({
  name: volumeName(node, 'node'),
  path: lastingPaths.node,
})

const volumeName = (node: string, suffix: string) => `${node}-${suffix}`

export function blueprint(record: ClusterRecord, facts: BlueprintFacts): Blueprint {
  const { spec, subnet } = record
  const servers = Array.from({ length: spec.servers }, (_, index) => ({ role: 'server' as const, index }))
  const agents = Array.from({ length: spec.agents }, (_, index) => ({ role: 'agent' as const, index }))
  const nodes: NodeIdentity[] = [...servers, ...agents]
  const names = nodes.map((node) => nodeName(spec.name, node))
  const env = nodeEnvironment(record, names)
  const containers = [
    ...(spec.datastore.kind === 'managed' ? [databaseBlueprint(record, spec.datastore)] : []),
    ...(hasLoadBalancer(spec) ? [loadBalancerBlueprint(record, servers)] : []),
    ...nodes.map((node) => nodeBlueprint(record, node, { ...facts, env })),
  ]
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
    registries: (record.registries ?? []).map(({ name }) => registryHost(name)),
    record,
  }
}

function nodeBlueprint(
  record: ClusterRecord,
  node: NodeIdentity,
  facts: BlueprintFacts & { readonly env: ContainerOptions['env'] },
): ContainerBlueprint {
  const { spec } = record
  const name = nodeName(spec.name, node)
  const isPublisher = node.role === 'server' && !hasLoadBalancer(spec)
  const limits = (node.role === 'agent' ? spec.agentLimits : undefined) ?? spec.limits
  const mounts = mountsOf(spec, node)
  const aliases = extraHostsOf(spec.hostAliases ?? [])
  const chosen = {
    image: spec.image,
    command: [node.role],
    env: spec.env,
    network: {
      name: networkName(spec.name),
      ipv4: containerAddress(record.subnet, node),
      aliases: node.role === 'server' ? [registrationAlias(spec.name)] : [],
    },
    volumes: Object.entries(lastingPaths).map(([suffix, path]) => ({ name: volumeName(name, suffix), path })),
    ports: [...(isPublisher ? publishedPorts(record) : []), ...portsOfNode(spec, node)],
    memoryBytes: limits.memoryBytes,
    cpus: limits.cpus,
    ...(mounts.length > 0 ? { mounts } : {}),
  }
  const ownDigest = digest(aliases.length > 0 ? { ...chosen, aliases } : chosen)
  const isEtcd = node.role === 'server' && spec.datastore.kind === 'etcd'
  const endpoint = databaseEndpoint(record, containerAddress(record.subnet, database))
  const variables = dividedVariables(facts.env)
  const filesThat = (begins: boolean) =>
    nodeFiles(record, node, { ...facts, begins, endpoint, variables: variables.secret })
  return {
    ...node,
    name,
    kubernetesName: kubernetesName(spec, { role: node.role, name }),
    digest: ownDigest,
    container: {
      ...chosen,
      env: variables.open,
      name,
      hostname: name,
      entrypoint: [entrypointPath],
      labels: labelsOf(record, node, { ownDigest, isPublisher }),
      // Stale pids, sockets and pod addresses of the last run must not survive a restart (k3s.md 1.4). The last one is a volume of
      // the image: left alone it would be a nameless one, which stays behind when somebody removes the container by hand.
      tmpfs: ['/run', '/var/run', '/var/lib/cni'],
      // The second name is for charts and scripts that were written for k3d.
      extraHosts: [
        ...(facts.hasHostGateway ? ['host.docker.internal:host-gateway', 'host.k3d.internal:host-gateway'] : []),
        ...aliases,
      ],
      isPrivileged: true,
      // The entrypoint moves processes between groups: never between the host's.
      hasOwnCgroups: facts.cgroupVersion === 2,
      // docker-init reaps and forwards signals; the entrypoint does the cgroup evacuation that k3s only does as PID 1.
      hasInit: true,
      restartPolicy: 'unless-stopped',
      stopTimeoutSeconds: 30,
      logLimits: nodeLogLimits,
      // Without root on the host nobody may have more than its engine.
      openFiles: facts.isRootless ? undefined : nodeOpenFiles,
    },
    // The only server has nobody whom it could join.
    files: filesThat(isEtcd && spec.servers === 1),
    ...(isEtcd ? { entering: { beginning: filesThat(true), joining: filesThat(false) } } : {}),
  }
}

/** What publishes the cluster's ports where there are several servers: a port can be had only once, and any server may go. */
function loadBalancerBlueprint(record: ClusterRecord, servers: readonly NodeIdentity[]): ContainerBlueprint {
  const { spec, subnet } = record
  const identity = { role: 'loadbalancer' as const, index: 0 }
  const name = containerName(spec.name, identity)
  const chosen = {
    network: { name: networkName(spec.name), ipv4: containerAddress(subnet, identity), aliases: [] },
    ports: publishedPorts(record),
  }
  const ownDigest = digest({ ...chosen, image: spec.loadBalancer?.image })
  const balanced = servers.map((server) => ({
    name: `server-${server.index}`,
    address: containerAddress(subnet, server),
  }))
  return {
    ...identity,
    ...beside,
    name,
    digest: ownDigest,
    container: {
      ...beside.container,
      ...chosen,
      ...loadBalancerCommand,
      name,
      hostname: name,
      image: loadBalancerImageOf(spec),
      env: {},
      labels: labelsOf(record, identity, { ownDigest, isPublisher: true }),
      volumes: [],
      tmpfs: [],
      hasLowPorts: true,
      stopTimeoutSeconds: 5,
    },
    files: loadBalancerFiles(record, balanced),
  }
}

/** What Sampan runs itself, so that it has nothing from outside but its image. */
const beside = {
  kubernetesName: undefined,
  container: {
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: false,
    restartPolicy: 'unless-stopped',
    logLimits: nodeLogLimits,
    memoryBytes: undefined,
    cpus: undefined,
  },
} as const satisfies { kubernetesName: undefined; container: Partial<ContainerOptions> }

const database = { role: 'datastore', index: 0 } as const

function databaseBlueprint(record: ClusterRecord, datastore: ManagedDatastore): ContainerBlueprint {
  const { spec, subnet } = record
  const name = containerName(spec.name, database)
  const ipv4 = containerAddress(subnet, database)
  const chosen = {
    network: { name: networkName(spec.name), ipv4, aliases: [] },
    image: databaseImageOf(datastore),
  }
  const { volumePath, files, health, ...own } = databaseOptions(record, datastore, ipv4)
  const ownDigest = digest(chosen)
  return {
    ...database,
    ...beside,
    name,
    digest: ownDigest,
    container: {
      ...beside.container,
      ...chosen,
      ...own,
      name,
      hostname: name,
      labels: labelsOf(record, database, { ownDigest, isPublisher: false }),
      volumes: [{ name: databaseVolume(name), path: volumePath }],
      ports: [],
      // As long as the databases themselves take to write down what they have.
      stopTimeoutSeconds: 60,
    },
    files,
    health,
  }
}

const hasLoadBalancer = ({ servers }: ClusterSpec) => servers > 1

/** All images that a cluster's containers are made of. */
export const imagesOf = (spec: ClusterSpec): string[] => [
  spec.image,
  ...(spec.datastore.kind === 'managed' ? [databaseImageOf(spec.datastore)] : []),
  ...(hasLoadBalancer(spec) ? [loadBalancerImageOf(spec)] : []),
]

function labelsOf(
  { spec }: ClusterRecord,
  { role, index }: ContainerIdentity,
  { ownDigest, isPublisher }: { ownDigest: string; isPublisher: boolean },
): Record<string, string> {
  return {
    [label.cluster]: spec.name,
    [label.role]: role,
    [label.index]: String(index),
    [label.container]: ownDigest,
    ...portLabels(spec, { role, index }, isPublisher),
  }
}
