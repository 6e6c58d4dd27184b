import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { adviseEngine, type EngineAdvice } from '#shared/engine-advice.ts'
import type { Problem } from '#shared/problem.ts'
import { openLink } from '../../api/cluster-actions.ts'
import { appInfoQuery, enginesQuery, startersQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AnsweringEngine } from './AnsweringEngine.tsx'
import { EngineList } from './EngineList.tsx'
import styles from './engines.module.css'
import { StartEngine } from './StartEngine.tsx'

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
            <StartEngine problem={problem} />
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

function WhatHelps({ problem }: { readonly problem: Problem }) {
  const { data: app } = useQuery(appInfoQuery)
  const { data: engines } = useQuery(enginesQuery)
  const { data: starters } = useQuery(startersQuery)
  if (!app || !starters) return null
  const origin = engines?.find(({ isSelected }) => isSelected)
  // Commands that have a button need not be shown for copying.
  const hasButton = ({ commands }: EngineAdvice) => starters.some(({ command }) => commands.includes(command))
  return adviseEngine(problem, app, origin)
    .filter((advice) => !hasButton(advice))
    .map((advice) => <Advice key={advice.text} {...advice} />)
}

function Advice({ text: key, params, commands, link }: EngineAdvice) {
  const { text } = useTexts()
  return (
    <Stack gap="xs">
      <Text size="sm">{text(key, params)}</Text>
      {commands.map((command) => (
        <Group key={command} gap="xs" wrap="nowrap">
          <div className={styles.command}>
            <CodeBlock label={text('noEngine.command')} code={command} />
          </div>
          <CopyButton label={text('action.copy')} what={command} copy={command} />
        </Group>
      ))}
      {link && (
        <Group>
          <Button size="xs" variant="default" onClick={() => void openLink(link)}>
            {text(`action.openLink.${link}`)}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
