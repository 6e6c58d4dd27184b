import { z } from 'zod'
import { EngineStatus } from './engine.ts'
import { ImageReference } from './image-reference.ts'
import { LocalRegistryName } from './local-registry-name.ts'
import { HostAlias, NodeVolume, SingleNode } from './node-placement.ts'
import { Problem } from './problem.ts'

/** A DNS label of at most 32 characters: container names derived from it stay below 64, and it is part of node names. */
export const ClusterName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'has lower-case letters, digits and hyphens, 32 at most')
export type ClusterName = z.infer<typeof ClusterName>

/** The name that somebody may have meant by what cannot be one: `My_Cluster` → `my-cluster`. */
export function nearestName(typed: string): ClusterName {
  const words = typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
  return words.replace(/^-/, '').slice(0, 32).replace(/-$/, '') || 'local'
}

/**
 * A cluster's identity: a name alone is not one, since every engine may have a cluster called `local`, and k3d one beside Sampan's. Who
 * made it is part of `engineId` (see cluster-origin.ts).
 */
export const ClusterRef = z.object({
  /** `RuntimeInfo.engineId`: the engine itself, however it is reached. */
  engineId: z.string().min(1),
  /** k3d takes longer names than Sampan, and capitals. */
  name: z.string().regex(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/),
})
export type ClusterRef = z.infer<typeof ClusterRef>

/** The reference alone, of whatever has more to it. */
export const refOf = ({ engineId, name }: ClusterRef): ClusterRef => ({ engineId, name })

/** One text for a reference, to be used as a key of maps. */
export const refKey = ({ engineId, name }: ClusterRef): string => `${engineId}/${name}`

export const HostPort = z.int().min(1).max(65535)

/** Published on loopback unless the user asks for the LAN (CVE-2022-21947: never on all interfaces by default). */
export const PortMapping = z.strictObject({
  hostIp: z.enum(['127.0.0.1', '0.0.0.0']).default('127.0.0.1'),
  hostPort: HostPort,
  /** The port of the node's container. Not Kubernetes' node port: the key is older than the word, and stands in records. */
  nodePort: HostPort,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  /** Published by this node alone. Default: by the only server, or by the load balancer, which passes it on to all servers. */
  on: SingleNode.optional(),
})
export type PortMapping = z.infer<typeof PortMapping>

/** One k3s flag, `--name` or `--name=value`, for the nodes of a role. It becomes a key of their config.yaml. */
export const K3sArgument = z.strictObject({
  flag: z.string().regex(/^--[a-z][a-z0-9-]*(=.*)?$/s, 'is written --flag or --flag=value'),
  on: z.enum(['server', 'agent', 'all']).default('server'),
})
export type K3sArgument = z.infer<typeof K3sArgument>

export const TokenPolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generated') }),
  // `K10` starts a full token with a CA hash, which a cluster that is yet to be made cannot have; `::` confuses k3s' parser.
  z.strictObject({
    kind: z.literal('given'),
    value: z
      .string()
      .regex(
        /^(?!K10)(?!.*::)[\x21-\x7e]{1,256}$/,
        'has 1 to 256 characters without blanks, does not begin with K10, and has no ::',
      ),
  }),
])

/**
 * What one node needs, and the least that a new limit may be: k3s v1.36.3 is Ready in 512 MiB, of which it takes 360 before any workload.
 * Clusters that were made with less stay readable.
 */
export const leastMemoryMib = 512

/**
 * Where the cluster keeps its state. SQLite is a file of the only server. With etcd each server has a copy, and most of them have to be up.
 * A managed database is a container of the cluster; an external one is the user's, named by the address that k3s takes.
 */
export const Datastore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite') }),
  z.strictObject({ kind: z.literal('etcd') }),
  z.strictObject({
    kind: z.literal('managed'),
    engine: z.enum(['postgres', 'mariadb']),
    /** Default: Sampan's own choice when the cluster is made. It stays, for no database reads the files of any other version. */
    image: ImageReference.optional(),
  }),
  z.strictObject({ kind: z.literal('external'), endpoint: z.string().min(1).max(4096) }),
])
export type Datastore = z.infer<typeof Datastore>
export type ManagedDatastore = Extract<Datastore, { kind: 'managed' }>

/** A kind of datastore in one word, as it is chosen. */
export type DatastoreChoice = 'sqlite' | 'etcd' | `managed-${ManagedDatastore['engine']}` | 'external'

export const choiceOf = (datastore: Datastore): DatastoreChoice =>
  datastore.kind === 'managed' ? `managed-${datastore.engine}` : datastore.kind

/** Without a word about it: what k3s does for one server, and what it brings along for several. */
export const defaultDatastore = (servers: number): { kind: 'etcd' | 'sqlite' } => ({
  kind: servers > 1 ? 'etcd' : 'sqlite',
})

export const mostServers = 5

export const NodeLimits = z.strictObject({
  memoryBytes: z
    .int()
    .min(64 * 1024 ** 2)
    .optional(),
  cpus: z.number().min(0.1).max(512).optional(),
})

/** Everything that a user can choose about a cluster, and nothing else. */
export const ClusterSpec = z.strictObject({
  version: z.literal(1),
  name: ClusterName,
  image: ImageReference,
  servers: z.int().min(1).max(mostServers).default(1),
  agents: z.int().min(0).max(20).default(0),
  /** Clusters of a Sampan that knew nothing else have SQLite. */
  datastore: Datastore.default({ kind: 'sqlite' }),
  /** What passes the published ports on where there are several servers. Default: Sampan's own choice. */
  loadBalancer: z.strictObject({ image: ImageReference }).optional(),
  apiPort: HostPort,
  /** Who can reach the API's port: this computer with its containers, or everybody in its network. */
  apiAccess: z.enum(['host', 'lan']).default('host'),
  ports: z.array(PortMapping).max(200).default([]),
  /** The text of a k3s registries.yaml, written into every node. Empty: no file. */
  registries: z.string().max(1_000_000).default(''),
  /** Certificates and keys that it names, by their path on the machine that they were taken from. They go into every node. */
  registryFiles: z.record(z.string().min(1).max(4096), z.string().max(1_000_000)).optional(),
  /** In PEM, trusted by every node beside its own: of a company whose registries, or whose proxy, have certificates of its own. */
  caCertificates: z.string().max(1_000_000).optional(),
  /** Registries and caches of this engine that its nodes use, by name. Those that are not there are left out. */
  localRegistries: z.array(LocalRegistryName).max(50).optional(),
  env: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names have letters, digits and _, and do not begin with a digit'),
      z.string(),
    )
    .default({}),
  k3sArgs: z.array(K3sArgument).max(200).default([]),
  /** Packaged components that are not wanted: traefik, servicelb, coredns, local-storage, metrics-server, runtimes. */
  disable: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'is a word of lower-case letters, digits, dots and hyphens'))
    .default([]),
  limits: NodeLimits.default({}),
  /** Of agents, in place of the limits of all nodes. */
  agentLimits: NodeLimits.optional(),
  volumes: z.array(NodeVolume).max(100).optional(),
  hostAliases: z.array(HostAlias).max(200).optional(),
  token: TokenPolicy.default({ kind: 'generated' }),
  desired: z.enum(['running', 'stopped']).default('running'),
})
export type ClusterSpec = z.infer<typeof ClusterSpec>

/** A cluster's spec as it is stored. No other of its name ever has the same generation: who changes it says which one it is based on. */
export const StoredSpec = z.object({ spec: ClusterSpec, generation: z.int().min(1) })
export type StoredSpec = z.infer<typeof StoredSpec>

export const NodeRole = z.enum(['server', 'agent'])
export type NodeRole = z.infer<typeof NodeRole>

/** What a container of a cluster is there for. Only servers and agents are nodes of Kubernetes. */
export const ContainerRole = z.enum([...NodeRole.options, 'loadbalancer', 'datastore'])
export type ContainerRole = z.infer<typeof ContainerRole>

export const ContainerState = z.enum([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
  'missing',
])
export type ContainerState = z.infer<typeof ContainerState>

/** A node as Docker has it; what Kubernetes says of it is a NodeHealth. */
export const ClusterNode = z.object({
  name: z.string(),
  role: NodeRole,
  index: z.int(),
  container: ContainerState,
  ip: z.string().optional(),
})
export type ClusterNode = z.infer<typeof ClusterNode>

/**
 * `ready` is only said after asking the API: every node Ready with a lease renewed since its container's start.
 * `running` means that all containers run and nobody has asked yet. `incomplete`: somebody was stopped while making or
 * removing the cluster; it can be finished or removed. `degraded`: it should run, but not all of it does.
 */
export const ClusterState = z.enum([
  'creating',
  'starting',
  'ready',
  'running',
  'degraded',
  'stopping',
  'stopped',
  'deleting',
  'incomplete',
])
export type ClusterState = z.infer<typeof ClusterState>

/** A container of the cluster that is no node. */
export const Companion = z.object({ name: z.string(), role: ContainerRole, container: ContainerState })
export type Companion = z.infer<typeof Companion>

export const Cluster = z.object({
  ...ClusterRef.shape,
  state: ClusterState,
  image: z.string(),
  /** k3s version as k3s writes it (`v1.36.2+k3s1`), where the image's tag tells it. */
  k3sVersion: z.string().optional(),
  nodes: z.array(ClusterNode),
  /** What stands beside the nodes: the load balancer of several servers, the database. */
  companions: z.array(Companion).optional(),
  apiPort: HostPort.optional(),
  ports: z.array(PortMapping),
  createdAt: z.iso.datetime().optional(),
  problem: Problem.optional(),
  /** What it was before an upgrade that did not become Ready is kept, to go back to. */
  hasWayBack: z.literal(true).optional(),
})
export type Cluster = z.infer<typeof Cluster>

/**
 * What the window lists. The engine counts as connected only while its list is up to date; otherwise `clusters` is what was last
 * known, never "none".
 */
export const ClustersSnapshot = z.object({
  engine: EngineStatus,
  clusters: z.array(Cluster),
  /** When the list was last true, milliseconds since the epoch; only while it may not be. */
  asOfMs: z.number().optional(),
})
export type ClustersSnapshot = z.infer<typeof ClustersSnapshot>

/** An image that Docker has here already. */
export const LocalImage = z.object({ image: z.string(), sizeBytes: z.number() })
export type LocalImage = z.infer<typeof LocalImage>

/** A cluster that k3d has made on the same engine, as its containers' labels tell. */
export const K3dCluster = z.object({
  name: z.string(),
  servers: z.int(),
  agents: z.int(),
  isRunning: z.boolean(),
})
export type K3dCluster = z.infer<typeof K3dCluster>

/** What deleting a cluster removes, shown before it is done. */
export const DeletionPreview = z.object({
  containers: z.array(z.string()),
  volumes: z.array(z.string()),
  networks: z.array(z.string()),
})
export type DeletionPreview = z.infer<typeof DeletionPreview>

/** How the last run of a container ended. */
export const LastRun = z.object({
  /** Milliseconds since the epoch, on the engine's clock. */
  endedAtMs: z.number(),
})
export type LastRun = z.infer<typeof LastRun>

/** Something with Sampan's labels that belongs to no cluster. */
export const Orphan = z.object({
  /** The cluster that it was of. */
  cluster: z.string(),
  kind: z.enum(['container', 'volume', 'network']),
  name: z.string(),
  sizeBytes: z.int().optional(),
})
export type Orphan = z.infer<typeof Orphan>

/** `rancher/k3s:v1.36.2-k3s1` → `v1.36.2+k3s1`; undefined where the tag is not a k3s release (k3s.md 1.1). */
export function k3sVersionOf(image: string): string | undefined {
  const match = /:v(\d+\.\d+\.\d+)(-rc\d+)?-(k3s\d+)(?:-(?:amd64|arm64|arm))?(?:@.*)?$/.exec(image)
  return match ? `v${match[1]}${match[2] ?? ''}+${match[3]}` : undefined
}
