import { type Cluster, type ClusterNode, type K3dCluster, k3sVersionOf, type PortMapping } from '#shared/cluster.ts'
import { k3dRef } from '#shared/cluster-origin.ts'
import { problem } from '#shared/problem.ts'
import type { ContainerRuntime, ContainerSummary, PublishedPort } from '../../docker/container-runtime.ts'

/** What k3d writes on all that it makes (k3d v5, pkg/types: DefaultRuntimeLabels and the labels of a node). */
export const madeByK3d = { label: 'app', value: 'k3d' }
export const clusterLabel = 'k3d.cluster'
export const roleLabel = 'k3d.role'
export const apiPortLabel = 'k3d.server.api.port'

/** Servers before what asks for them; the load balancer last, since it looks names up once (k3d.md 2.6, 3). */
const roles = ['server', 'agent', 'loadbalancer'] as const
type K3dRole = (typeof roles)[number]
/** Whatever is none of these comes first, and is never started. */
const order: readonly (K3dRole | undefined)[] = roles

export const roleOf = ({ labels }: Pick<ContainerSummary, 'labels'>): K3dRole | undefined =>
  roles.find((role) => role === labels[roleLabel])

/** What is made only to help, and a registry, which other clusters may use, are no parts of a cluster that have a state. */
export const isPart = (container: Pick<ContainerSummary, 'labels'>): boolean => roleOf(container) !== undefined

/** All containers of each of k3d's clusters by name, in the order in which they are started. A load balancer alone is no cluster. */
export async function k3dContainers(
  runtime: ContainerRuntime,
  signal?: AbortSignal,
): Promise<Map<string, ContainerSummary[]>> {
  const containers = await runtime.listContainers(madeByK3d, signal)
  // Registries of k3d's are of no cluster.
  const names = [...new Set(containers.flatMap(({ labels }) => labels[clusterLabel] || []))]
  const place = (container: ContainerSummary) => order.indexOf(roleOf(container))
  const isFirst = ({ labels }: ContainerSummary) => (labels['k3d.server.init'] === 'true' ? 0 : 1)
  return new Map(
    names.sort(byName).flatMap((name) => {
      const own = containers.filter(({ labels }) => labels[clusterLabel] === name)
      if (!own.some((container) => roleOf(container) === 'server')) return []
      own.sort((a, b) => place(a) - place(b) || isFirst(a) - isFirst(b) || byName(a.name, b.name))
      return [[name, own]]
    }),
  )
}

/** The clusters of k3d on this engine, by name. */
export async function k3dClusters(runtime: ContainerRuntime, signal?: AbortSignal): Promise<K3dCluster[]> {
  return [...(await k3dContainers(runtime, signal))].map(([name, containers]) => {
    const inRole = (role: K3dRole) => containers.filter((container) => roleOf(container) === role)
    const servers = inRole('server')
    const isRunning = servers.some(({ state }) => state === 'running')
    return { name, servers: servers.length, agents: inRole('agent').length, isRunning }
  })
}

/** The same as the window shows them, beside those of Sampan. */
export async function describedOfK3d(
  runtime: ContainerRuntime,
  engineId: (signal?: AbortSignal) => Promise<string>,
  signal?: AbortSignal,
): Promise<Cluster[]> {
  const found = await k3dContainers(runtime, signal)
  if (found.size === 0) return []
  const [engine, published] = await Promise.all([engineId(signal), runtime.listPublishedPorts(signal)])
  return [...found].map(([name, containers]) => describeK3d({ engine, name }, containers, published))
}

export function describeK3d(
  { engine, name }: { readonly engine: string; readonly name: string },
  containers: readonly ContainerSummary[],
  published: readonly PublishedPort[],
): Cluster {
  const parts = containers.filter(isPart)
  const nodes = nodesOf(parts)
  const image = parts.find((container) => roleOf(container) === 'server')?.image ?? ''
  const companions = parts
    .filter((container) => roleOf(container) === 'loadbalancer')
    .map((container) => ({ name: container.name, role: 'loadbalancer' as const, container: container.state }))
  const down = parts.filter(({ state }) => state !== 'running')
  const isDegraded = down.length > 0 && down.length < parts.length
  const k3sVersion = k3sVersionOf(image)
  const apiPort = apiPortOf(parts)
  return {
    ...k3dRef(engine, name),
    state: down.length === 0 ? 'running' : isDegraded ? 'degraded' : 'stopped',
    image,
    ...(k3sVersion ? { k3sVersion } : {}),
    nodes,
    ...(companions.length > 0 ? { companions } : {}),
    ...(apiPort === undefined ? {} : { apiPort }),
    ports: portsOf(parts, published, apiPort),
    createdAt: new Date(Math.min(...parts.map(({ createdAtMs }) => createdAtMs))).toISOString(),
    ...(isDegraded ? { problem: problem('k3d.node_down', { node: down[0]?.name ?? '' }) } : {}),
  }
}

function nodesOf(parts: readonly ContainerSummary[]): ClusterNode[] {
  return (['server', 'agent'] as const).flatMap((role) =>
    parts
      .filter((container) => roleOf(container) === role)
      .map(({ name, state }, index) => ({ name, role, index, container: state })),
  )
}

export function apiPortOf(parts: readonly ContainerSummary[]): number | undefined {
  const port = Number(parts.find(({ labels }) => labels[apiPortLabel])?.labels[apiPortLabel])
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined
}

/** The user's: without the API's, and without what Docker says again for IPv6. */
function portsOf(
  parts: readonly ContainerSummary[],
  published: readonly PublishedPort[],
  apiPort: number | undefined,
): PortMapping[] {
  return published.flatMap(({ container, hostIp, hostPort, containerPort, protocol }) => {
    const isApi = hostPort === apiPort && containerPort === 6443
    if (isApi || hostIp.includes(':') || !parts.some(({ name }) => name === container)) return []
    return [{ hostIp: hostIp === '127.0.0.1' ? '127.0.0.1' : '0.0.0.0', hostPort, nodePort: containerPort, protocol }]
  })
}

const byName = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })
