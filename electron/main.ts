import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { app, Menu, nativeTheme } from 'electron'
import { appInfo } from './app/app-info.ts'
import { appOrigin, registerAppScheme, serveApp } from './app/app-protocol.ts'
import { denyNavigation, denyPermissions } from './app/guards.ts'
import { hiddenArgument } from './app/login-item.ts'
import { isTrayShown } from './app/tray-presence.ts'
import { isTrustedSender } from './app/trusted-sender.ts'
import { createWindow } from './app/window.ts'
import { bindIpc, type Doors } from './ipc/electron.ts'
import type { Begun } from './run-app.ts'
import { firstLook, keptIn } from './settings/first-look.ts'
import type { PreferencesStore } from './settings/preferences-store.ts'

// Before the app is ready: one instance, a scheme for its own page, and no menu of Electron's own.
if (!app.requestSingleInstanceLock()) app.exit(0)
registerAppScheme()
denyNavigation()
Menu.setApplicationMenu(null)
void app.whenReady().then(start)

/** The code of the rest, in parts after each of which the window is served: a page that loads needs this process again and again. */
const parts: readonly (() => Promise<unknown>)[] = [
  () => import('#shared/contract.ts'),
  () => import('./docker/docker-gateway.ts'),
  () => import('./docker/docker-runtime.ts'),
  () => import('./kubeconfig/user-kubeconfig.ts'),
  () => import('./engine-with.ts'),
  () => import('./ipc/handlers.ts'),
  () => import('dockerode'),
]

/** The window first. Its page begins with what it brings along; all the rest is loaded once it asks something, and it can be seen. */
async function start(): Promise<void> {
  const file = join(app.getPath('userData'), 'preferences.json')
  const text = readFile(file, 'utf8')
  const kept = await keptIn(text)
  const { theme, window: place } = firstLook(kept)
  nativeTheme.themeSource = theme
  // A bar as high as that of Sampan's menu, whose words come later: the page keeps its height.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: ' ' }]))
  denyPermissions()
  let store: PreferencesStore | undefined
  const preferences = once(async () => {
    store = await (await import('./settings/preferences-store.ts')).PreferencesStore.open(file, text)
    return store
  })
  serveApp(join(__dirname, 'renderer'), () => ({ 'app.info': appInfo(), 'preferences.get': store?.get() ?? kept }))
  const page = {
    address: `${appOrigin}/`,
    icon: join(__dirname, '..', 'resources', 'icons', 'sampan-512.png'),
    preload: join(__dirname, 'preload', 'preload.cjs'),
  }
  const isHidden = process.argv.includes(hiddenArgument) && (await isTrayShown(process.platform))
  const window = isHidden ? undefined : createWindow({ place, preferences, page })
  // Whether the app ends with its window or goes on in the tray is for the rest to say: a window that is shut at once waits for it.
  const wait = (event: Electron.Event) => {
    event.preventDefault()
    void open().then(() => window?.close())
  }
  const waitNoMore = () => window?.off('close', wait)
  const open = once(async () => {
    const begun = { preferences: await preferences(), page, window, buildFolder: __dirname }
    return run(begun).finally(waitNoMore)
  })
  bindIpc((frame) => isTrustedSender(frame, appOrigin), open)
  if (!window) return void open()
  window.on('close', wait)
  app.once('before-quit', waitNoMore)
  // A page that cannot be loaded asks nothing.
  window.webContents.once('did-fail-load', open)
}

async function run(begun: Begun): Promise<Doors> {
  for (const load of parts) {
    await nextTurn()
    await load()
  }
  const { runApp } = await import('./run-app.ts')
  return runApp(begun)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
