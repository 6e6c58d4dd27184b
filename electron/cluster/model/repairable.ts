import type { ClusterRef } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'

/** Problems of a cluster that a repair puts right. */
const repairable: ReadonlySet<string> = new Set(['k3s.node_password_rejected'])

/** With the button for it. */
export function withRepair(found: Problem, { engineId, name }: ClusterRef): Problem {
  if (!repairable.has(found.code) || found.actions?.length) return found
  return { ...found, actions: [{ kind: 'repairCluster', cluster: { engineId, name } }] }
}
