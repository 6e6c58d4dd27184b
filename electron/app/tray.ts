import { app, Menu, Notification, nativeImage, Tray } from 'electron'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import type { CommandChannel } from './command-channel.ts'
import { type Notice, type TrayRequests, trayActions } from './tray-actions.ts'
import { type TrayDoors, trayMenu } from './tray-menu.ts'

interface Surroundings {
  readonly icon: string
  readonly requests: TrayRequests
  readonly commands: CommandChannel
  readonly copyText: (text: string) => void
  readonly language: () => Language
  readonly showWindow: () => void
}

/** The clusters in the system's tray. Desktops without one simply have none. */
export class AppTray {
  readonly #tray: Tray | undefined
  readonly #doors: TrayDoors
  readonly #language: () => Language

  constructor({ icon, requests, commands, copyText, language, showWindow }: Surroundings) {
    this.#language = language
    this.#doors = {
      ...trayActions({ requests, copyText, language, notify: (notice) => tell(notice, showWindow) }),
      open: showWindow,
      show: (cluster) => {
        showWindow()
        commands.send({ command: 'cluster.show', cluster: refOf(cluster) })
      },
      quit: () => app.quit(),
    }
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

  update(clusters: readonly Cluster[]): void {
    this.#tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(this.#language(), clusters, this.#doors)))
  }
}

function tell(notice: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ ...notice, silent: true })
  notification.on('click', onClick)
  notification.show()
}
