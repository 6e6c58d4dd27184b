import { type BrowserWindow, Menu } from 'electron'
import type { Language } from '#shared/preferences.ts'
import { contextMenu } from './context-menu-items.ts'

/** A right click on text offers to copy it. Where the page has a menu of its own, it keeps this one away. */
export function offerContextMenu(window: BrowserWindow, language: () => Language): void {
  window.webContents.on('context-menu', (_event, clicked) => {
    const items = contextMenu(clicked, language())
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
