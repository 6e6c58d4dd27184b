import type { Cluster } from '#shared/cluster.ts'
import type { ClusterEntry } from '../api/queries.ts'
import type { BadgeState } from './StateBadge.tsx'

/** What the list says of a cluster: what is being done to it comes before what Docker has of it. */
export function stateOf({ cluster, operation }: Pick<ClusterEntry, 'cluster' | 'operation'>): BadgeState {
  if (operation?.isRunning) {
    switch (operation.operation) {
      case 'create':
        return 'creating'
      case 'stop':
        return 'stopping'
      case 'delete':
        return 'deleting'
      case 'change':
        return 'changing'
      case 'restart':
        return 'restarting'
      case 'start':
        return 'starting'
    }
  }
  return cluster?.state ?? 'failed'
}

/** Its containers run, whatever Kubernetes says. */
export const isUp = ({ state }: Cluster): boolean => state === 'ready' || state === 'running' || state === 'degraded'

/** Something of it does not run. */
export const canStart = ({ state }: Cluster): boolean => state === 'stopped' || state === 'degraded'
