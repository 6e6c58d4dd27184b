import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'
import type { CommandChannel } from './command-channel.ts'

/** Each cluster with its state and what can be done about it. Desktops without a tray simply have none. */
export class AppTray {
  readonly #tray: Tray | undefined
  readonly #commands: CommandChannel
  readonly #showWindow: () => void

  constructor({ icon, commands, showWindow }: { icon: string; commands: CommandChannel; showWindow: () => void }) {
    this.#commands = commands
    this.#showWindow = showWindow
    try {
      this.#tray = new Tray(nativeImage.createFromPath(icon).resize({ width: 22, height: 22 }))
      this.#tray.setToolTip('Sampan')
      this.#tray.on('click', showWindow)
    } catch (error) {
      console.error('There is no tray here:', error)
    }
  }

  get isThere(): boolean {
    return this.#tray !== undefined
  }

  update(language: Language, clusters: readonly Cluster[]): void {
    const items = clusters.map((cluster) => this.#item(language, cluster))
    const none: MenuItemConstructorOptions = { label: translate(language, 'tray.none'), enabled: false }
    this.#tray?.setContextMenu(
      Menu.buildFromTemplate([
        { label: translate(language, 'tray.open'), click: this.#showWindow },
        { type: 'separator' },
        ...(items.length > 0 ? items : [none]),
        { type: 'separator' },
        { label: translate(language, 'menu.quit'), click: () => app.quit() },
      ]),
    )
  }

  #item(language: Language, cluster: Cluster): MenuItemConstructorOptions {
    const { name, state } = cluster
    const command = (label: string, id: string, enabled: boolean): MenuItemConstructorOptions => ({
      label,
      enabled,
      click: () => {
        this.#showWindow()
        this.#commands.send({ command: id, cluster: refOf(cluster) })
      },
    })
    const isUp = state === 'ready' || state === 'running' || state === 'degraded'
    return {
      label: `${name} — ${translate(language, `state.${state}`)}`,
      submenu: [
        command(translate(language, 'command.show', { cluster: name }), 'cluster.show', true),
        command(translate(language, 'action.start'), 'cluster.start', state === 'stopped' || state === 'degraded'),
        command(translate(language, 'action.stop'), 'cluster.stop', isUp),
        command(translate(language, 'command.copyKubeconfig', { cluster: name }), 'kubeconfig.copy', isUp),
      ],
    }
  }
}
