import { Menu } from '@mantine/core'
import {
  IconArrowsVertical,
  IconBell,
  IconCode,
  IconCopy,
  IconHistory,
  IconListDetails,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { AccessItems } from './AccessItems.tsx'
import type { ObjectView } from './ObjectDrawer.tsx'
import { useWorkloadRequests } from './use-workload-requests.ts'
import { canRestart, logSourcesOf, previousLogSourcesOf, replicasOf } from './workload-actions.ts'
import styles from './workloads.module.css'

/** For which row the menu is open, and where: in pixels of the window. */
export interface RowMenuPlace {
  readonly row: WorkloadRow
  readonly x: number
  readonly y: number
  readonly returnFocus: () => void
}

interface Props {
  readonly cluster: Cluster
  readonly place: RowMenuPlace | undefined
  readonly onClose: () => void
  readonly onShow: (row: WorkloadRow, view: ObjectView) => void
  readonly onScale: (row: WorkloadRow) => void
  readonly onDelete: (row: WorkloadRow) => void
}

/** What can be done with one object. There is one menu for all rows: ten thousand of them would cost more than their rows. */
export function RowMenu({ place, onClose, ...more }: Props) {
  const { text } = useTexts()
  if (!place) return null
  const { row, x, y, returnFocus } = place
  return (
    <Menu
      // Where it opens is another place each time.
      key={`${x} ${y}`}
      opened
      onChange={(isOpen) => {
        if (isOpen) return
        onClose()
        returnFocus()
      }}
      position="bottom-start"
      offset={2}
      withinPortal
      returnFocus={false}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          aria-label={text('workloads.actions', { name: row.name })}
          className={styles.menuAnchor}
          style={{ left: x, top: y }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <RowActions row={row} {...more} />
      </Menu.Dropdown>
    </Menu>
  )
}

function RowActions({
  cluster,
  row,
  onShow,
  onScale,
  onDelete,
}: Omit<Props, 'place' | 'onClose'> & { readonly row: WorkloadRow }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { copy } = useCopy()
  const { restart } = useWorkloadRequests(refOf(cluster))
  const logs = logSourcesOf(row)
  const previousLogs = previousLogSourcesOf(row)
  return (
    <>
      {logs.length > 0 && (
        <Menu.Item
          leftSection={<IconListDetails size={15} aria-hidden />}
          onClick={() => go({ tab: 'logs', sources: logs })}
        >
          {text('action.showLogs')}
        </Menu.Item>
      )}
      {previousLogs.length > 0 && (
        <Menu.Item
          leftSection={<IconHistory size={15} aria-hidden />}
          onClick={() => go({ tab: 'logs', sources: previousLogs })}
        >
          {text('workloads.previousLogs')}
        </Menu.Item>
      )}
      <AccessItems cluster={cluster} row={row} />
      <Menu.Divider />
      {canRestart(row) && (
        <Menu.Item leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => restart(row)}>
          {text('workloads.restart')}
        </Menu.Item>
      )}
      {replicasOf(row) !== undefined && (
        <Menu.Item leftSection={<IconArrowsVertical size={15} aria-hidden />} onClick={() => onScale(row)}>
          {text('workloads.scale')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconBell size={15} aria-hidden />} onClick={() => onShow(row, 'events')}>
        {text('workloads.events')}
      </Menu.Item>
      <Menu.Item leftSection={<IconCode size={15} aria-hidden />} onClick={() => onShow(row, 'yaml')}>
        {text('workloads.yaml')}
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => copy(row.name)}>
        {text('workloads.copyName')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        c="var(--sampan-text-bad)"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => onDelete(row)}
      >
        {text('action.delete')}
      </Menu.Item>
    </>
  )
}
