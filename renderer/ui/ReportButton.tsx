import { useQuery } from '@tanstack/react-query'
import type { Problem } from '#shared/problem.ts'
import { reportOf } from '#shared/problem-report.ts'
import { appInfoQuery, useClusters } from '../api/queries.ts'
import { CopyButton } from './CopyButton.tsx'
import { useTexts } from './language.tsx'

/** Copies all that is known of a Problem, for somebody else to read. */
export function ReportButton({
  problem,
  what,
  log = [],
}: {
  readonly problem: Problem
  /** Names the Problem where there are several of these buttons. */
  readonly what?: string
  /** What the nodes wrote. */
  readonly log?: readonly string[]
}) {
  const { text, problem: wordsOf } = useTexts()
  const { data: app } = useQuery(appInfoQuery)
  const engine = useClusters()?.value?.engine
  return (
    <CopyButton
      label={text('action.copyReport')}
      {...(what === undefined ? {} : { what })}
      copy={() => reportOf({ problem, words: wordsOf(problem), app, engine, log })}
      variant="subtle"
      color="gray"
      c="var(--mantine-color-text)"
    />
  )
}
