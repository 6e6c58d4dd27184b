import { Group, Text } from '@mantine/core'
import {
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleXFilled,
  IconSquareFilled,
  IconSquareRotated,
  type TablerIcon,
} from '@tabler/icons-react'
import type { ClusterState } from '#shared/cluster.ts'
import { useTexts } from './language.tsx'
import styles from './StateBadge.module.css'

/** A state says itself three times: by its shape, its word and, last, its colour. */
export type BadgeState = ClusterState | 'warned' | 'changing' | 'restarting' | 'failed' | 'cancelled'

const looks: Record<BadgeState, { readonly Icon: TablerIcon; readonly tone: string }> = {
  ready: { Icon: IconCircleCheckFilled, tone: 'good' },
  warned: { Icon: IconAlertCircleFilled, tone: 'warning' },
  running: { Icon: IconCircle, tone: 'good' },
  degraded: { Icon: IconAlertTriangleFilled, tone: 'warning' },
  incomplete: { Icon: IconSquareRotated, tone: 'warning' },
  creating: { Icon: IconCircleDashed, tone: 'busy' },
  starting: { Icon: IconCircleDashed, tone: 'busy' },
  changing: { Icon: IconCircleDashed, tone: 'busy' },
  restarting: { Icon: IconCircleDashed, tone: 'busy' },
  stopping: { Icon: IconCircleDashed, tone: 'busy' },
  deleting: { Icon: IconCircleDashed, tone: 'busy' },
  stopped: { Icon: IconSquareFilled, tone: 'quiet' },
  cancelled: { Icon: IconCircleMinus, tone: 'quiet' },
  failed: { Icon: IconCircleXFilled, tone: 'bad' },
}

export function StateBadge({ state, size = 'sm' }: { readonly state: BadgeState; readonly size?: 'xs' | 'sm' }) {
  const { text } = useTexts()
  const { Icon, tone } = looks[state]
  return (
    <Group component="span" gap={6} wrap="nowrap" data-state={state} className={styles.badge}>
      <Icon size={size === 'xs' ? 12 : 15} aria-hidden className={styles.icon} data-tone={tone} />
      <Text component="span" size={size} fw={500} inherit={false}>
        {text(state === 'warned' && size === 'xs' ? 'state.warned.short' : `state.${state}`)}
      </Text>
    </Group>
  )
}
