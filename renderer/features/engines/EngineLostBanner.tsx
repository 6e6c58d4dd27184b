import { Stack } from '@mantine/core'
import type { Problem } from '#shared/problem.ts'
import { useClusters } from '../../api/queries.ts'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StartEngine } from './StartEngine.tsx'

/** The engine went away: what is listed is what was last known, and when. */
export function EngineLostBanner({ problem }: { readonly problem: Problem }) {
  const { text, language } = useTexts()
  const asOfMs = useClusters()?.value?.asOfMs
  const note =
    asOfMs === undefined
      ? text('engines.lastKnown')
      : text('engines.asOf', { time: formatDateTime(language, new Date(asOfMs).toISOString()) })
  return (
    <Stack gap="xs" p="md" pb={0} data-banner="engine-lost">
      <ProblemAlert problem={{ ...problem, actions: [{ kind: 'chooseEngine' }] }} note={note} isBrief />
      <StartEngine problem={problem} />
    </Stack>
  )
}
