import { type BrowserWindow, Menu } from 'electron'
import type { PreferencesStore } from '../settings/preferences-store.ts'

/** A right click on text offers to copy it. Where the page has a menu of its own, it keeps this one away. Its words are loaded by the first click. */
export function offerContextMenu(window: BrowserWindow, preferences: () => Promise<PreferencesStore>): void {
  window.webContents.on('context-menu', async (_event, clicked) => {
    const { contextMenu } = await import('./context-menu-items.ts')
    const { languageOf } = await import('./language.ts')
    const items = contextMenu(clicked, languageOf((await preferences()).get()))
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
