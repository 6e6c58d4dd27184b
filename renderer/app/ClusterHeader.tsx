import { ActionIcon, Button, Group, Text, Title, Tooltip } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useClusterActions } from '../api/cluster-actions.ts'
import { type ClusterEntry, useClusters } from '../api/queries.ts'
import { stateOf } from '../ui/cluster-state.ts'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { StateBadge } from '../ui/StateBadge.tsx'
import styles from './ClusterPage.module.css'

/** Name, state, and what one does most. */
export function ClusterHeader({ entry }: { readonly entry: ClusterEntry }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const isConnected = useClusters()?.value?.engine.kind === 'connected'
  const { ref, cluster, operation } = entry
  const isUp = cluster !== undefined && ['ready', 'running', 'degraded'].includes(cluster.state)
  const canAct = isConnected && !operation?.isRunning
  return (
    <Group justify="space-between" wrap="nowrap" px="lg" pt="md" pb="sm">
      <Group gap="md" wrap="nowrap" miw={0}>
        <Title order={1} size="h3" lineClamp={1}>
          {ref.name}
        </Title>
        <span role="status" aria-label={text('header.state')} className={styles.state}>
          <StateBadge state={stateOf(entry)} />
        </span>
        {cluster?.k3sVersion && (
          <Text size="sm" c="dimmed">
            {cluster.k3sVersion}
          </Text>
        )}
      </Group>
      {cluster && (
        <Group gap="xs" wrap="nowrap">
          {isUp && (
            <Button
              size="xs"
              variant="default"
              disabled={!canAct}
              leftSection={<IconPlayerStop size={14} aria-hidden />}
              onClick={() => actions.stop(ref)}
            >
              {text('action.stop')}
            </Button>
          )}
          {(cluster.state === 'stopped' || cluster.state === 'degraded') && (
            <Button
              size="xs"
              disabled={!canAct}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => actions.start(ref)}
            >
              {text('action.start')}
            </Button>
          )}
          {isUp && (
            <Tooltip label={text('action.restart')}>
              <ActionIcon
                size={30}
                variant="default"
                disabled={!canAct}
                aria-label={text('action.restart')}
                onClick={() => actions.restart(ref)}
              >
                <IconRefresh size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={text('action.delete')}>
            <ActionIcon
              size={30}
              variant="default"
              disabled={!canAct}
              aria-label={text('action.delete')}
              onClick={() => go({ dialog: { kind: 'delete', cluster: ref } })}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      )}
    </Group>
  )
}
