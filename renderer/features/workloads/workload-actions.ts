import type { LogSource } from '#shared/log-view.ts'
import type { WorkloadRow } from '#shared/workloads.ts'

/** The logs of an object: each container of a pod, or whatever pods a controller has. None where there are none. */
export function logSourcesOf(row: WorkloadRow): readonly LogSource[] {
  const { namespace, name } = row
  switch (row.kind) {
    case 'Pod':
      return row.logContainers.map((container) => ({
        kind: 'pod',
        namespace,
        pod: name,
        container: container.name,
        isPrevious: false,
      }))
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return [{ kind: 'workload', namespace, workload: row.kind, name }]
    default:
      return []
  }
}

/** Those of the runs before the present ones. */
export function previousLogSourcesOf(row: WorkloadRow): readonly LogSource[] {
  if (row.kind !== 'Pod') return []
  const { namespace, name } = row
  return row.logContainers
    .filter(({ hasPrevious }) => hasPrevious)
    .map((container) => ({ kind: 'pod', namespace, pod: name, container: container.name, isPrevious: true }))
}

/** As `kubectl rollout restart` can restart it. */
export const canRestart = (row: WorkloadRow): boolean =>
  row.kind === 'Deployment' || row.kind === 'StatefulSet' || row.kind === 'DaemonSet'

/** How many pods it is meant to have, where that is a number that one chooses. */
export const replicasOf = (row: WorkloadRow): number | undefined =>
  row.kind === 'Deployment' || row.kind === 'StatefulSet' ? row.desired : undefined
