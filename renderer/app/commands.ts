import { spotlight } from '@mantine/spotlight'
import {
  IconAdjustmentsHorizontal,
  IconAppWindow,
  IconArrowDown,
  IconArrowUp,
  IconBox,
  IconDashboard,
  IconForms,
  IconKey,
  IconListDetails,
  IconPackages,
  IconPlayerStop,
  IconPlus,
  IconSearch,
  IconServer,
  IconStack2,
  IconTerminal2,
  type TablerIcon,
} from '@tabler/icons-react'
import { type ClusterRef, refKey, refOf } from '#shared/cluster.ts'
import { isOfK3d, shownName } from '#shared/cluster-origin.ts'
import { request } from '../api/client.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import { type ClusterEntry, useClusters } from '../api/queries.ts'
import { noFilters } from '../features/logs/log-settings.ts'
import { searchInputId } from '../features/logs/SearchField.tsx'
import { isUp } from '../ui/cluster-state.ts'
import { useTexts } from '../ui/language.tsx'
import { type ClusterTab, clusterTabs, tabsOf, useNavigation } from '../ui/navigation.tsx'
import { useShells } from '../ui/shells.tsx'
import { useAppCommands } from './app-commands.ts'
import { useClusterCommands } from './cluster-commands.ts'
import { type Command, named } from './command.ts'

const tabIcons: Record<ClusterTab, TablerIcon> = {
  overview: IconDashboard,
  workloads: IconBox,
  logs: IconListDetails,
  kubeconfig: IconKey,
  registries: IconPackages,
  images: IconStack2,
  settings: IconAdjustmentsHorizontal,
}

/** Everything that can be done, clusters first. */
export function useCommands(selected: ClusterEntry | undefined, entries: readonly ClusterEntry[]): readonly Command[] {
  const { text } = useTexts()
  const { go } = useNavigation()
  const actions = useClusterActions()
  const shells = useShells()
  const ofCluster = useClusterCommands()
  const ofApp = useAppCommands()
  const isConnected = useClusters()?.value?.engine.kind === 'connected'
  const ref = selected?.ref
  const isChosen = (entry: ClusterEntry) => ref !== undefined && refKey(entry.ref) === refKey(ref)
  // "Stop all" leaves k3d's clusters alone.
  const up = entries.filter(
    ({ ref: of, cluster, operation }) => !isOfK3d(of) && cluster && isUp(cluster) && !operation?.isRunning,
  )

  /** For the cluster that the tray names, or else for the selected one. */
  const onCluster = (work: (cluster: ClusterRef) => void) => (other?: ClusterRef) => {
    const cluster = other ?? ref
    if (cluster) work(refOf(cluster))
  }
  /** To the neighbor in the list; from the last one to the first. */
  const step = (by: 1 | -1) => {
    const next = entries.at((entries.findIndex(isChosen) + by) % entries.length)
    if (next) go({ cluster: next.ref })
  }

  return [
    ...entries.map((entry) =>
      named(text, {
        id: `cluster.show:${refKey(entry.ref)}`,
        group: 'clusters',
        name: 'command.show',
        params: { cluster: shownName(entry.ref) },
        icon: IconServer,
        isEnabled: true,
        run: () => go({ cluster: entry.ref }),
      }),
    ),
    named(text, {
      id: 'cluster.new',
      group: 'clusters',
      name: 'command.new',
      icon: IconPlus,
      shortcut: 'mod+N',
      isEnabled: isConnected,
      run: () => actions.createSuggested((cluster) => go({ cluster, tab: 'overview' })),
    }),
    named(text, {
      id: 'cluster.customise',
      group: 'clusters',
      name: 'command.customise',
      icon: IconForms,
      shortcut: 'mod+shift+N',
      isEnabled: isConnected,
      run: () => go({ dialog: { kind: 'create' } }),
    }),
    named(text, {
      id: 'cluster.stopAll',
      group: 'clusters',
      name: 'command.stopAll',
      icon: IconPlayerStop,
      isEnabled: isConnected && up.length > 1,
      run: () => {
        for (const entry of up) actions.stop(entry.ref)
      },
    }),
    named(text, {
      id: 'cluster.next',
      group: 'clusters',
      name: 'command.nextCluster',
      icon: IconArrowDown,
      shortcut: 'alt+ArrowDown',
      isEnabled: entries.length > 1,
      run: () => step(1),
    }),
    named(text, {
      id: 'cluster.previous',
      group: 'clusters',
      name: 'command.previousCluster',
      icon: IconArrowUp,
      shortcut: 'alt+ArrowUp',
      isEnabled: entries.length > 1,
      run: () => step(-1),
    }),
    ...(selected ? ofCluster(selected, true) : []),
    ...entries.filter((entry) => !isChosen(entry)).flatMap((entry) => ofCluster(entry, false)),
    ...(selected?.cluster?.nodes ?? []).map(({ name: node, container }) =>
      named(text, {
        id: `shell.node:${node}`,
        group: 'cluster',
        name: 'action.openShellNamed',
        params: { place: node },
        icon: IconTerminal2,
        isEnabled: isConnected && container === 'running',
        run: onCluster((cluster) => shells.open(cluster, { kind: 'node', node })),
      }),
    ),
    ...clusterTabs.map((tab, index) =>
      named(text, {
        id: `tab.${tab}`,
        group: 'go',
        name: `tab.${tab}`,
        icon: tabIcons[tab],
        shortcut: `mod+${index + 1}`,
        isEnabled: selected?.cluster !== undefined && tabsOf(selected.ref).includes(tab),
        run: onCluster((cluster) => go({ cluster, tab })),
      }),
    ),
    named(text, {
      id: 'logs.search',
      group: 'go',
      name: 'logs.search',
      icon: IconSearch,
      shortcut: 'mod+F',
      isEnabled: selected?.cluster !== undefined,
      run: () => {
        const chosen = window.getSelection()?.toString() ?? ''
        go({ ...(ref ? { cluster: ref } : {}), tab: 'logs', ...(isPhrase(chosen) ? { wanted: { text: chosen } } : {}) })
        // The input is in the page one frame later when another tab was open.
        requestAnimationFrame(() => document.getElementById(searchInputId)?.focus())
      },
    }),
    named(text, {
      id: 'logs.openWindow',
      group: 'go',
      name: 'command.logsWindow',
      icon: IconAppWindow,
      isEnabled: selected?.cluster !== undefined,
      run: onCluster((cluster) => void request('logs.openWindow', { cluster, filters: noFilters })),
    }),
    named(text, {
      id: 'app.palette',
      group: 'app',
      name: 'command.palette',
      icon: IconSearch,
      shortcut: 'mod+K',
      isEnabled: true,
      run: spotlight.toggle,
    }),
    ...ofApp,
    // For the tray and the notices of the system, which name the cluster.
    {
      id: 'cluster.show',
      group: 'clusters',
      label: '',
      keywords: '',
      icon: IconServer,
      isEnabled: false,
      run: onCluster((cluster) => go({ cluster })),
    },
  ]
}

/** Whether somebody would search for it: a few words of one line. */
const isPhrase = (text: string) => text.trim() !== '' && text.length <= 200 && !text.includes('\n')
