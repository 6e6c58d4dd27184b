import { app, clipboard, dialog, shell } from 'electron'
import { replaceFile } from '../files/replace-file.ts'
import type { AppShell } from '../ipc/handlers.ts'
import { appInfo } from './app-info.ts'
import type { Complaints } from './complaints.ts'
import { shippedLicenses } from './licenses.ts'
import { openLink } from './links.ts'
import type { LoginItem } from './login-item.ts'
import { isTrayShown } from './tray-presence.ts'
import { askingWindow } from './window.ts'

/** What the window asks of the system through the main process. */
export function createShell({
  loginItem,
  complaints,
  buildFolder,
}: {
  readonly loginItem: Pick<LoginItem, 'isOn' | 'set'>
  readonly complaints: Complaints
  /** Where the bundled app lies. */
  readonly buildFolder: string
}): AppShell {
  return {
    info: appInfo,
    background: async () => ({
      hasTray: await isTrayShown(process.platform),
      // A development build must not start at login: its path changes.
      startsAtLogin: app.isPackaged ? await loginItem.isOn() : null,
    }),
    startAtLogin: (isOn) => loginItem.set(isOn),
    complaints: () => complaints.lines,
    licenses: () => shippedLicenses(buildFolder),
    copyText: (text) => clipboard.writeText(text),
    openLink,
    browse: ({ scheme, localPort }) => shell.openExternal(`${scheme}://127.0.0.1:${localPort}/`),
    askSavePath,
    saveSecret: async (suggestedName, text) => {
      const path = await askSavePath(suggestedName)
      if (path !== null) await replaceFile(path, text)
      return path
    },
  }
}

async function askSavePath(suggestedName: string): Promise<string | null> {
  const window = askingWindow()
  if (!window) return null
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggestedName,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || !filePath ? null : filePath
}
