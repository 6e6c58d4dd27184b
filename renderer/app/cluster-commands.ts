import {
  IconBan,
  IconCopy,
  IconCopyPlus,
  IconDeviceFloppy,
  IconExternalLink,
  IconFileExport,
  IconKey,
  IconListDetails,
  IconPackageExport,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { isOfK3d, shownName } from '#shared/cluster-origin.ts'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { request } from '../api/client.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import { type ClusterEntry, toolsQuery, useClusters } from '../api/queries.ts'
import { canStart, isUp } from '../ui/cluster-state.ts'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { useKubeconfigExport } from '../ui/use-kubeconfig-export.ts'
import { useNewCluster } from '../ui/use-new-cluster.ts'
import { type Command, named } from './command.ts'

/** What can be done with a cluster, as commands. Those of the chosen one have ids without its name: menu and tray know them by these. */
export function useClusterCommands(): (entry: ClusterEntry, isSelected: boolean) => readonly Command[] {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const kubeconfig = useKubeconfigExport()
  const { copyOf, saveSpec, saveBundle } = useNewCluster()
  const { data: tools } = useQuery(toolsQuery)
  const isConnected = useClusters()?.value?.engine.kind === 'connected'
  const { mutate } = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() })

  return ({ ref, cluster, operation }, isSelected) => {
    const isRunning = operation?.isRunning ?? false
    const canAct = isConnected && cluster !== undefined && !isRunning
    const canUse = canAct && isUp(cluster)
    const command = (
      [id, name, icon, shortcut]: readonly [string, MessageKey, TablerIcon, string?],
      isEnabled: boolean,
      work: (cluster: ClusterRef) => void,
      params: MessageParams = {},
    ) =>
      named(text, {
        id: isSelected ? id : `${id}:${refKey(ref)}`,
        group: isSelected ? 'cluster' : 'others',
        name,
        params: { cluster: shownName(ref), ...params },
        icon,
        // A key means the chosen cluster.
        ...(shortcut !== undefined && isSelected ? { shortcut } : {}),
        isEnabled,
        run: (other) => work(refOf(other ?? ref)),
      })
    return [
      command(['kubeconfig.copy', 'command.copyKubeconfig', IconCopy], canUse, kubeconfig.copy),
      ...(tools ?? []).map(({ id, name: tool }) =>
        command(
          [`tools.open:${id}`, 'command.openIn', IconExternalLink],
          canUse,
          (of) => mutate(() => request('tools.open', { cluster: of, tool: id })),
          { tool },
        ),
      ),
      command(['kubeconfig.merge', 'kubeconfig.merge.title', IconKey], canUse, (of) =>
        go({ cluster: of, tab: 'kubeconfig' }),
      ),
      command(['kubeconfig.save', 'command.saveKubeconfig', IconDeviceFloppy], canUse, kubeconfig.save),
      command(['cluster.logs', 'command.logs', IconListDetails], cluster !== undefined, (of) =>
        go({ cluster: of, tab: 'logs' }),
      ),
      command(['cluster.start', 'command.start', IconPlayerPlay], canAct && canStart(cluster), actions.start),
      command(['cluster.stop', 'command.stop', IconPlayerStop], canUse, actions.stop),
      command(['cluster.restart', 'command.restart', IconRefresh], canUse, actions.restart),
      command(['cluster.cancel', 'command.cancel', IconBan], isRunning, actions.cancel),
      command(['cluster.duplicate', 'command.duplicate', IconCopyPlus], canAct && !isOfK3d(ref), copyOf),
      command(['cluster.saveSpec', 'command.saveSpec', IconFileExport], canAct && !isOfK3d(ref), saveSpec),
      command(['cluster.saveBundle', 'command.saveBundle', IconPackageExport], canUse && !isOfK3d(ref), saveBundle),
      command(['cluster.delete', 'command.delete', IconTrash, 'alt+Backspace'], canAct, (of) =>
        go({ dialog: { kind: 'delete', cluster: of } }),
      ),
    ]
  }
}
