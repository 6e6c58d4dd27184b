import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import type { CommandChannel } from './command-channel.ts'
import { openLink } from './links.ts'

/** The application menu. Commands are the window's own, by their ids; it decides whether they are enabled. */
export function setMenu(language: Language, commands: Pick<CommandChannel, 'send'>): void {
  const text = (key: MessageKey) => translate(language, key)
  const command = (key: MessageKey, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label: text(key),
    // Shown only: the window hears the keys itself, also where there is no menu.
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
    click: () => commands.send({ command: id }),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: text('menu.file'),
      submenu: [
        command('command.new', 'cluster.new', 'CmdOrCtrl+N'),
        command('command.customise', 'cluster.customise', 'CmdOrCtrl+Shift+N'),
        separator,
        command('command.preferences', 'app.preferences', 'CmdOrCtrl+,'),
        separator,
        { label: text('menu.quit'), accelerator: 'CmdOrCtrl+Q', click: () => app.quit() },
      ],
    },
    {
      label: text('menu.edit'),
      submenu: [
        { label: text('menu.undo'), role: 'undo' },
        { label: text('menu.redo'), role: 'redo' },
        separator,
        { label: text('menu.cut'), role: 'cut' },
        { label: text('menu.copy'), role: 'copy' },
        { label: text('menu.paste'), role: 'paste' },
        { label: text('menu.selectAll'), role: 'selectAll' },
      ],
    },
    {
      label: text('menu.view'),
      submenu: [
        command('command.palette', 'app.palette', 'CmdOrCtrl+K'),
        separator,
        { label: text('menu.zoomIn'), role: 'zoomIn' },
        { label: text('menu.zoomOut'), role: 'zoomOut' },
        { label: text('menu.zoomReset'), role: 'resetZoom' },
        { label: text('menu.fullScreen'), role: 'togglefullscreen' },
      ],
    },
    {
      label: text('menu.help'),
      role: 'help',
      submenu: [
        { label: text('action.openLink.docker-install'), click: () => void openLink('docker-install') },
        { label: text('action.openLink.k3s-registries'), click: () => void openLink('k3s-registries') },
        { label: text('action.openLink.k3s-releases'), click: () => void openLink('k3s-releases') },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
