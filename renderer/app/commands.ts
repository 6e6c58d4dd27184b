import { spotlight } from '@mantine/spotlight'
import {
  IconAdjustmentsHorizontal,
  IconBan,
  IconBox,
  IconCopy,
  IconDashboard,
  IconDeviceFloppy,
  IconFilter,
  IconForms,
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconListDetails,
  IconMoon,
  IconPackages,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
  IconRefresh,
  IconSearch,
  IconServer,
  IconSettings,
  IconSun,
  IconTerminal2,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import type { Preferences } from '#shared/preferences.ts'
import { request } from '../api/client.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import { type ClusterEntry, preferencesQuery, useClusters } from '../api/queries.ts'
import { searchInputId } from '../features/logs/SearchField.tsx'
import { useTexts } from '../ui/language.tsx'
import { type ClusterTab, clusterTabs, useNavigation } from '../ui/navigation.tsx'
import { useShells } from '../ui/shells.tsx'
import { useKubeconfigExport } from '../ui/use-kubeconfig-export.ts'

/** Something a user can do. The palette, the shortcuts, the application menu and the tray all read the same list. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly icon: TablerIcon
  /** As Mantine writes it: `mod` is Ctrl, or Command on a Mac. */
  readonly shortcut?: string
  readonly isEnabled: boolean
  /** For the chosen cluster, or for the one that the tray names. */
  run(cluster?: ClusterRef): void
}

const tabIcons: Record<ClusterTab, TablerIcon> = {
  overview: IconDashboard,
  workloads: IconBox,
  logs: IconListDetails,
  kubeconfig: IconKey,
  registries: IconPackages,
  settings: IconAdjustmentsHorizontal,
}

export function useCommands(selected: ClusterEntry | undefined, entries: readonly ClusterEntry[]): readonly Command[] {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const kubeconfig = useKubeconfigExport()
  const client = useQueryClient()
  const shells = useShells()
  const isConnected = useClusters()?.value?.engine.kind === 'connected'
  const { mutate } = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() })

  const ref = selected?.ref
  const name = ref?.name ?? ''
  const state = selected?.cluster?.state
  const isRunning = selected?.operation?.isRunning ?? false
  const isUp = state === 'ready' || state === 'running' || state === 'degraded'
  const canAct = isConnected && selected?.cluster !== undefined && !isRunning

  /** For the cluster that the tray names, or else for the selected one. */
  const onCluster = (work: (cluster: ClusterRef) => void) => (named?: ClusterRef) => {
    const cluster = named ?? ref
    if (cluster) work(refOf(cluster))
  }
  const prefer = async (change: Partial<Preferences>) =>
    client.setQueryData(preferencesQuery.queryKey, await request('preferences.set', change))

  return [
    {
      id: 'app.palette',
      label: text('command.palette'),
      icon: IconSearch,
      shortcut: 'mod+K',
      isEnabled: true,
      run: spotlight.toggle,
    },
    {
      id: 'cluster.new',
      label: text('command.new'),
      icon: IconPlus,
      shortcut: 'mod+N',
      isEnabled: isConnected,
      run: () => actions.createSuggested((cluster) => go({ cluster, tab: 'overview' })),
    },
    {
      id: 'cluster.customise',
      label: text('command.customise'),
      icon: IconForms,
      shortcut: 'mod+shift+N',
      isEnabled: isConnected,
      run: () => go({ dialog: { kind: 'create' } }),
    },
    {
      id: 'cluster.start',
      label: text('command.start', { cluster: name }),
      icon: IconPlayerPlay,
      isEnabled: canAct && (state === 'stopped' || state === 'degraded'),
      run: onCluster(actions.start),
    },
    {
      id: 'cluster.stop',
      label: text('command.stop', { cluster: name }),
      icon: IconPlayerStop,
      isEnabled: canAct && isUp,
      run: onCluster(actions.stop),
    },
    {
      id: 'cluster.restart',
      label: text('command.restart', { cluster: name }),
      icon: IconRefresh,
      isEnabled: canAct && isUp,
      run: onCluster(actions.restart),
    },
    {
      id: 'cluster.cancel',
      label: text('command.cancel', { cluster: name }),
      icon: IconBan,
      isEnabled: isRunning,
      run: onCluster(actions.cancel),
    },
    {
      id: 'cluster.delete',
      label: text('command.delete', { cluster: name }),
      icon: IconTrash,
      isEnabled: canAct,
      run: onCluster((cluster) => go({ dialog: { kind: 'delete', cluster } })),
    },
    {
      id: 'kubeconfig.copy',
      label: text('command.copyKubeconfig', { cluster: name }),
      icon: IconCopy,
      isEnabled: canAct && isUp,
      run: onCluster(kubeconfig.copy),
    },
    {
      id: 'kubeconfig.save',
      label: text('command.saveKubeconfig', { cluster: name }),
      icon: IconDeviceFloppy,
      isEnabled: canAct && isUp,
      run: onCluster(kubeconfig.save),
    },
    ...(selected?.cluster?.nodes ?? []).map(({ name: node, container }) => ({
      id: `shell.node:${node}`,
      label: text('action.openShellNamed', { place: node }),
      icon: IconTerminal2,
      isEnabled: isConnected && container === 'running',
      run: onCluster((cluster) => shells.open(cluster, { kind: 'node', node })),
    })),
    ...clusterTabs.map((tab, index) => ({
      id: `tab.${tab}`,
      label: text(`tab.${tab}`),
      icon: tabIcons[tab],
      shortcut: `mod+${index + 1}`,
      isEnabled: selected?.cluster !== undefined,
      run: onCluster((cluster) => go({ cluster, tab })),
    })),
    {
      id: 'logs.search',
      label: text('logs.search'),
      icon: IconFilter,
      shortcut: 'mod+F',
      isEnabled: selected?.cluster !== undefined,
      run: () => {
        const chosen = window.getSelection()?.toString() ?? ''
        go({ ...(ref ? { cluster: ref } : {}), tab: 'logs', ...(isPhrase(chosen) ? { wanted: { text: chosen } } : {}) })
        // The input is in the page one frame later when another tab was open.
        requestAnimationFrame(() => document.getElementById(searchInputId)?.focus())
      },
    },
    {
      id: 'app.preferences',
      label: text('command.preferences'),
      icon: IconSettings,
      shortcut: 'mod+,',
      isEnabled: true,
      run: () => go({ dialog: { kind: 'preferences' } }),
    },
    {
      id: 'app.shortcuts',
      label: text('shortcuts.title'),
      icon: IconKeyboard,
      shortcut: 'mod+/',
      isEnabled: true,
      run: () => go({ dialog: { kind: 'shortcuts' } }),
    },
    {
      id: 'theme.light',
      label: text('command.light'),
      icon: IconSun,
      isEnabled: true,
      run: () => mutate(() => prefer({ theme: 'light' })),
    },
    {
      id: 'theme.dark',
      label: text('command.dark'),
      icon: IconMoon,
      isEnabled: true,
      run: () => mutate(() => prefer({ theme: 'dark' })),
    },
    {
      id: 'language.en',
      label: 'English',
      icon: IconLanguage,
      isEnabled: true,
      run: () => mutate(() => prefer({ language: 'en' })),
    },
    {
      id: 'language.zh-CN',
      label: '简体中文',
      icon: IconLanguage,
      isEnabled: true,
      run: () => mutate(() => prefer({ language: 'zh-CN' })),
    },
    ...entries.map((entry) => ({
      id: `cluster.show:${refKey(entry.ref)}`,
      label: text('command.show', { cluster: entry.ref.name }),
      icon: IconServer,
      isEnabled: true,
      run: () => go({ cluster: entry.ref }),
    })),
    // For the tray, which names the cluster.
    { id: 'cluster.show', label: '', icon: IconServer, isEnabled: false, run: onCluster((cluster) => go({ cluster })) },
  ]
}

/** Whether somebody would search for it: a few words of one line. */
const isPhrase = (text: string) => text.trim() !== '' && text.length <= 200 && !text.includes('\n')
