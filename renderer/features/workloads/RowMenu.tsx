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
  return (
    <Menu
      opened={place !== undefined}
      onChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      onClose={() => place?.returnFocus()}
      position="bottom-start"
      offset={2}
      withinPortal
      returnFocus={false}
      // Where it opens is another place each time.
      key={place && `${place.x} ${place.y}`}
    >
      <Menu.Target>
        {/* The target says that it has a menu, which only a button may. */}
        <button
          type="button"
          aria-hidden
          tabIndex={-1}
          className={styles.menuAnchor}
          style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
        />
      </Menu.Target>
      <Menu.Dropdown>{place && <RowActions row={place.row} {...more} />}</Menu.Dropdown>
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
