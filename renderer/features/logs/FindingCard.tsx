import { Button, Group, Text } from '@mantine/core'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from '../../ui/log/log-clock.ts'
import type { WeighedFinding } from './use-findings.ts'

/** What a known line means, how often it was said and when, and the way to it. */
export function FindingCard({
  finding: { explanation, params, matters, count, firstTime, lastTime },
  clock,
  onShow,
}: {
  readonly finding: WeighedFinding
  readonly clock: LogClock
  readonly onShow: () => void
}) {
  const { text, plural } = useTexts()
  const [first, last] = [clock(firstTime), clock(lastTime)]
  return (
    <ExplanationText id={explanation} params={params} matters={matters}>
      <Group justify="space-between" gap="xs" mt={4}>
        <Text size="xs" c="dimmed">
          {first === last
            ? plural('logs.findings.at', count, { at: first })
            : plural('logs.findings.count', count, { first, last })}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          c="var(--mantine-color-anchor)"
          ml="auto"
          onClick={onShow}
        >
          {text('logs.findings.show')}
        </Button>
      </Group>
    </ExplanationText>
  )
}
