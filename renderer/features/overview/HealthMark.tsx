import { Group, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleDotted } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './overview.module.css'

/** `quiet`: not known, or on its way. */
type Tone = 'good' | 'warning' | 'quiet'

const icons = { good: IconCircleCheckFilled, warning: IconAlertTriangleFilled, quiet: IconCircleDotted }

/** A word with the shape that goes with it. */
export function HealthMark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={14} aria-hidden className={styles.mark} data-tone={tone} />
      <Text size="sm">{children}</Text>
    </Group>
  )
}
