import type { MenuItemConstructorOptions } from 'electron'
import type { Cluster } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'
import type { TrayActions } from './tray-actions.ts'

export interface TrayDoors extends TrayActions {
  /** Opens the window. */
  open(): void
  /** Opens the window on a cluster. */
  show(cluster: Cluster): void
  quit(): void
}

/** Each cluster with its state and what can be done about it. */
export function trayMenu(
  language: Language,
  clusters: readonly Cluster[],
  doors: TrayDoors,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const none: MenuItemConstructorOptions = { label: translate(language, 'tray.none'), enabled: false }
  const items = clusters.map((cluster) => clusterItem(language, cluster, doors))
  return [
    { label: translate(language, 'tray.open'), click: () => doors.open() },
    separator,
    ...(items.length > 0 ? items : [none]),
    separator,
    { label: translate(language, 'menu.quit'), click: () => doors.quit() },
  ]
}

function clusterItem(language: Language, cluster: Cluster, doors: TrayDoors): MenuItemConstructorOptions {
  const { name, state } = cluster
  const isUp = state === 'ready' || state === 'running' || state === 'degraded'
  const canStart = state === 'stopped' || state === 'degraded'
  return {
    label: `${name} — ${translate(language, `state.${state}`)}`,
    submenu: [
      {
        label: translate(language, 'action.copyKubeconfig'),
        enabled: isUp,
        click: () => void doors.copyKubeconfig(cluster),
      },
      {
        label: translate(language, 'command.show', { cluster: name }),
        enabled: true,
        click: () => doors.show(cluster),
      },
      { label: translate(language, 'action.start'), enabled: canStart, click: () => void doors.start(cluster) },
      { label: translate(language, 'action.stop'), enabled: isUp, click: () => void doors.stop(cluster) },
    ],
  }
}
