import { useState } from 'react'
import { type Cluster, type ClusterSpec, refOf, type StoredSpec } from '#shared/cluster.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import { ApplyDialog } from './ApplyDialog.tsx'
import { useNavigation } from './navigation.tsx'

/**
 * A change of a cluster that is shown before it is made, by `ask`, and then leads to its progress. Nothing is asked or done where what is
 * stored is no longer what the change was made from.
 */
export function useConfirmedChange({
  cluster,
  base,
  look,
  onBegun,
}: {
  readonly cluster: Cluster
  /** What was stored when the change was begun. */
  readonly base: StoredSpec
  /** Looks what is stored now. */
  readonly look: () => Promise<StoredSpec | undefined>
  readonly onBegun: () => void
}) {
  const { go } = useNavigation()
  const { change } = useClusterActions()
  const [wanted, setWanted] = useState<ClusterSpec>()
  const isStillSo = async () => (await look())?.generation === base.generation
  const apply = async (spec: ClusterSpec) => {
    setWanted(undefined)
    if (!(await isStillSo())) return
    change({ cluster: refOf(cluster), spec, base })
    onBegun()
    go({ tab: 'overview' })
  }
  return {
    ask: async (spec: ClusterSpec) => {
      if (await isStillSo()) setWanted(spec)
    },
    dialog: wanted && (
      <ApplyDialog
        cluster={cluster}
        spec={wanted}
        onApply={() => void apply(wanted)}
        onClose={() => setWanted(undefined)}
      />
    ),
  }
}
