import { app, BrowserWindow, clipboard, dialog, shell } from 'electron'
import { replaceFile } from '../files/replace-file.ts'
import type { AppShell } from '../ipc/handlers.ts'
import { openLink } from './links.ts'
import { lineForPath } from './on-path.ts'

/** What the window asks of the system through the main process. */
export function createShell(): AppShell {
  return {
    info: () => ({
      version: app.getVersion(),
      platform: platform(),
      systemLanguage: app.getLocale(),
      onPath: app.isPackaged ? lineForPath(process) : null,
    }),
    copyText: (text) => clipboard.writeText(text),
    openLink,
    browse: ({ scheme, localPort }) => shell.openExternal(`${scheme}://127.0.0.1:${localPort}/`),
    saveSecret: async (suggestedName, text) => {
      const [window] = BrowserWindow.getAllWindows()
      const options = {
        defaultPath: suggestedName,
        properties: ['createDirectory', 'showOverwriteConfirmation'] as const,
      }
      const chosen = window
        ? await dialog.showSaveDialog(window, { ...options, properties: [...options.properties] })
        : { canceled: true, filePath: '' }
      if (chosen.canceled || !chosen.filePath) return null
      await replaceFile(chosen.filePath, text)
      return chosen.filePath
    },
  }
}

function platform(): 'linux' | 'darwin' | 'win32' | 'other' {
  const { platform: name } = process
  return name === 'linux' || name === 'darwin' || name === 'win32' ? name : 'other'
}
