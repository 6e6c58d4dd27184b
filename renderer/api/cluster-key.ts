import { type Cluster, type ClusterRef, refKey } from '#shared/cluster.ts'

/** `createdAt` tells a cluster from an earlier one of the same name. */
export type KnownCluster = ClusterRef & Partial<Pick<Cluster, 'createdAt'>>

/** For the keys of queries: data of an earlier cluster of the same name is never shown for this one. */
export const keyOfCluster = ({ createdAt, ...cluster }: KnownCluster): readonly string[] => [
  refKey(cluster),
  ...(createdAt === undefined ? [] : [createdAt]),
]

/** For streams from the cluster's API: another API port needs another stream, and so does another cluster of the same name. */
export const apiOf = (cluster: KnownCluster & Partial<Pick<Cluster, 'apiPort'>>) =>
  `${cluster.apiPort} ${cluster.createdAt ?? ''}`
