import type { ContainerState } from '#shared/cluster.ts'
import {
  type ContainerRuntime,
  type ContainerSummary,
  hasLabel,
  type LabelFilter,
} from '../../docker/container-runtime.ts'
import { label, type NodeIdentity, nodeIdentity, nodeName } from '../model/labels.ts'

/** What Docker has of one cluster, complete or not. */
export interface ObservedCluster {
  readonly name: string
  readonly networks: readonly {
    readonly id: string
    readonly name: string
    readonly subnet: string | undefined
    readonly creator: string | undefined
  }[]
  readonly volumes: readonly string[]
  readonly nodes: readonly ObservedNode[]
  /** Containers that carry the cluster's label and are none of its nodes. They only matter when all is removed. */
  readonly strays: readonly { readonly id: string; readonly name: string }[]
  /** An image of the cluster's nodes, also when none of them is there. */
  readonly image: string | undefined
}

export interface ObservedNode extends NodeIdentity {
  /** The node's name; the container's own name differs from it while it waits to replace another. */
  readonly name: string
  readonly containerName: string
  readonly id: string
  readonly state: ContainerState
  readonly generation: number
  readonly blueprintHash: string
  readonly image: string
  readonly createdAtMs: number
  readonly labels: Readonly<Record<string, string>>
}

/** All clusters that this Docker Engine has anything of, by three questions asked at once. */
export async function observeAll(runtime: ContainerRuntime, signal?: AbortSignal): Promise<ObservedCluster[]> {
  return observe(runtime, { label: label.cluster }, signal)
}

/** One cluster; with nothing in it where Docker has nothing of that name. */
export async function observeCluster(
  runtime: ContainerRuntime,
  name: string,
  signal?: AbortSignal,
): Promise<ObservedCluster> {
  const [cluster] = await observe(runtime, { label: label.cluster, value: name }, signal)
  return cluster ?? { name, networks: [], volumes: [], nodes: [], strays: [], image: undefined }
}

async function observe(
  runtime: ContainerRuntime,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<ObservedCluster[]> {
  const [containers, allNetworks, volumes] = await Promise.all([
    runtime.listContainers(filter, signal),
    runtime.listNetworks(signal),
    runtime.listVolumes(filter, signal),
  ])
  const networks = allNetworks.filter(({ labels }) => hasLabel(labels, filter))
  const names = new Set([...containers, ...networks, ...volumes].map((object) => object.labels[label.cluster] ?? ''))
  names.delete('')
  return [...names].sort().map((name) => {
    const isOurs = (object: { labels: Readonly<Record<string, string>> }) => object.labels[label.cluster] === name
    const own = containers.filter(isOurs)
    const ownVolumes = volumes.filter(isOurs)
    return {
      name,
      networks: networks.filter(isOurs).map((network) => ({
        id: network.id,
        name: network.name,
        subnet: network.subnets.find((subnet) => subnet.includes('.')),
        creator: network.labels[label.creator],
      })),
      volumes: ownVolumes.map((volume) => volume.name),
      nodes: own.flatMap((container) => observedNode(name, container)),
      strays: own.filter((container) => !nodeIdentity(container.labels)),
      image: own[0]?.image ?? ownVolumes.find((volume) => volume.labels[label.image])?.labels[label.image],
    }
  })
}

/** Nothing for a container whose labels do not say which node it is: one broken container must not break the list. */
function observedNode(cluster: string, container: ContainerSummary): ObservedNode[] {
  const identity = nodeIdentity(container.labels)
  if (!identity) return []
  return [
    {
      ...identity,
      name: nodeName(cluster, identity),
      containerName: container.name,
      id: container.id,
      state: container.state,
      generation: Number(container.labels[label.generation] ?? 0),
      blueprintHash: container.labels[label.blueprint] ?? '',
      image: container.image,
      createdAtMs: container.createdAtMs,
      labels: container.labels,
    },
  ]
}

/** Containers that carry the node's own name, one per node: those that make the cluster up. */
export function currentNodes(observed: ObservedCluster): ObservedNode[] {
  return observed.nodes.filter((node) => node.containerName === node.name)
}

export function firstServer(observed: ObservedCluster): ObservedNode | undefined {
  return currentNodes(observed).find((node) => node.role === 'server' && node.index === 0)
}
