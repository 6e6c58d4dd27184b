import type { MenuItemConstructorOptions } from 'electron'
import type { Cluster } from '#shared/cluster.ts'
import { isOfK3d, shownName } from '#shared/cluster-origin.ts'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import type { TrayActions } from './tray-actions.ts'

export interface TrayDoors extends TrayActions {
  /** Opens the window. */
  open(): void
  /** Opens the window and has it run one of its commands, on a cluster where one is named. */
  command(id: string, cluster?: Cluster): void
  quit(): void
}

const isUp = ({ state }: Cluster) => state === 'ready' || state === 'running' || state === 'degraded'

/** Each cluster with its state and what can be done about it. */
export function trayMenu(
  language: Language,
  clusters: readonly Cluster[],
  doors: TrayDoors,
): MenuItemConstructorOptions[] {
  const text = (key: MessageKey) => translate(language, key)
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const none: MenuItemConstructorOptions = { label: text('tray.none'), enabled: false }
  const items = clusters.map((cluster) => clusterItem(language, cluster, doors))
  // What k3d has is stopped by its own name only.
  const up = clusters.filter((cluster) => isUp(cluster) && !isOfK3d(cluster))
  return [
    { label: text('tray.open'), click: () => doors.open() },
    { label: text('command.new'), click: () => doors.command('cluster.new') },
    separator,
    ...(items.length > 0 ? items : [none]),
    separator,
    {
      label: text('command.stopAll'),
      enabled: up.length > 0,
      click: () => up.forEach((each) => void doors.stop(each)),
    },
    separator,
    { label: text('menu.quit'), click: () => doors.quit() },
  ]
}

function clusterItem(language: Language, cluster: Cluster, doors: TrayDoors): MenuItemConstructorOptions {
  const { state } = cluster
  const name = shownName(cluster)
  const canStart = state === 'stopped' || state === 'degraded'
  const item = (key: MessageKey, enabled: boolean, click: () => void): MenuItemConstructorOptions => ({
    label: translate(language, key, { cluster: name }),
    enabled,
    click,
  })
  return {
    label: `${name} — ${translate(language, `state.${state}`)}`,
    submenu: [
      item('action.copyKubeconfig', isUp(cluster), () => void doors.copyKubeconfig(cluster)),
      item('action.openTerminal', isUp(cluster), () => void doors.openTerminal(cluster)),
      { type: 'separator' },
      item('command.show', true, () => doors.command('cluster.show', cluster)),
      item('tab.logs', true, () => doors.command('tab.logs', cluster)),
      { type: 'separator' },
      item('action.start', canStart, () => void doors.start(cluster)),
      item('action.stop', isUp(cluster), () => void doors.stop(cluster)),
      item('action.restart', isUp(cluster), () => void doors.restart(cluster)),
    ],
  }
}

/** The tooltip of the icon: the state of each cluster. */
export function trayTooltip(language: Language, clusters: readonly Cluster[]): string {
  const lines = clusters.map((cluster) =>
    translate(language, 'tray.state', {
      cluster: shownName(cluster),
      state: translate(language, `state.${cluster.state}`),
    }),
  )
  return ['Sampan', ...lines.slice(0, tooltipLines), ...(lines.length > tooltipLines ? ['…'] : [])].join('\n')
}

/** Windows cuts a tooltip off after 128 characters. */
const tooltipLines = 4
