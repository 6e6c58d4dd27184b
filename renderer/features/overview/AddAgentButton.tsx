import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Cluster, refKey, refOf, type StoredSpec } from '#shared/cluster.ts'
import { request } from '../../api/client.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { useClusterEntries } from '../../api/queries.ts'
import { ApplyDialog } from '../../ui/ApplyDialog.tsx'
import { useTexts } from '../../ui/language.tsx'
import { Reason, unavailable } from '../../ui/Reason.tsx'
import { useReasons } from '../../ui/use-reasons.ts'

/** One agent more, the change that is wanted most often, without the way through the settings. */
export function AddAgentButton({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const { change } = useClusterActions()
  const ref = refOf(cluster)
  const entry = useClusterEntries()?.find((other) => refKey(other.ref) === refKey(ref))
  const reason = useReasons().cluster(entry ?? { ref, operation: undefined })
  const [base, setBase] = useState<StoredSpec>()
  const look = useMutation({ mutationFn: () => request('clusters.spec', { cluster: ref }), onSuccess: setBase })
  return (
    <>
      <Reason reason={reason}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          loading={look.isPending}
          {...unavailable(reason, () => look.mutate())}
        >
          {text('overview.addAgent')}
        </Button>
      </Reason>
      {base && (
        <Addition
          cluster={cluster}
          base={base}
          onApply={(spec) => {
            change({ cluster: ref, spec, base })
            setBase(undefined)
          }}
          onClose={() => setBase(undefined)}
        />
      )}
    </>
  )
}

function Addition({
  cluster,
  base,
  onApply,
  onClose,
}: {
  readonly cluster: Cluster
  readonly base: StoredSpec
  readonly onApply: (spec: StoredSpec['spec']) => void
  readonly onClose: () => void
}) {
  // The same one for as long as the dialog is open, for its preview is asked for by what it is.
  const [spec] = useState(() => ({ ...base.spec, agents: base.spec.agents + 1 }))
  return <ApplyDialog cluster={cluster} spec={spec} onApply={() => onApply(spec)} onClose={onClose} />
}
