import { Group, Loader, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/engine.ts'
import { preflightQuery } from '../../api/queries.ts'
import { useTexts } from '../language.tsx'
import styles from './PreflightAdvice.module.css'

const settleMs = 350

/** What stands in the way of a spec, or is worth knowing, while it is being written. */
export function PreflightAdvice({
  spec,
  onUsePort,
}: {
  readonly spec: ClusterSpec
  readonly onUsePort: (port: number) => void
}) {
  const { text, plural } = useTexts()
  const [settled] = useDebouncedValue(spec, settleMs)
  const { data: checks, isFetching } = useQuery({ ...preflightQuery(settled), placeholderData: keepPreviousData })
  const remarks = checks?.filter(({ result }) => result === 'blocking' || result === 'warning') ?? []
  const passed = checks?.filter(({ result }) => result === 'ok') ?? []
  return (
    // What scrolls must be reachable by keyboard.
    <Stack gap={6} role="status" aria-label={text('preflight.title')} className={styles.advice} tabIndex={0}>
      {remarks.map((check) => (
        <Remark key={check.id} check={check} onUsePort={onUsePort} />
      ))}
      <Group gap={6}>
        {isFetching ? (
          <Loader size={12} />
        ) : (
          <IconCircleCheckFilled size={14} aria-hidden className={styles.icon} data-result="ok" />
        )}
        <Text size="xs" c="dimmed">
          {checks ? plural('preflight.passed', passed.length) : text('preflight.checking')}
        </Text>
      </Group>
    </Stack>
  )
}

function Remark({ check, onUsePort }: { readonly check: PreflightCheck; readonly onUsePort: (port: number) => void }) {
  const { text, problem: wordsOf } = useTexts()
  const words = check.problem && wordsOf(check.problem)
  const Icon = check.result === 'blocking' ? IconCircleXFilled : IconAlertTriangleFilled
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" data-check={check.id}>
      <Icon size={14} aria-hidden className={styles.icon} data-result={check.result} />
      <div>
        <Text size="xs" fw={600}>
          {words?.title ?? text(`preflight.${check.id}`)}
        </Text>
        <Text size="xs" c="dimmed">
          {words ? `${words.cause} ${words.remedy}` : check.found}
        </Text>
        {check.problem?.actions?.map(
          (action) =>
            action.kind === 'usePort' && (
              <button key={action.port} type="button" className={styles.link} onClick={() => onUsePort(action.port)}>
                {text('action.usePort', { port: action.port })}
              </button>
            ),
        )}
      </div>
    </Group>
  )
}
