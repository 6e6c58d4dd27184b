import { NodeRole } from '#shared/cluster.ts'

/**
 * Docker's labels are the index of the only database there is. On every object: `cluster`. On containers also the others.
 * No secret ever goes into a label: anybody who may list containers can read them.
 */
export const label = {
  cluster: 'dev.sampan.cluster',
  role: 'dev.sampan.role',
  index: 'dev.sampan.index',
  /** Counts up with each change of the spec. */
  generation: 'dev.sampan.generation',
  /** Hash of the node's own blueprint: what differs from the wanted one is made again. */
  blueprint: 'dev.sampan.blueprint',
  apiPort: 'dev.sampan.api-port',
  ports: 'dev.sampan.ports',
  /** On volumes: the image that the node was first made from, by which they can be read when no container is there. */
  image: 'dev.sampan.image',
  /** On the network: `host/pid` of the process that makes the cluster, to tell one that is being made from one that was left. */
  creator: 'dev.sampan.creator',
} as const

export type Labels = Readonly<Record<string, string>>

export interface NodeIdentity {
  readonly role: NodeRole
  readonly index: number
}

/** The node that a container's labels say it is; undefined for labels that are not ours or were tampered with. */
export function nodeIdentity(labels: Labels): NodeIdentity | undefined {
  const role = NodeRole.safeParse(labels[label.role])
  const index = Number(labels[label.index])
  return role.success && Number.isInteger(index) && index >= 0 ? { role: role.data, index } : undefined
}

export const networkName = (cluster: string): string => `sampan-${cluster}`

/** Container name = hostname = Kubernetes node name. */
export const nodeName = (cluster: string, node: NodeIdentity): string => `sampan-${cluster}-${node.role}-${node.index}`

/** The fixed registration address: all servers answer to it on the cluster's network. */
export const registrationAlias = (cluster: string): string => `${cluster}-api`
