import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Problem } from '#shared/problem.ts'
import { enginesQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AnsweringEngine } from './AnsweringEngine.tsx'
import { EngineList } from './EngineList.tsx'
import styles from './engines.module.css'
import { StartEngine } from './StartEngine.tsx'
import { WhatHelps } from './WhatHelps.tsx'

/** Engines come and go without telling. */
const lookEveryMs = 5000

/** Without a connection: the engine that would do comes first; where there is none, how to get one. */
export function NoEngineScreen({ problem }: { readonly problem: Problem }) {
  const { text, plural } = useTexts()
  const { data: engines } = useQuery({ ...enginesQuery, refetchInterval: lookEveryMs })
  const answering = engines?.filter(({ status }) => status.kind === 'available') ?? []
  return (
    <div className={styles.screen}>
      <Stack gap="lg" maw={680} mx="auto" p="xl">
        {answering.length > 0 ? (
          <>
            <Title order={1} size="h3">
              {plural('noEngine.found', answering.length)}
            </Title>
            {answering.map((engine) => (
              <AnsweringEngine key={engine.id} engine={engine} />
            ))}
            <Stack gap="xs">
              <Title order={2} size="h5">
                {text('noEngine.why')}
              </Title>
              <ProblemAlert problem={problem} severity="warning" />
              <StartEngine problem={problem} isQuiet />
            </Stack>
          </>
        ) : (
          <>
            <Title order={1} size="h3">
              {text('noEngine.title')}
            </Title>
            <ProblemAlert problem={problem} severity="warning" />
            <WhatHelps problem={problem} />
            <Text size="sm" c="dimmed">
              {text('noEngine.waiting')}
            </Text>
          </>
        )}
        <EngineList />
      </Stack>
    </div>
  )
}
