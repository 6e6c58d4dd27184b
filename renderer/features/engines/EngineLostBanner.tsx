import { Box } from '@mantine/core'
import type { Problem } from '#shared/problem.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** The engine went away: what is listed is what was last known. */
export function EngineLostBanner({ problem }: { readonly problem: Problem }) {
  const { text } = useTexts()
  return (
    <Box p="md" pb={0} data-banner="engine-lost">
      <ProblemAlert problem={problem} note={text('engines.lastKnown')} isBrief />
    </Box>
  )
}
