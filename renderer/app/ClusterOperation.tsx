import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import { type ClusterActions, useClusterActions, useLastAttempt } from '../api/cluster-actions.ts'
import { type ClusterEntry, type OngoingOperation, useDismissFailure, useOperations } from '../api/queries.ts'
import { OperationPanel } from '../features/progress/OperationPanel.tsx'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'

/** The operation on a cluster, with what can be done when it fails. */
export function ClusterOperation({ entry: { name, operation, cluster } }: { readonly entry: ClusterEntry }): ReactNode {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const dismiss = useDismissFailure()
  const attempt = useLastAttempt(name)
  const run = useOperations()?.runs[name]
  if (run === undefined) return null
  return (
    <OperationPanel
      key={run}
      cluster={name}
      run={run}
      operation={operation}
      onRetry={operation && retryOf({ operation, actions, attempt, isThere: cluster !== undefined })}
      onUsePort={
        attempt && operation?.problem
          ? (port) => actions.apply(withPort(attempt, { taken: takenPort(operation.problem), port }))
          : undefined
      }
      failureActions={
        <>
          {!cluster && attempt && (
            <Button size="xs" variant="default" onClick={() => go({ dialog: { kind: 'create', spec: attempt } })}>
              {text('operation.changeAndRetry')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => dismiss(name, run)}>
            {text('operation.dismiss')}
          </Button>
        </>
      }
    />
  )
}

function retryOf(options: {
  readonly operation: OngoingOperation
  readonly actions: ClusterActions
  readonly attempt: ClusterSpec | undefined
  readonly isThere: boolean
}): (() => void) | undefined {
  const { operation, actions, attempt, isThere } = options
  const { cluster } = operation
  switch (operation.operation) {
    case 'create':
    case 'change':
      if (attempt) return () => actions.apply(attempt)
      return isThere ? () => actions.finish(cluster) : undefined
    case 'start':
      return () => actions.start(cluster)
    case 'stop':
      return () => actions.stop(cluster)
    case 'restart':
      return () => actions.restart(cluster)
    case 'delete':
      return () => actions.remove(cluster)
  }
}

function takenPort(problem: Problem | undefined): number {
  return Number(problem?.params.port)
}

/** The same spec with another port in place of the taken one, be it the API's or a published one. */
function withPort(spec: ClusterSpec, { taken, port }: { readonly taken: number; readonly port: number }): ClusterSpec {
  const ports = spec.ports.map((mapping) => (mapping.hostPort === taken ? { ...mapping, hostPort: port } : mapping))
  return { ...spec, apiPort: spec.apiPort === taken ? port : spec.apiPort, ports }
}
