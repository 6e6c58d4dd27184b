import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { ClusterRef } from '#shared/cluster.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import type { OngoingOperation } from '../../api/queries.ts'
import { Duration } from '../../ui/Duration.tsx'
import { isCancelled } from '../../ui/failures.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { OperationLog } from './OperationLog.tsx'
import styles from './OperationPanel.module.css'
import { StageList } from './StageList.tsx'
import { useTimeline } from './use-timeline.ts'

interface Props {
  readonly cluster: ClusterRef
  /** Which run of an operation on this cluster it is. */
  readonly run: number
  /** It is there, also after a failure. */
  readonly hasCluster: boolean
  /** The operation that runs or has failed; absent once it ended well. */
  readonly operation: OngoingOperation | undefined
  readonly onRetry: (() => void) | undefined
  readonly onUsePort: ((port: number) => void) | undefined
  /** To where the choices can be changed before it is tried again. */
  readonly onChange: (() => void) | undefined
  readonly onDismiss: () => void
}

/** What is being done to a cluster: stages with their clocks, the nodes' log under them, and what went wrong. */
export function OperationPanel(props: Props) {
  const { cluster, run, hasCluster, operation, onRetry, onUsePort, onChange, onDismiss } = props
  const { text } = useTexts()
  const { cancel } = useClusterActions()
  const timeline = useTimeline(cluster, run)
  const isRunning = operation?.isRunning ?? false
  const outcome = timeline?.outcome
  const problem = operation?.problem ?? (outcome?.kind === 'problem' ? outcome.problem : undefined)

  // A Problem that remains after success belongs to the cluster, and is shown there as long as it lasts.
  if (!operation) return null
  const wasCancelled = problem !== undefined && isCancelled(problem)
  const end = wasCancelled ? 'cancelled' : 'failed'
  const heading = text(`operation.${operation.operation}.${isRunning ? 'running' : end}`, {
    cluster: cluster.name,
  })
  const stage = timeline?.stages.find(({ state }) => state === 'running')?.stage
  return (
    <Stack gap="md" className={styles.panel}>
      {/* Announced once for each stage: the clock beside the heading never stands still. */}
      <VisuallyHidden role="status">
        {isRunning && stage ? `${heading} · ${text(`stage.${stage}`)}` : ''}
      </VisuallyHidden>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm">
          <Title order={2} size="h4">
            {heading}
          </Title>
          {isRunning && <Duration sinceMs={timeline?.startedAtMs} />}
        </Group>
        {isRunning && (
          <Button variant="default" size="xs" onClick={() => cancel(cluster)}>
            {text('action.cancel')}
          </Button>
        )}
      </Group>
      {!isRunning && problem && (
        <ProblemAlert
          problem={problem}
          severity={wasCancelled ? 'neutral' : 'error'}
          about={hasCluster ? cluster : undefined}
          onRetry={onRetry}
          onUsePort={onUsePort}
          onChange={onChange}
          dismiss={{ label: text(hasCluster ? 'operation.close' : 'operation.dismiss'), run: onDismiss }}
          note={outcome?.kind === 'problem' && outcome.undone ? text('operation.undone') : undefined}
          log={timeline?.log.entries.map(({ text: line }) => line) ?? []}
        />
      )}
      {!isRunning &&
        timeline?.warnings.map((warning) => (
          <ProblemAlert key={JSON.stringify(warning)} problem={warning} severity="warning" />
        ))}
      <Paper withBorder p="md" className={styles.stages}>
        <StageList stages={timeline?.stages ?? []} operation={operation.operation} />
      </Paper>
      {timeline && timeline.log.entries.length > 0 && (
        <Stack gap={6} className={styles.log}>
          <Text size="sm" fw={600}>
            {text('progress.log')}
          </Text>
          <OperationLog log={timeline.log} hasEnded={!isRunning} showsFirstError={!isRunning && !wasCancelled} />
        </Stack>
      )}
    </Stack>
  )
}
