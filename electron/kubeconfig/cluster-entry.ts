import type { ApiPlace } from '#shared/api-address.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { readAdminKubeconfig } from '../kubernetes/admin-kubeconfig.ts'
import type { ClusterEntry } from './own-entries.ts'

/** What a cluster's own kubeconfig says, for the user's. `place`: from where its address is called. */
export function entryOf(
  kubeconfig: string,
  { cluster, place }: { cluster: ClusterRef; place: ApiPlace },
): ClusterEntry {
  const admin = readAdminKubeconfig(kubeconfig)
  if (!admin) throw new ProblemError(problem('kubeconfig.unavailable', { cluster: cluster.name }))
  return { cluster, place, ...admin }
}
