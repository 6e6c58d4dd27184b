import { Group, Loader, Stack, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react'
import type { PreflightCheck } from '#shared/preflight.ts'
import { useTexts } from '../language.tsx'
import styles from './PreflightAdvice.module.css'
import type { Preflight } from './use-preflight.ts'

/** What stands in the way of a spec, or is worth knowing, while it is being written. */
export function PreflightAdvice({
  preflight: { checks, problem, isChecking },
  onUsePort,
}: {
  readonly preflight: Preflight
  readonly onUsePort: (port: number) => void
}) {
  const { text, plural, sentences, problem: wordsOf } = useTexts()
  const remarks = checks?.filter(({ result }) => result === 'blocking' || result === 'warning') ?? []
  const passed = checks?.filter(({ result }) => result === 'ok') ?? []
  return (
    // What scrolls must be reachable by keyboard.
    <Stack gap={6} role="status" aria-label={text('preflight.title')} className={styles.advice} tabIndex={0}>
      {remarks.map((check) => (
        <Remark key={`${check.id} ${check.found}`} check={check} onUsePort={onUsePort} />
      ))}
      {problem && (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconCircleXFilled size={14} aria-hidden className={styles.icon} data-result="blocking" />
          <Text size="xs">{sentences(Object.values(wordsOf(problem)))}</Text>
        </Group>
      )}
      <Group gap={6}>
        {isChecking ? (
          <Loader size={12} />
        ) : (
          <IconCircleCheckFilled size={14} aria-hidden className={styles.icon} data-result="ok" />
        )}
        <Text size="xs" c="dimmed">
          {isChecking ? text('preflight.checking') : plural('preflight.passed', passed.length)}
        </Text>
      </Group>
    </Stack>
  )
}

function Remark({ check, onUsePort }: { readonly check: PreflightCheck; readonly onUsePort: (port: number) => void }) {
  const { text, sentences, problem: wordsOf } = useTexts()
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
          {words ? sentences([words.cause, words.remedy]) : check.found}
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
