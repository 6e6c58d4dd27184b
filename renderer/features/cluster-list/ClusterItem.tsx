import { ActionIcon, Group, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconDots, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import type { ClusterEntry } from '../../api/queries.ts'
import { ClusterMenuItems } from '../../ui/ClusterMenuItems.tsx'
import { isUp } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { OriginMark } from '../../ui/OriginMark.tsx'
import { Reason, unavailable } from '../../ui/Reason.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { useClusterState } from '../../ui/use-cluster-state.ts'
import { useReasons } from '../../ui/use-reasons.ts'
import styles from './ClusterItem.module.css'

interface Props {
  readonly entry: ClusterEntry
  readonly isSelected: boolean
  /** Tab comes to this row; from there the arrow keys lead on. */
  readonly isStop: boolean
}

/** A cluster in the list: its state, one line of facts, its switch, and a menu that a right click opens too. */
export function ClusterItem({ entry, isSelected, isStop }: Props) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const [isOpen, setIsOpen] = useState(false)
  const { ref, cluster } = entry
  return (
    <li
      className={styles.item}
      data-selected={isSelected || undefined}
      data-cluster={ref.name}
      data-row={refKey(ref)}
      onContextMenu={(event) => {
        event.preventDefault()
        setIsOpen(true)
      }}
    >
      <UnstyledButton
        className={styles.main}
        tabIndex={isStop ? 0 : -1}
        aria-current={isSelected ? 'page' : undefined}
        onClick={() => go({ cluster: ref })}
      >
        <Group component="span" gap={6} wrap="nowrap">
          <Text component="span" size="sm" fw={600} truncate>
            {ref.name}
          </Text>
          <OriginMark cluster={ref} />
        </Group>
        <StateBadge state={useClusterState(entry, { isOpen: isSelected })} size="xs" />
        {cluster && <FactsLine cluster={cluster} />}
      </UnstyledButton>
      <PowerSwitch entry={entry} />
      {cluster && (
        <Menu position="bottom-end" withinPortal opened={isOpen} onChange={setIsOpen}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              className={styles.action}
              tabIndex={-1}
              data-open={isOpen || undefined}
              aria-label={text('action.more', { cluster: shownName(ref) })}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ClusterMenuItems entry={entry} />
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

function FactsLine({ cluster: { k3sVersion, nodes, apiPort } }: { readonly cluster: Cluster }) {
  const { plural } = useTexts()
  const facts = [
    ...(k3sVersion ? [k3sVersion.replace(/^(v\d+\.\d+).*$/, '$1')] : []),
    ...(nodes.length > 0 ? [plural('list.nodes', nodes.length)] : []),
    ...(apiPort === undefined ? [] : [`:${apiPort}`]),
  ]
  return (
    <Text size="xs" c="dimmed" truncate className={styles.facts}>
      {facts.join(' · ')}
    </Text>
  )
}

function PowerSwitch({ entry }: { readonly entry: ClusterEntry }) {
  const { text } = useTexts()
  const { start, stop } = useClusterActions()
  const reason = useReasons().cluster(entry)
  const { ref, cluster, operation } = entry
  const canStop = cluster !== undefined && isUp(cluster)
  if (operation?.isRunning || !(canStop || cluster?.state === 'stopped')) return null
  const label = text(canStop ? 'list.stop' : 'list.start', { cluster: shownName(ref) })
  return (
    <Reason reason={reason} label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        className={styles.action}
        tabIndex={-1}
        aria-label={label}
        {...unavailable(reason, () => (canStop ? stop(ref) : start(ref)))}
      >
        {canStop ? <IconPlayerStop size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
      </ActionIcon>
    </Reason>
  )
}
