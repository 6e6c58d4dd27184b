import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pageColors } from '#shared/page-colors.ts'
import type { Preferences } from '#shared/preferences.ts'
import type { PreferencesStore } from '../settings/preferences-store.ts'
import { offerContextMenu } from './context-menu.ts'

const smallest = { width: 900, height: 600 }
const usual = { width: 1280, height: 820 }

/** What every window shows. */
export interface Page {
  readonly address: string
  /** The paths of the window's icon, and of what is loaded before the page. */
  readonly icon: string
  readonly preload: string
}

/** The preferences, whose code may come after the first window's. */
export type ComingPreferences = () => Promise<PreferencesStore>

/** A window with a page of ours: all of them are shut in the same way. */
export function openPage({
  preferences,
  page: { address, icon, preload },
  look,
}: {
  preferences: ComingPreferences
  page: Page
  look: Omit<Electron.BrowserWindowConstructorOptions, 'webPreferences' | 'icon'>
}): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    title: 'Sampan',
    // The page's own colors, so that nothing flashes before its first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? pageColors.dark : pageColors.light,
    ...look,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    // Decoding a picture takes time that the page has better use for. Elsewhere the app's bundle brings its icon along.
    if (process.platform === 'linux') window.setIcon(icon)
    window.show()
  })
  offerContextMenu(window, preferences)
  void window.loadURL(address)
  return window
}

/** Makes the main window at the place that is remembered, and remembers where it goes. */
export function createWindow({
  place,
  preferences,
  page,
}: {
  place: Preferences['window']
  preferences: ComingPreferences
  page: Page
}): BrowserWindow {
  const look = { ...usual, ...placeOnScreen(place), minWidth: smallest.width, minHeight: smallest.height }
  const window = openPage({ preferences, page, look })
  if (place?.isMaximized) window.maximize()
  window.on('close', () => void rememberPlace(window, preferences))
  return window
}

/** Not where a display was that is no longer there, and no larger than the one that is. */
function placeOnScreen(place: Preferences['window']): Electron.BrowserWindowConstructorOptions {
  if (!place) return {}
  const { width, height, x, y } = place
  if (x === undefined || y === undefined || !isOnScreen({ x, y, width, height }))
    return sizeWithin(screen.getPrimaryDisplay().workArea, place)
  return { x, y, ...sizeWithin(screen.getDisplayMatching({ x, y, width, height }).workArea, place) }
}

const sizeWithin = (area: Electron.Rectangle, { width, height }: Pick<Electron.Rectangle, 'width' | 'height'>) => ({
  width: Math.min(width, area.width),
  height: Math.min(height, area.height),
})

/** A window whose display is unplugged, or becomes smaller, comes to where it can be seen. */
export function keepWindowsOnScreen(): void {
  const bringBack = () => {
    for (const window of BrowserWindow.getAllWindows()) {
      const bounds = window.getBounds()
      if (window.isMinimized() || isOnScreen(bounds)) continue
      const { workArea } = screen.getDisplayMatching(bounds)
      window.setBounds({ x: workArea.x, y: workArea.y, ...sizeWithin(workArea, bounds) })
    }
  }
  screen.on('display-removed', bringBack)
  screen.on('display-metrics-changed', bringBack)
}

/** Enough of it to be taken hold of. */
export function isOnScreen({ x, y, width, height }: Electron.Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height })
  return (
    x < workArea.x + workArea.width - 100 &&
    x + width > workArea.x + 100 &&
    y >= workArea.y - 10 &&
    y < workArea.y + workArea.height - 50
  )
}

/** Keeps where the window is for the next start. A full disk must not keep it from closing. */
export async function rememberPlace(window: BrowserWindow, preferences: ComingPreferences): Promise<void> {
  const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
  try {
    await (await preferences()).set({ window: place })
  } catch (error) {
    console.error('The place of the window was not kept:', error)
  }
}

/** Brings the window to the front; opens one where there is none. */
export function showOr(window: BrowserWindow | undefined, open: () => void): void {
  if (!window) open()
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

/** Whose dialog it is: that of the window that somebody works in. */
export function askingWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
}
