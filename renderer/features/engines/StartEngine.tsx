import { Button, Code, Group, Loader, Paper, Stack, Text } from '@mantine/core'
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

/** What is installed here and can be started by a click, each with the command that is run for it. */
export function StartEngine({
  problem,
  isQuiet = false,
}: {
  readonly problem: Problem
  /** Something else is likelier to be wanted. */
  readonly isQuiet?: boolean
}) {
  const helps = helpedByStarting.has(problem.code)
  const { data: starters = [] } = useQuery({ ...startersQuery, enabled: helps })
  if (!helps) return null
  return starters.map((starter) => <Starter key={starter.id} {...starter} isQuiet={isQuiet} />)
}

function Starter({ id, name, command, isQuiet }: EngineStarter & { readonly isQuiet: boolean }) {
  const { text } = useTexts()
  const start = useMutation({ mutationFn: () => request('engines.start', { id }), meta: { isShownInPlace: true } })
  return (
    <Paper withBorder p="md" data-starter={id}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" component="div" miw={0}>
            {text('noEngine.runs')} <Code className={styles.startCommand}>{command}</Code>
          </Text>
          <Button
            className={styles.fixed}
            variant={isQuiet ? 'default' : 'filled'}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {text('noEngine.start', { engine: name })}
          </Button>
        </Group>
        <div role="status">
          {(start.isPending || start.isSuccess) && (
            <Group gap="xs">
              <Loader size={14} aria-hidden />
              <Text size="sm" c="dimmed">
                {text('noEngine.starting', { engine: name })}
              </Text>
            </Group>
          )}
        </div>
        {start.error && <ProblemAlert problem={problemOf(start.error)} severity="warning" />}
      </Stack>
    </Paper>
  )
}
