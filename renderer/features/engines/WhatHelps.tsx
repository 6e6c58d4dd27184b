import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EngineStarter } from '#shared/engine.ts'
import { adviseEngine, type EngineAdvice } from '#shared/engine-advice.ts'
import type { Problem } from '#shared/problem.ts'
import { openLink } from '../../api/cluster-actions.ts'
import { appInfoQuery, enginesQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import styles from './engines.module.css'
import { StartButton, StartEngine, StartOutcome, useStart, useStarters } from './StartEngine.tsx'

/**
 * What helps on this system, at once. What is found out later, which engines can be started and where the address is from, comes below
 * it or into a row that is there already: nothing moves under the pointer.
 */
export function WhatHelps({ problem }: { readonly problem: Problem }) {
  const { data: app } = useQuery(appInfoQuery)
  const { data: engines } = useQuery(enginesQuery)
  const starters = useStarters(problem) ?? []
  if (!app) return null
  const origin = engines?.find(({ isSelected }) => isSelected)
  const advice = adviseEngine(problem, app, origin)
  return (
    <>
      {advice.map((each) => (
        <Advice key={each.text} {...each} starters={starters} />
      ))}
      <StartEngine problem={problem} except={advice.flatMap(({ commands }) => commands)} />
    </>
  )
}

function Advice({
  text: key,
  params,
  commands,
  link,
  starters,
}: EngineAdvice & { readonly starters: readonly EngineStarter[] }) {
  const { text } = useTexts()
  return (
    <Stack gap="xs">
      <Text size="sm">{text(key, params)}</Text>
      {commands.map((command) => (
        <Command key={command} command={command} starter={starters.find((each) => each.command === command)} />
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

/** To be copied; with a button where Sampan can run it, too. */
function Command({ command, starter }: { readonly command: string; readonly starter: EngineStarter | undefined }) {
  const { text } = useTexts()
  const start = useStart()
  return (
    <>
      <Group gap="xs" wrap="nowrap" data-starter={starter?.id}>
        <div className={styles.command}>
          <CodeBlock label={text('noEngine.command')} code={command} />
        </div>
        <CopyButton label={text('action.copy')} what={command} copy={command} />
        {starter && <StartButton starter={starter} start={start} size="xs" />}
      </Group>
      {starter && <StartOutcome starter={starter} start={start} />}
    </>
  )
}
