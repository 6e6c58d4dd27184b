import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Problem } from '#shared/problem.ts'
import { appInfoQuery, enginesQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { advise } from './advice.ts'
import { EngineList } from './EngineList.tsx'
import styles from './engines.module.css'

/** Without a Docker Engine there is nothing to show but how to get one. */
export function NoEngineScreen({ problem }: { readonly problem: Problem }) {
  const { text } = useTexts()
  const client = useQueryClient()
  const { data: app } = useQuery(appInfoQuery)
  const { isFetching } = useQuery(enginesQuery)
  const advice = advise(problem.code, app?.platform ?? 'other')
  return (
    <div className={styles.screen}>
      <Stack gap="lg" maw={680} mx="auto" p="xl">
        <Title order={1} size="h3">
          {text('noEngine.title')}
        </Title>
        <ProblemAlert problem={problem} />
        <Stack gap="xs">
          <Text size="sm">{text(advice.text)}</Text>
          {advice.commands.map((command) => (
            <Group key={command} gap="xs" wrap="nowrap">
              <div className={styles.command}>
                <CodeBlock label={text('noEngine.command')} code={command} />
              </div>
              <CopyButton label={text('action.copy')} copy={command} />
            </Group>
          ))}
        </Stack>
        <div>
          <Button
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={isFetching}
            onClick={() => void client.refetchQueries({ queryKey: enginesQuery.queryKey })}
          >
            {text('action.tryAgain')}
          </Button>
        </div>
        <EngineList />
      </Stack>
    </div>
  )
}
