import { Anchor, Button, Group, Text } from '@mantine/core'
import { shownName } from '#shared/cluster-origin.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import type { OngoingOperation } from '../../api/queries.ts'
import { Duration } from '../../ui/Duration.tsx'
import { useTexts } from '../../ui/language.tsx'
import styles from './OperationBar.module.css'
import { StepIcon } from './StepIcon.tsx'
import { useTimeline } from './use-timeline.ts'

/** What is being done to the cluster, on a tab that shows something else: in a line, with the way to all of it, and out. */
export function OperationBar({
  operation: { cluster, operation },
  run,
  onShow,
}: {
  readonly operation: OngoingOperation
  readonly run: number
  readonly onShow: () => void
}) {
  const { text } = useTexts()
  const { cancel } = useClusterActions()
  const timeline = useTimeline(cluster, run)
  const stage = timeline?.stages.find(({ state }) => state === 'running')?.stage
  const heading = text(`operation.${operation}.running`, { cluster: shownName(cluster) })
  return (
    <section className={styles.bar} aria-label={heading} data-operation={operation}>
      <StepIcon state="running" size={16} />
      <Group gap="xs" wrap="nowrap" className={styles.words}>
        <Text size="sm" fw={600} truncate>
          {heading}
        </Text>
        {stage && (
          <Text size="sm" c="dimmed" truncate>
            {text(`stage.${stage}`)}
          </Text>
        )}
        <Duration sinceMs={timeline?.startedAtMs} durationMs={undefined} />
      </Group>
      <Anchor component="button" type="button" size="sm" onClick={onShow}>
        {text('progress.show')}
      </Anchor>
      <Button variant="default" size="compact-sm" onClick={() => cancel(cluster)}>
        {text('action.cancel')}
      </Button>
    </section>
  )
}
