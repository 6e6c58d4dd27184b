import { Alert, Button, Center, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { PlannedStep } from '#shared/operation.ts'
import { problemOf } from '#shared/problem.ts'
import { isMessageKey } from '#shared/translate.ts'
import { changePreviewQuery } from '../api/queries.ts'
import styles from './ApplyDialog.module.css'
import { ItemList } from './ItemList.tsx'
import { useTexts } from './language.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'
import { type Effect, effects, effectsOf, type PlannedEffects } from './planned-effects.ts'

interface Props {
  readonly cluster: Cluster
  /** What the cluster is to become. */
  readonly spec: ClusterSpec
  readonly onApply: () => void
  readonly onClose: () => void
}

/** What a change will do, to the last volume, before it is done. What takes data away is confirmed in red. */
export function ApplyDialog({ cluster, spec, onApply, onClose }: Props) {
  const { text } = useTexts()
  const { data: plan, error, refetch } = useQuery({ ...changePreviewQuery(cluster, spec), refetchOnMount: 'always' })
  const planned = plan && effectsOf(plan, cluster)
  return (
    <Modal opened onClose={onClose} title={text('apply.title', { cluster: cluster.name })} size="lg">
      <Stack gap="md">
        {error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
        {!planned && !error && (
          <Center h={120}>
            <Loader size="sm" aria-label={text('apply.loading')} />
          </Center>
        )}
        {planned && <Effects planned={planned} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <Button {...(planned?.removesData ? { color: 'red.9' } : {})} disabled={!planned} onClick={onApply}>
            {text(planned?.removesData ? 'apply.confirm.data' : 'apply.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Effects({
  planned: { steps, removesData, interruptsApi, copiesData, uncopied },
}: {
  readonly planned: PlannedEffects
}) {
  const { text, sentences } = useTexts()
  const hints: Readonly<Record<Effect, readonly string[]>> = {
    removes: removesData ? [text('apply.removes.data')] : [],
    interrupts: [
      text('apply.interrupts.data'),
      ...(interruptsApi ? [text('apply.interrupts.api')] : []),
      ...(copiesData ? [text('apply.interrupts.copy')] : []),
    ],
    adds: [],
    rest: [],
  }
  if (effects.every((effect) => steps[effect].length === 0)) return <Text size="sm">{text('apply.nothing')}</Text>
  return (
    <>
      {uncopied.map((data) => (
        <Alert key={data} color="yellow" variant="light" title={text('apply.uncopied', { data })}>
          {text('apply.uncopied.hint')}
        </Alert>
      ))}
      {effects.map((effect) => (
        <StepGroup key={effect} effect={effect} hint={sentences(hints[effect])} steps={steps[effect]} />
      ))}
    </>
  )
}

function StepGroup({
  effect,
  hint,
  steps,
}: {
  readonly effect: Effect
  readonly hint: string
  readonly steps: readonly PlannedStep[]
}) {
  const { text } = useTexts()
  if (steps.length === 0) return null
  const title = text(`apply.${effect}`)
  return (
    <section aria-label={title} className={styles.group} data-effect={effect}>
      <Text size="sm" fw={600} className={styles.title}>
        {title}
      </Text>
      {hint !== '' && (
        <Text size="sm" mb={4}>
          {hint}
        </Text>
      )}
      <ItemList label={title}>
        {steps.map(({ action, target }) => (
          <li key={`${action} ${target}`} className={styles.item}>
            <StepWords action={action} />
            <span className={styles.target}>{target}</span>
          </li>
        ))}
      </ItemList>
    </section>
  )
}

function StepWords({ action }: { readonly action: string }) {
  const { text } = useTexts()
  const key = `step.${action}`
  return <span>{isMessageKey(key) ? text(key) : action}</span>
}
