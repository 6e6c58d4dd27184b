import { Button, type ButtonProps, Code, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { EngineStarter } from '#shared/engine.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'
import { request } from '../../api/client.ts'
import { startersQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import styles from './engines.module.css'

/** An engine that runs, and does not let Sampan in, need not be started. */
const helpedByStarting: ReadonlySet<ProblemCode> = new Set([
  'docker.not_found',
  'docker.not_running',
  'docker.unreachable',
  'docker.silent',
  'docker.lost',
])

/** What is installed here and can be started by a click. Undefined until it is known. */
export function useStarters(problem: Problem): readonly EngineStarter[] | undefined {
  const helps = helpedByStarting.has(problem.code)
  const { data, isError } = useQuery({ ...startersQuery, enabled: helps })
  return helps && !isError ? data : none
}

const none: readonly EngineStarter[] = []

/** What can be started, each with the command that is run for it. */
export function StartEngine({
  problem,
  isQuiet = false,
  except = [],
}: {
  readonly problem: Problem
  /** Something else is likelier to be wanted. */
  readonly isQuiet?: boolean
  /** Commands that have their button elsewhere. */
  readonly except?: readonly string[]
}) {
  const starters = useStarters(problem) ?? none
  return starters
    .filter(({ command }) => !except.includes(command))
    .map((starter) => <Starter key={starter.id} starter={starter} isQuiet={isQuiet} />)
}

function Starter({ starter, isQuiet }: { readonly starter: EngineStarter; readonly isQuiet: boolean }) {
  const { text } = useTexts()
  const start = useStart()
  return (
    <Paper withBorder p="md" data-starter={starter.id}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" component="div" miw={0}>
            {text('noEngine.runs')} <Code className={styles.startCommand}>{starter.command}</Code>
          </Text>
          <StartButton starter={starter} start={start} variant={isQuiet ? 'default' : 'filled'} />
        </Group>
        <StartOutcome starter={starter} start={start} />
      </Stack>
    </Paper>
  )
}

export const useStart = () =>
  useMutation({
    mutationFn: (id: EngineStarter['id']) => request('engines.start', { id }),
    meta: { isShownInPlace: true },
  })

interface Starting {
  readonly starter: EngineStarter
  readonly start: ReturnType<typeof useStart>
}

export function StartButton({ starter, start, ...look }: Starting & ButtonProps) {
  const { text } = useTexts()
  return (
    <Button
      className={styles.fixed ?? ''}
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      loading={start.isPending}
      {...look}
      onClick={() => start.mutate(starter.id)}
    >
      {text('noEngine.start', { engine: starter.name })}
    </Button>
  )
}

/** Whether it starts, or why it does not. */
export function StartOutcome({ starter, start }: Starting) {
  const { text } = useTexts()
  return (
    <>
      <div role="status">
        {(start.isPending || start.isSuccess) && (
          <Group gap="xs">
            <Loader size={14} aria-hidden />
            <Text size="sm" c="dimmed">
              {text('noEngine.starting', { engine: starter.name })}
            </Text>
          </Group>
        )}
      </div>
      {start.error && <ProblemAlert problem={problemOf(start.error)} severity="warning" />}
    </>
  )
}
