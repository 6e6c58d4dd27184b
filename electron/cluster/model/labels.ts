import { ContainerRole, type NodeRole } from '#shared/cluster.ts'

/**
 * Docker's labels are the index of the only database there is. On every object: `cluster`. On containers also the others.
 * No secret ever goes into a label: anybody who may list containers can read them.
 */
export const label = {
  cluster: 'dev.sampan.cluster',
  role: 'dev.sampan.role',
  index: 'dev.sampan.index',
  /** On every object: the operation that made it. An undo removes what carries its own and nothing else. */
  operation: 'dev.sampan.operation',
  /** Digest of what the user chose about the container itself: a container with another one is made again. */
  container: 'dev.sampan.container',
  apiPort: 'dev.sampan.api-port',
  ports: 'dev.sampan.ports',
  /** On volumes: the image that the node was first made from, by which they can be read when no container is there. */
  image: 'dev.sampan.image',
  /** On a claim, the volume that says who is changing the cluster: its operation's id, kind, process and beginning. */
  claim: 'dev.sampan.claim',
  claimKind: 'dev.sampan.kind',
  claimMaker: 'dev.sampan.maker',
  /** Where the maker's process number means something. */
  claimPlace: 'dev.sampan.place',
  claimSince: 'dev.sampan.since',
  claimStarted: 'dev.sampan.started',
  /** Its holder answers whoever asks whether it is still at work. One of a Sampan that did not is judged by its process alone. */
  claimAnswers: 'dev.sampan.answers',
  /** On a volume by which somebody asks the operation of this id to stop, since the cluster is to be deleted. */
  cancel: 'dev.sampan.cancel',
  /** On a volume by which somebody asks whether the operation of this id is still at work: if so, it removes the volume. */
  question: 'dev.sampan.question',
  /** On a local registry's container and volume: its name. They are of no cluster. */
  registry: 'dev.sampan.registry',
  registryPort: 'dev.sampan.registry-port',
  registryCaches: 'dev.sampan.registry-caches',
  registryUpstream: 'dev.sampan.registry-upstream',
} as const

export type Labels = Readonly<Record<string, string>>

export interface ContainerIdentity {
  readonly role: ContainerRole
  readonly index: number
}

export interface NodeIdentity extends ContainerIdentity {
  readonly role: NodeRole
}

export const isNode = <T extends ContainerIdentity>(container: T): container is T & NodeIdentity =>
  container.role === 'server' || container.role === 'agent'

/** What a container's labels say it is; undefined for labels that are not ours or were tampered with. */
export function containerIdentity(labels: Labels): ContainerIdentity | undefined {
  const role = ContainerRole.safeParse(labels[label.role])
  const index = Number(labels[label.index])
  return role.success && Number.isInteger(index) && index >= 0 ? { role: role.data, index } : undefined
}

export const networkName = (cluster: string): string => `sampan-${cluster}`

/** The volume that whoever changes a cluster holds meanwhile. */
export const claimName = (cluster: string): string => `sampan-${cluster}-claim`

/** Whether a volume of a cluster is its claim, or something that is said about it; of whatever kind, it is no data. */
export const isClaimVolume = (cluster: string, name: string): boolean => `${name}-`.startsWith(`${claimName(cluster)}-`)

export const questionName = (cluster: string, id: string): string => `${claimName(cluster)}-question-${id}`

/** Questions come and go, and change nothing about any cluster. */
export const isQuestionName = (name: string): boolean => /^sampan-.+-claim-question-[0-9a-f-]{36}$/.test(name)

/** Container name = hostname, and of nodes also the name in Kubernetes. */
export function containerName(cluster: string, { role, index }: ContainerIdentity): string {
  switch (role) {
    case 'loadbalancer':
      return `sampan-${cluster}-lb`
    case 'datastore':
      return `sampan-${cluster}-db`
    default:
      return nodeName(cluster, { role, index })
  }
}

export const nodeName = (cluster: string, node: NodeIdentity): string => `sampan-${cluster}-${node.role}-${node.index}`

/** The fixed registration address: all servers answer to it on the cluster's network. */
export const registrationAlias = (cluster: string): string => `${cluster}-api`
