import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTexts } from '../../ui/language.tsx'
import styles from './logs.module.css'

/** From error to error, and how many of them are shown; undefined while nobody knows. */
export function ErrorStepper({
  count,
  onStep,
}: {
  readonly count: number | undefined
  readonly onStep: (direction: 'next' | 'previous') => void
}) {
  const { text, plural } = useTexts()
  return (
    <Group gap={2} wrap="nowrap" role="group" aria-label={text('logs.errors')} className={styles.errorSteps}>
      {(['previous', 'next'] as const).map((direction) => (
        <Tooltip key={direction} label={text(`logs.error.${direction}`)}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            aria-label={text(`logs.error.${direction}`)}
            onClick={() => onStep(direction)}
          >
            {direction === 'next' ? <IconArrowDown size={15} aria-hidden /> : <IconArrowUp size={15} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      ))}
      {count !== undefined && (
        <Text size="xs" fw={count > 0 ? 600 : 400} c={count > 0 ? 'var(--sampan-text-bad)' : 'dimmed'}>
          {plural('logs.errors', count)}
        </Text>
      )}
    </Group>
  )
}
