import type { ReactNode } from 'react'
import { refKey } from '#shared/cluster.ts'
import { type Attempt, type ClusterActions, useClusterActions, useLastAttempt } from '../api/cluster-actions.ts'
import { useImageLoads, useLastLoad } from '../api/images.ts'
import { type ClusterEntry, type OngoingOperation, useDismiss, useOperations } from '../api/queries.ts'
import { OperationPanel } from '../features/progress/OperationPanel.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { movePort } from '../ui/spec-form/move-port.ts'
import { useNewCluster } from '../ui/use-new-cluster.ts'

/** The operation on a cluster, with what can be done when it fails. */
export function ClusterOperation({ entry: { ref, operation, cluster } }: { readonly entry: ClusterEntry }): ReactNode {
  const { go } = useNavigation()
  const actions = useClusterActions()
  const dismiss = useDismiss()
  const attempt = useLastAttempt(ref)
  const { load } = useImageLoads()
  const loaded = useLastLoad(ref)
  const loadAgain = loaded && (() => load(ref, loaded.what))
  const { saveBundle } = useNewCluster()
  const run = useOperations()?.runs[refKey(ref)]
  if (run === undefined) return null
  const problem = operation?.problem
  const changeAndRetry = (wanted: Attempt) =>
    wanted.kind === 'create' ? go({ dialog: { kind: 'create', attempt: wanted } }) : go({ tab: 'settings' })
  return (
    <OperationPanel
      key={run}
      cluster={ref}
      run={run}
      hasCluster={cluster !== undefined}
      operation={operation}
      onRetry={operation && retryOf({ operation, actions, attempt, loadAgain, saveAgain: () => saveBundle(ref) })}
      onUsePort={
        attempt && problem
          ? (port) => actions.retry(withPort(attempt, { taken: Number(problem.params.port), port }))
          : undefined
      }
      onChange={attempt && (() => changeAndRetry(attempt))}
      onDismiss={() => dismiss(ref, run)}
    />
  )
}

function retryOf({
  operation: { operation, cluster, problem },
  actions,
  attempt,
  loadAgain,
  saveAgain,
}: {
  readonly operation: OngoingOperation
  readonly actions: ClusterActions
  readonly attempt: Attempt | undefined
  readonly loadAgain: (() => void) | undefined
  readonly saveAgain: () => void
}): (() => void) | undefined {
  switch (operation) {
    case 'create':
    case 'change':
      // Trying again changes nothing about a state that is no longer the one it was made from, nor about a name that is taken.
      if (problem?.code === 'cluster.changed' || problem?.code === 'cluster.name_taken') return undefined
      return attempt ? () => actions.retry(attempt) : () => actions.finish(cluster)
    case 'start':
      return () => actions.start(cluster)
    case 'stop':
      return () => actions.stop(cluster)
    case 'restart':
      return () => actions.restart(cluster)
    case 'delete':
      return () => actions.remove(cluster)
    case 'load':
      return loadAgain
    case 'bundle':
      return saveAgain
  }
}

/** What the user chose is no longer left open. */
function withPort(attempt: Attempt, { taken, port }: { readonly taken: number; readonly port: number }): Attempt {
  const spec = movePort(attempt.spec, { taken, port })
  return attempt.kind === 'change'
    ? { ...attempt, spec }
    : { ...attempt, spec, choose: attempt.choose.filter((field) => field !== 'apiPort') }
}
