import { app, Menu, nativeImage, Tray } from 'electron'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import type { CommandChannel } from './command-channel.ts'
import type { SystemNotice } from './system-notices.ts'
import { type TrayRequests, trayActions } from './tray-actions.ts'
import { asTemplate, type TrayTone, trayTone, withDot } from './tray-icon.ts'
import { type TrayDoors, trayMenu, trayTooltip } from './tray-menu.ts'

interface Surroundings {
  readonly icon: string
  readonly requests: TrayRequests
  /** Opens the window for it. */
  readonly commands: Pick<CommandChannel, 'send'>
  readonly copyText: (text: string) => void
  readonly language: () => Language
  readonly notify: (notice: SystemNotice) => void
  readonly isToldOf: Parameters<typeof trayActions>[0]['isToldOf']
  readonly showWindow: () => void
}

const isMac = process.platform === 'darwin'

/** Panels are 22 to 24 points high; on a Mac 18 of them are the icon's. */
const sidePoints = isMac ? 18 : 22

/** The clusters in the system's tray. Desktops without one simply have none. */
export class AppTray {
  readonly #tray: Tray | undefined
  readonly #doors: TrayDoors
  readonly #language: () => Language
  readonly #plain: Electron.NativeImage
  #tone: TrayTone = 'quiet'

  constructor({ icon, requests, commands, copyText, language, notify, isToldOf, showWindow }: Surroundings) {
    this.#language = language
    this.#doors = {
      ...trayActions({ requests, copyText, language, notify, isToldOf }),
      open: showWindow,
      command: (command, cluster) => commands.send({ command, ...(cluster ? { cluster: refOf(cluster) } : {}) }),
      quit: () => app.quit(),
    }
    this.#plain = nativeImage.createFromPath(icon)
    try {
      this.#tray = new Tray(iconWith(this.#plain, this.#tone))
      this.#tray.on('click', showWindow)
    } catch (error) {
      console.error('There is no tray here:', error)
    }
  }

  update(clusters: readonly Cluster[]): void {
    const language = this.#language()
    const tone = trayTone(clusters)
    if (tone !== this.#tone) this.#tray?.setImage(iconWith(this.#plain, tone))
    this.#tone = tone
    this.#tray?.setToolTip(trayTooltip(language, clusters))
    this.#tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(language, clusters, this.#doors)))
  }
}

/** In both resolutions that screens have. */
function iconWith(plain: Electron.NativeImage, tone: TrayTone): Electron.NativeImage {
  const image = nativeImage.createEmpty()
  for (const scaleFactor of [1, 2]) {
    const size = sidePoints * scaleFactor
    const drawn = plain.resize({ width: size, height: size, quality: 'best' }).toBitmap()
    const pixels = isMac
      ? withDot(asTemplate(drawn), size, tone === 'bad' ? tone : 'quiet')
      : withDot(drawn, size, tone)
    const options = { width: size, height: size, scaleFactor }
    image.addRepresentation({ ...options, buffer: nativeImage.createFromBitmap(Buffer.from(pixels), options).toPNG() })
  }
  if (isMac) image.setTemplateImage(true)
  return image
}
