import { Group, Stack, Text } from '@mantine/core'
import type { OperationKind } from '#shared/operation.ts'
import { isMessageKey } from '#shared/translate.ts'
import { Duration } from '../../ui/Duration.tsx'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './OperationPanel.module.css'
import { PullProgress } from './PullProgress.tsx'
import { StepIcon } from './StepIcon.tsx'
import type { Pull, TimelineStage, TimelineStep } from './timeline.ts'

export function StageList({
  stages,
  operation,
}: {
  readonly stages: readonly TimelineStage[]
  readonly operation: OperationKind
}) {
  const { text } = useTexts()
  return (
    <ol className={styles.list} aria-label={text('progress.stages')}>
      {stages.map((stage) => (
        <li key={stage.stage} className={styles.stage} data-stage={stage.stage} data-state={stage.state}>
          <StepIcon state={stage.state} size={18} />
          <Group gap="xs" wrap="nowrap">
            <Text
              size="sm"
              fw={stage.state === 'running' ? 600 : 400}
              c={stage.state === 'waiting' || stage.state === 'notRun' ? 'dimmed' : 'bright'}
            >
              {text(
                stage.stage === 'containers' && operation === 'change'
                  ? 'stage.containers.change'
                  : `stage.${stage.stage}`,
              )}
            </Text>
            <Text size="xs" c="dimmed">
              {text(
                stage.stage === 'image' && stage.state === 'skipped'
                  ? 'stepState.alreadyHere'
                  : `stepState.${stage.state}`,
              )}
            </Text>
          </Group>
          {stage.state !== 'skipped' && <StageClock stage={stage} />}
          {stage.pull && stage.state !== 'done' && (
            <div className={styles.under}>
              <PullProgress pull={stage.pull} isUpload={stage.stage !== 'image'} />
            </div>
          )}
          {stage.steps.length > 0 && stage.state !== 'done' && (
            <Stack gap={2} pt={4} className={styles.under}>
              {stage.steps.map((step) => (
                <StepRow key={`${step.action} ${step.target}`} step={step} pull={stage.pull} />
              ))}
            </Stack>
          )}
        </li>
      ))}
    </ol>
  )
}

function StageClock({ stage }: { readonly stage: TimelineStage }) {
  return <Duration durationMs={stage.durationMs} sinceMs={stage.state === 'running' ? stage.startedAtMs : undefined} />
}

function StepRow({ step, pull }: { readonly step: TimelineStep; readonly pull: Pull | undefined }) {
  const { text, language } = useTexts()
  // All nodes take the same stream, at the pace of the slowest.
  const taken = step.action === 'load into' && step.state === 'running' ? pull : undefined
  const key = `step.${step.action}`
  return (
    <div className={styles.step} data-state={step.state}>
      <StepIcon state={step.state} size={12} />
      <Text size="xs" truncate>
        {isMessageKey(key) ? text(key) : step.action}{' '}
        <Text span ff="monospace" size="xs" c="dimmed">
          {step.target}
        </Text>
        {taken && (
          <Text span size="xs" c="dimmed">
            {' '}
            {text('progress.bytes', {
              done: formatBytes(language, taken.doneBytes),
              total: formatBytes(language, taken.totalBytes),
            })}
          </Text>
        )}
      </Text>
      <Duration durationMs={step.durationMs} sinceMs={step.state === 'running' ? step.startedAtMs : undefined} />
    </div>
  )
}
