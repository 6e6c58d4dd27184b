import { type ReactNode, useState } from 'react'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { DeleteObjectDialog } from './DeleteObjectDialog.tsx'
import { ScaleDialog } from './ScaleDialog.tsx'
import { replicasOf } from './workload-actions.ts'

/** What is asked before something is done to an object: of the object as it was when its user chose to. */
export function useRowDialogs(cluster: Cluster): {
  readonly scale: (row: WorkloadRow) => void
  readonly remove: (row: WorkloadRow) => void
  readonly dialog: ReactNode
} {
  const [asked, setAsked] = useState<{ readonly what: 'scale' | 'delete'; readonly row: WorkloadRow }>()
  const close = () => setAsked(undefined)
  const replicas = asked && replicasOf(asked.row)
  return {
    scale: (row) => setAsked({ what: 'scale', row }),
    remove: (row) => setAsked({ what: 'delete', row }),
    dialog:
      asked?.what === 'delete' ? (
        <DeleteObjectDialog cluster={refOf(cluster)} row={asked.row} onClose={close} />
      ) : asked && replicas !== undefined ? (
        <ScaleDialog cluster={refOf(cluster)} row={asked.row} replicas={replicas} onClose={close} />
      ) : undefined,
  }
}
