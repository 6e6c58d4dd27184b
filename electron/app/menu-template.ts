import type { MenuItemConstructorOptions } from 'electron'
import type { Language } from '#shared/preferences.ts'
import type { LinkId } from '#shared/problem.ts'
import { type MessageKey, translate } from '#shared/translate.ts'

interface MenuDoors {
  readonly language: Language
  readonly platform: NodeJS.Platform
  /** Runs one of the window's own commands, by its id. */
  readonly command: (id: string) => void
  readonly openLink: (link: LinkId) => void
  readonly quit: () => void
}

/** The application menu: on a Mac with a menu of the app and one of its windows, elsewhere with what they hold under File and Help. */
export function menuTemplate({ language, platform, command, openLink, quit }: MenuDoors): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const text = (key: MessageKey) => translate(language, key)
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const runs = (key: MessageKey, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label: text(key),
    // Shown only: the window hears the keys itself, also where there is no menu.
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
    click: () => command(id),
  })
  const does = (key: MessageKey, role: MenuItemConstructorOptions['role']): MenuItemConstructorOptions =>
    role ? { label: text(key), role } : { label: text(key) }
  const leads = (link: LinkId): MenuItemConstructorOptions => ({
    label: text(`action.openLink.${link}`),
    click: () => openLink(link),
  })
  const preferences = runs('command.preferences', 'app.preferences', 'CmdOrCtrl+,')
  const about = does('menu.about', 'about')
  const ends: MenuItemConstructorOptions = { label: text('menu.quit'), accelerator: 'CmdOrCtrl+Q', click: quit }
  const appMenu: MenuItemConstructorOptions = {
    label: 'Sampan',
    submenu: [
      about,
      separator,
      preferences,
      separator,
      does('menu.services', 'services'),
      separator,
      does('menu.hide', 'hide'),
      does('menu.hideOthers', 'hideOthers'),
      does('menu.unhide', 'unhide'),
      separator,
      ends,
    ],
  }
  const windowMenu: MenuItemConstructorOptions = {
    label: text('menu.window'),
    submenu: [
      does('menu.minimize', 'minimize'),
      does('menu.zoomWindow', 'zoom'),
      does('menu.closeWindow', 'close'),
      separator,
      does('menu.front', 'front'),
    ],
  }
  return [
    ...(isMac ? [appMenu] : []),
    {
      label: text('menu.file'),
      submenu: [
        runs('command.new', 'cluster.new', 'CmdOrCtrl+N'),
        runs('command.customise', 'cluster.customise', 'CmdOrCtrl+Shift+N'),
        ...(isMac ? [] : [separator, preferences, separator, ends]),
      ],
    },
    {
      label: text('menu.edit'),
      submenu: [
        does('menu.undo', 'undo'),
        does('menu.redo', 'redo'),
        separator,
        does('menu.cut', 'cut'),
        does('menu.copy', 'copy'),
        does('menu.paste', 'paste'),
        does('menu.selectAll', 'selectAll'),
      ],
    },
    {
      label: text('menu.view'),
      submenu: [
        runs('command.palette', 'app.palette', 'CmdOrCtrl+K'),
        separator,
        does('menu.zoomIn', 'zoomIn'),
        does('menu.zoomOut', 'zoomOut'),
        does('menu.zoomReset', 'resetZoom'),
        does('menu.fullScreen', 'togglefullscreen'),
      ],
    },
    ...(isMac ? [windowMenu] : []),
    {
      label: text('menu.help'),
      role: 'help',
      submenu: [
        runs('shortcuts.title', 'app.shortcuts', 'CmdOrCtrl+/'),
        separator,
        leads('docker-install'),
        leads('k3s-registries'),
        leads('k3s-releases'),
        ...(isMac ? [] : [separator, about]),
      ],
    },
  ]
}
