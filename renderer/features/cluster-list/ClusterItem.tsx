import { ActionIcon, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useClusterActions } from '../../api/cluster-actions.ts'
import type { ClusterEntry } from '../../api/queries.ts'
import { stateOf } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import styles from './ClusterItem.module.css'

interface Props {
  readonly entry: ClusterEntry
  readonly isSelected: boolean
  readonly isConnected: boolean
}

export function ClusterItem({ entry: { ref, cluster, operation }, isSelected, isConnected }: Props) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { start, stop } = useClusterActions()
  const state = stateOf({ cluster, operation })
  const canStart = cluster?.state === 'stopped'
  const canStop = cluster !== undefined && ['ready', 'running', 'degraded'].includes(cluster.state)
  const label = text(canStop ? 'list.stop' : 'list.start', { cluster: ref.name })
  return (
    <li className={styles.item} data-selected={isSelected || undefined} data-cluster={ref.name}>
      <UnstyledButton
        className={styles.main}
        aria-current={isSelected ? 'page' : undefined}
        onClick={() => go({ cluster: ref })}
      >
        <Text size="sm" fw={600} truncate>
          {ref.name}
        </Text>
        <StateBadge state={state} size="xs" />
      </UnstyledButton>
      {(canStart || canStop) && !operation?.isRunning && (
        <Tooltip label={label} position="right">
          <ActionIcon
            variant="subtle"
            color="gray"
            className={styles.action}
            aria-label={label}
            disabled={!isConnected}
            onClick={() => (canStop ? stop(ref) : start(ref))}
          >
            {canStop ? <IconPlayerStop size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  )
}
