import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { replaceFile } from '../files/replace-file.ts'

/** What the app is started with when its user logs in: without a window, where the tray shows it. */
export const hiddenArgument = '--hidden'

/** Electron's own, for Windows and macOS. */
interface LoginItems {
  getLoginItemSettings(options: { args: string[] }): { openAtLogin: boolean }
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void
}

interface Place {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly execPath: string
}

/** Whether the app starts when its user logs in. On Linux it is a file in the autostart folder of the desktop (freedesktop.org). */
export class LoginItem {
  readonly #place: Place
  readonly #items: LoginItems

  constructor(place: Place, items: LoginItems) {
    this.#place = place
    this.#items = items
  }

  async isOn(): Promise<boolean> {
    if (this.#place.platform !== 'linux') {
      return this.#items.getLoginItemSettings({ args: [hiddenArgument] }).openAtLogin
    }
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    // Desktops switch an entry off by these instead of deleting it.
    return text !== '' && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/im.test(text)
  }

  /** Fails with a file's Problem where it cannot be written. */
  async set(isOn: boolean): Promise<void> {
    if (this.#place.platform !== 'linux') {
      this.#items.setLoginItemSettings({ openAtLogin: isOn, args: [hiddenArgument] })
    } else if (isOn) {
      await mkdir(dirname(this.#path), { recursive: true })
      await replaceFile(this.#path, this.#entry())
    } else {
      await rm(this.#path, { force: true })
    }
  }

  get #path(): string {
    const { env, home } = this.#place
    return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'autostart', 'sampan.desktop')
  }

  #entry(): string {
    const { env, execPath } = this.#place
    // An AppImage is mounted somewhere else each time: what stays is the file itself.
    const program = (env.APPIMAGE ?? execPath).replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')
    return `[Desktop Entry]
Type=Application
Name=Sampan
Comment=Local Kubernetes in Docker
Exec="${program}" ${hiddenArgument}
Terminal=false
X-GNOME-Autostart-enabled=true
`
  }
}
