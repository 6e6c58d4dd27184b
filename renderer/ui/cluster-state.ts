import type { Cluster } from '#shared/cluster.ts'
import type { PodHealth } from '#shared/health.ts'
import { mattersOf } from '#shared/log-explanations.ts'
import type { ClusterEntry } from '../api/queries.ts'
import { isCancelled } from './failures.ts'
import type { BadgeState } from './StateBadge.tsx'

/**
 * What the list says of a cluster: what is being done to it comes before what Docker has of it. `pods` are its system pods, as far as
 * somebody looks at them.
 */
export function stateOf(
  { cluster, operation }: Pick<ClusterEntry, 'cluster' | 'operation'>,
  pods: readonly PodHealth[] = [],
): BadgeState {
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
  if (cluster?.state === 'ready' && (cluster.problem || pods.some(isFailing))) return 'warned'
  return cluster?.state ?? (operation?.problem && isCancelled(operation.problem) ? 'cancelled' : 'failed')
}

/** A pod that does not get on by itself, other than one that is only starting. */
export function isFailing({ isHealthy, status, explanation }: PodHealth): boolean {
  if (isHealthy) return false
  return (explanation && mattersOf(explanation.id) === 'act') || /BackOff|Err|Invalid|OOM|Evicted|Failed/.test(status)
}

/** Its containers run, whatever Kubernetes says. */
export const isUp = ({ state }: Cluster): boolean => state === 'ready' || state === 'running' || state === 'degraded'

/** Something of it does not run. */
export const canStart = ({ state }: Cluster): boolean => state === 'stopped' || state === 'degraded'
