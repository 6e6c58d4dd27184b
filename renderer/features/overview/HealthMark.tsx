import { Group, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleDotted } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './overview.module.css'

/** A word with the shape that goes with it. */
export function HealthMark({
  isGood,
  isKnown = true,
  children,
}: {
  readonly isGood: boolean
  readonly isKnown?: boolean
  readonly children: ReactNode
}) {
  const Icon = !isKnown ? IconCircleDotted : isGood ? IconCircleCheckFilled : IconAlertTriangleFilled
  return (
    <Group gap={6} wrap="nowrap">
      <Icon
        size={14}
        aria-hidden
        className={styles.mark}
        data-tone={!isKnown ? 'quiet' : isGood ? 'good' : 'warning'}
      />
      <Text size="sm">{children}</Text>
    </Group>
  )
}
