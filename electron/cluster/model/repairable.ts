import type { Cluster, ClusterRef } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'

/** Problems of a cluster that a repair puts right. */
const repairable: ReadonlySet<string> = new Set(['docker.firewall_lost', 'k3s.node_password_rejected'])

/** With the button for it. */
export function withRepair(found: Problem, { engineId, name }: ClusterRef): Problem {
  if (!repairable.has(found.code) || found.actions?.length) return found
  return { ...found, actions: [{ kind: 'repairCluster', cluster: { engineId, name } }] }
}

/** With the button for the way back, too, which is there for as long as the copy is, whoever was there when the upgrade failed. */
export function withRemedies(found: Problem, cluster: Pick<Cluster, 'engineId' | 'name' | 'hasWayBack'>): Problem {
  const { engineId, name, hasWayBack } = cluster
  const repaired = withRepair(found, { engineId, name })
  if (!hasWayBack) return repaired
  return { ...repaired, actions: [...(repaired.actions ?? []), { kind: 'revertUpgrade', cluster: { engineId, name } }] }
}
