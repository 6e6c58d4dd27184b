import { app } from 'electron'
import type { RequestOutput } from '#shared/contract.ts'
import { lineForPath } from './on-path.ts'

/** What the app is and runs on. */
export function appInfo(): RequestOutput<'app.info'> {
  return {
    version: app.getVersion(),
    versions: {
      Sampan: app.getVersion(),
      Electron: process.versions.electron,
      Chromium: process.versions.chrome,
      'Node.js': process.versions.node,
    },
    platform: platform(),
    systemLanguage: app.getLocale(),
    onPath: app.isPackaged ? lineForPath(process) : null,
  }
}

function platform(): 'linux' | 'darwin' | 'win32' | 'other' {
  const { platform: name } = process
  return name === 'linux' || name === 'darwin' || name === 'win32' ? name : 'other'
}
