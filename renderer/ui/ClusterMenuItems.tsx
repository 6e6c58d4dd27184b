import { Menu } from '@mantine/core'
import {
  IconCopy,
  IconCopyPlus,
  IconDeviceFloppy,
  IconFileExport,
  IconListDetails,
  IconPackageExport,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react'
import { isOfK3d } from '#shared/cluster-origin.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import type { ClusterEntry } from '../api/queries.ts'
import { canStart, isUp } from './cluster-state.ts'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'
import { useKubeconfigExport } from './use-kubeconfig-export.ts'
import { useNewCluster } from './use-new-cluster.ts'
import { useReasons } from './use-reasons.ts'

/** What can be done with a cluster, wherever it is named, what one comes for first. */
export function ClusterMenuItems({ entry }: { readonly entry: ClusterEntry }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const kubeconfig = useKubeconfigExport()
  const { copyOf, saveSpec, saveBundle } = useNewCluster()
  const isHeld = useReasons().cluster(entry) !== undefined
  const { ref, cluster } = entry
  if (!cluster) return null
  const isRunning = isUp(cluster)
  return (
    <>
      <Menu.Item
        leftSection={<IconCopy size={15} aria-hidden />}
        disabled={isHeld || !isRunning}
        onClick={() => kubeconfig.copy(ref)}
      >
        {text('action.copyKubeconfig')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDeviceFloppy size={15} aria-hidden />}
        disabled={isHeld || !isRunning}
        onClick={() => kubeconfig.save(ref)}
      >
        {text('action.saveKubeconfig')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconListDetails size={15} aria-hidden />}
        onClick={() => go({ cluster: ref, tab: 'logs' })}
      >
        {text('tab.logs')}
      </Menu.Item>
      <Menu.Divider />
      {canStart(cluster) && (
        <Menu.Item
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          disabled={isHeld}
          onClick={() => actions.start(ref)}
        >
          {text('action.start')}
        </Menu.Item>
      )}
      {isRunning && (
        <>
          <Menu.Item
            leftSection={<IconPlayerStop size={15} aria-hidden />}
            disabled={isHeld}
            onClick={() => actions.stop(ref)}
          >
            {text('action.stop')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRefresh size={15} aria-hidden />}
            disabled={isHeld}
            onClick={() => actions.restart(ref)}
          >
            {text('action.restart')}
          </Menu.Item>
        </>
      )}
      {!isOfK3d(ref) && (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconCopyPlus size={15} aria-hidden />} disabled={isHeld} onClick={() => copyOf(ref)}>
            {text('action.duplicate')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileExport size={15} aria-hidden />}
            disabled={isHeld}
            onClick={() => saveSpec(ref)}
          >
            {text('action.saveSpec')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPackageExport size={15} aria-hidden />}
            disabled={isHeld || !isRunning}
            onClick={() => saveBundle(ref)}
          >
            {text('action.saveBundle')}
          </Menu.Item>
        </>
      )}
      <Menu.Divider />
      <Menu.Item
        c="var(--sampan-text-bad)"
        leftSection={<IconTrash size={15} aria-hidden />}
        disabled={isHeld}
        onClick={() => go({ dialog: { kind: 'delete', cluster: ref } })}
      >
        {text('action.delete')}
      </Menu.Item>
    </>
  )
}
