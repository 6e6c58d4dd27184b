import { Group, Loader, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconChevronDown,
  IconChevronUp,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconDownload,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { PreflightCheck } from '#shared/preflight.ts'
import { useTexts } from '../language.tsx'
import styles from './PreflightAdvice.module.css'
import type { Preflight } from './use-preflight.ts'

/** What stands in the way of a spec, or is worth knowing, while it is being written. */
export function PreflightAdvice({
  preflight: { checks, problem, isChecking, canCheck },
  onUsePort,
}: {
  readonly preflight: Preflight
  readonly onUsePort: (move: PortMove) => void
}) {
  const { text, plural, list, sentences, problem: wordsOf } = useTexts()
  const of = (wanted: PreflightCheck['result']) => checks?.filter(({ result }) => result === wanted) ?? []
  const remarks = [...of('blocking'), ...of('warning')]
  const toPull = checks?.flatMap((check) => check.toPull ?? []) ?? []
  const passed = of('ok')
  const blocking = of('blocking').length
  const summary = [
    ...(blocking > 0 ? [plural('preflight.summary.blocking', blocking)] : []),
    ...(remarks.length > blocking ? [plural('preflight.summary.warnings', remarks.length - blocking)] : []),
    ...(canCheck ? [] : [text('preflight.notYet')]),
  ].join(' · ')
  return (
    // What scrolls must be reachable by keyboard. Only the summary is announced: the remarks change with every key.
    <Stack gap={6} role="group" aria-label={text('preflight.title')} className={styles.advice} tabIndex={0}>
      <VisuallyHidden role="status">{summary}</VisuallyHidden>
      {remarks.map((check) => (
        <Remark key={`${check.id} ${check.found}`} check={check} onUsePort={onUsePort} />
      ))}
      {problem && (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconCircleXFilled size={14} aria-hidden className={styles.icon} data-result="blocking" />
          <Text size="xs">{sentences(Object.values(wordsOf(problem)))}</Text>
        </Group>
      )}
      {toPull.length > 0 && (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconDownload size={14} aria-hidden className={styles.icon} data-result="none" />
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {text('preflight.toPull', { images: list(toPull) })}
          </Text>
        </Group>
      )}
      <Group gap={6}>
        {!canCheck ? (
          <IconCircleDashed size={14} aria-hidden className={styles.icon} data-result="none" />
        ) : isChecking ? (
          <Loader size={12} aria-hidden />
        ) : (
          <IconCircleCheckFilled size={14} aria-hidden className={styles.icon} data-result="ok" />
        )}
        <Text size="xs" c="dimmed">
          {!canCheck
            ? text('preflight.notYet')
            : isChecking
              ? text('preflight.checking')
              : plural('preflight.passed', passed.length)}
        </Text>
      </Group>
    </Stack>
  )
}

/** The port that is to stand in the place of another one. */
interface PortMove {
  readonly taken: number
  readonly port: number
}

function Remark({
  check,
  onUsePort,
}: {
  readonly check: PreflightCheck
  readonly onUsePort: (move: PortMove) => void
}) {
  const { text, sentences, problem: wordsOf } = useTexts()
  const words = check.problem && wordsOf(check.problem)
  // A note is a line, and more when it is asked for: the form comes first.
  const [isOpen, setIsOpen] = useState(false)
  const isBlocking = check.result === 'blocking'
  const title = words?.title ?? text(`preflight.${check.id}`)
  const Icon = isBlocking ? IconCircleXFilled : IconAlertTriangleFilled
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" data-check={check.id}>
      <Icon size={14} aria-hidden className={styles.icon} data-result={check.result} />
      <div>
        {isBlocking ? (
          <Text size="xs" fw={600}>
            {title}
          </Text>
        ) : (
          <UnstyledButton
            fz="xs"
            fw={600}
            lh={1.4}
            display="block"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {title}{' '}
            {isOpen ? (
              <IconChevronUp size={12} aria-hidden className={styles.chevron} />
            ) : (
              <IconChevronDown size={12} aria-hidden className={styles.chevron} />
            )}
          </UnstyledButton>
        )}
        {(isBlocking || isOpen) && (
          <Text size="xs" c="dimmed">
            {words ? sentences([words.cause, words.remedy]) : check.found}
          </Text>
        )}
        {check.problem?.actions?.map(
          (action) =>
            action.kind === 'usePort' && (
              <button
                key={action.port}
                type="button"
                className={styles.link}
                onClick={() => onUsePort({ taken: Number(check.problem?.params.port), port: action.port })}
              >
                {text('action.usePort', { port: action.port })}
              </button>
            ),
        )}
      </div>
    </Group>
  )
}
