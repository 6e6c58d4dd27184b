import type { ClusterRef } from './cluster.ts'

/** Who has made a cluster. One of k3d's is shown, started, stopped and deleted; its shape is k3d's. */
export type ClusterOrigin = 'sampan' | 'k3d'

/**
 * What a reference to one of k3d's has before its engine. `dev` of k3d's and `dev` of Sampan's are two, wherever references are kept:
 * in operations, in the marks of kubeconfig entries, in the places of windows.
 */
const byK3d = 'k3d@'

export const originOf = ({ engineId }: Pick<ClusterRef, 'engineId'>): ClusterOrigin =>
  engineId.startsWith(byK3d) ? 'k3d' : 'sampan'

export const isOfK3d = (ref: Pick<ClusterRef, 'engineId'>): boolean => originOf(ref) === 'k3d'

export const k3dRef = (engineId: string, name: string): ClusterRef => ({ engineId: `${byK3d}${engineId}`, name })

/** The Docker Engine that the cluster is on, whoever made it: `RuntimeInfo.engineId`. */
export const engineOfRef = ({ engineId }: Pick<ClusterRef, 'engineId'>): string =>
  engineId.startsWith(byK3d) ? engineId.slice(byK3d.length) : engineId

/** As people tell it from one of the same name, and as they write it in a terminal: `k3d/dev`. */
export const shownName = (ref: ClusterRef): string => (isOfK3d(ref) ? `k3d/${ref.name}` : ref.name)

/** The name that k3d has given, of a shown name; undefined for one of Sampan's. */
export const k3dName = (shown: string): string | undefined => /^k3d\/(.+)$/.exec(shown)?.[1]

/** What the entries of its kubeconfig are called, unless the user calls them otherwise. */
export const entryName = (ref: ClusterRef): string => `${originOf(ref)}-${ref.name}`
