import { ActionIcon, Button, Group, Menu, Text, Title } from '@mantine/core'
import { IconDots, IconPlayerPlay, IconPlayerStop, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { shownName } from '#shared/cluster-origin.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import type { ClusterEntry } from '../api/queries.ts'
import { ForwardsButton } from '../features/forwards/ForwardsButton.tsx'
import { ClusterMenuItems } from '../ui/ClusterMenuItems.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { canStart, isUp } from '../ui/cluster-state.ts'
import { focusIfLost } from '../ui/focus-if-lost.ts'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { OriginMark } from '../ui/OriginMark.tsx'
import { Reason, unavailable } from '../ui/Reason.tsx'
import { StateBadge } from '../ui/StateBadge.tsx'
import { useClusterState } from '../ui/use-cluster-state.ts'
import { kubeconfigOf } from '../ui/use-kubeconfig-export.ts'
import { useReasons } from '../ui/use-reasons.ts'
import styles from './ClusterPage.module.css'
import { TerminalButton } from './TerminalButton.tsx'

/** Name, state, and what one comes for: the kubeconfig first. */
export function ClusterHeader({ entry }: { readonly entry: ClusterEntry }) {
  const { text } = useTexts()
  const actions = useClusterActions()
  const { go } = useNavigation()
  const reason = useReasons().cluster(entry)
  const { ref, cluster } = entry
  const isRunning = cluster !== undefined && isUp(cluster)
  return (
    <Group component="header" role="banner" justify="space-between" wrap="nowrap" px="lg" pt="md" pb="sm">
      <Group gap="md" wrap="nowrap" miw={0}>
        <PageTitle entry={entry} />
        <OriginMark cluster={ref} />
        <span role="status" aria-label={text('header.state')} className={styles.state}>
          <StateBadge state={useClusterState(entry, { isOpen: true })} />
        </span>
        {cluster?.k3sVersion && (
          <Text size="sm" c="dimmed" truncate>
            {cluster.k3sVersion}
          </Text>
        )}
      </Group>
      {cluster && (
        <Group gap="xs" wrap="nowrap" className={styles.actions}>
          {isRunning && (
            <>
              <ForwardsButton cluster={ref} />
              <CopyButton label={text('action.copyKubeconfig')} copy={() => kubeconfigOf(ref)} />
              <TerminalButton cluster={ref} />
              <Reason reason={reason}>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerStop size={14} aria-hidden />}
                  {...unavailable(reason, () => actions.stop(ref))}
                >
                  {text('action.stop')}
                </Button>
              </Reason>
            </>
          )}
          {canStart(cluster) && (
            <Reason reason={reason}>
              <Button
                size="xs"
                leftSection={<IconPlayerPlay size={14} aria-hidden />}
                {...unavailable(reason, () => actions.start(ref))}
              >
                {text('action.start')}
              </Button>
            </Reason>
          )}
          <Reason reason={reason} label={text('action.deleteCluster')}>
            <ActionIcon
              size={30}
              variant="subtle"
              color="gray"
              aria-label={text('command.delete', { cluster: shownName(ref) })}
              {...unavailable(reason, () => go({ dialog: { kind: 'delete', cluster: ref } }))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Reason>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size={30} variant="default" aria-label={text('action.more', { cluster: shownName(ref) })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <ClusterMenuItems entry={entry} />
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
    </Group>
  )
}

/** The name. It takes the focus when the page becomes another one and what had the focus is gone with it. */
function PageTitle({ entry: { ref, cluster, operation } }: { readonly entry: ClusterEntry }) {
  const title = useRef<HTMLHeadingElement>(null)
  const page = `${cluster !== undefined} ${operation?.operation} ${operation?.isRunning}`
  const shown = useRef(page)
  useEffect(() => {
    if (shown.current === page) return
    shown.current = page
    focusIfLost(title.current)
  }, [page])
  return (
    <Title ref={title} tabIndex={-1} order={1} size="h3" lineClamp={1} className={styles.title}>
      {ref.name}
    </Title>
  )
}
