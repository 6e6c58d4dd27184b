import type { ContainerState } from '#shared/cluster.ts'
import type { ProcessIdentity } from '../../host/process-identity.ts'
import { type ContainerIdentity, isNode, type Labels, label, type NodeIdentity } from './labels.ts'
import type { FileStates } from './node-files.ts'

/** What Docker has of one cluster, complete or not. */
export interface ObservedCluster {
  readonly name: string
  /** Who is changing it, or was when it died. */
  readonly claim: ClaimHolder | undefined
  readonly networks: readonly {
    readonly id: string
    readonly name: string
    readonly subnet: string | undefined
    readonly operation: string | undefined
  }[]
  readonly volumes: readonly { readonly name: string; readonly operation: string | undefined }[]
  /** Nodes, and what stands beside them. */
  readonly containers: readonly ObservedContainer[]
  /** Containers that carry the cluster's label and make no sense. They only matter when all is removed. */
  readonly strays: readonly { readonly id: string; readonly name: string; readonly operation: string | undefined }[]
  /** Local registries on its network, by their containers. */
  readonly attached: readonly string[]
  /** An image of the cluster's nodes, also when none of them is there. */
  readonly image: string | undefined
}

export interface ObservedContainer extends ContainerIdentity {
  /** The name that it is meant for; its own differs from that until it is complete. */
  readonly name: string
  readonly containerName: string
  readonly id: string
  readonly state: ContainerState
  /** Undefined for a container of a Sampan that knew no digests. */
  readonly digest: string | undefined
  readonly operation: string | undefined
  readonly image: string
  readonly createdAtMs: number
  readonly labels: Labels
  /** Undefined where nobody looked, or where the container does not say. */
  readonly files?: FileStates | undefined
  /** A server that has been a member of an etcd cluster: what it knows of the others is on its volume. False where nobody looked. */
  readonly isMember?: boolean
}

export type ObservedNode = ObservedContainer & NodeIdentity

/** The holder of a claim, as its labels say. */
export interface ClaimHolder extends ProcessIdentity {
  readonly operationId: string
  /** An OperationKind, or one that only another version of Sampan knows. */
  readonly kind: string
  /** ISO 8601, by the maker's clock. */
  readonly since: string
  /** It can be asked whether it is still at work. */
  readonly answers: boolean
}

/** Whether Docker has anything of the cluster itself. A claim alone is none of it. */
export function isThere({ containers, strays, networks, volumes }: ObservedCluster): boolean {
  return containers.length + strays.length + networks.length + volumes.length > 0
}

/** What one operation has made of a cluster. */
export function madeBy(observed: ObservedCluster, operationId: string): ObservedCluster {
  const isOwn = ({ operation }: { readonly operation: string | undefined }) => operation === operationId
  const networks = observed.networks.filter(isOwn)
  return {
    ...observed,
    networks,
    attached: networks.length > 0 ? observed.attached : [],
    volumes: observed.volumes.filter(isOwn),
    containers: observed.containers.filter(isOwn),
    strays: observed.strays.filter(isOwn),
  }
}

/** Containers under the very name that they are meant for: those that make the cluster up. */
export function currentContainers(observed: ObservedCluster): ObservedContainer[] {
  return observed.containers.filter((container) => container.containerName === container.name)
}

/** Those of them that are nodes of Kubernetes. */
export function currentNodes(observed: ObservedCluster): ObservedNode[] {
  return currentContainers(observed).filter(isNode)
}

/** A server to ask: one that runs if there is any, else the first. Undefined where there is none. */
export function anyServer(observed: ObservedCluster): ObservedNode | undefined {
  const servers = currentNodes(observed)
    .filter(({ role }) => role === 'server')
    .sort((left, right) => left.index - right.index)
  return servers.find(({ state }) => state === 'running') ?? servers[0]
}

/** The container that publishes the cluster's ports. */
export function publisher(observed: ObservedCluster): ObservedContainer | undefined {
  return currentContainers(observed).find(({ labels }) => labels[label.apiPort] !== undefined)
}
