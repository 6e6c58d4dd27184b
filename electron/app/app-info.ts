import { app } from 'electron'
import type { RequestOutput } from '#shared/contract.ts'
import { hostSystem } from '../host/linux-system.ts'
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
    ...hostSystem(),
    systemLanguage: app.getLocale(),
    onPath: app.isPackaged ? lineForPath(process) : null,
  }
}
