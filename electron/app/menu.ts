import { app, Menu } from 'electron'
import type { Language } from '#shared/preferences.ts'
import type { CommandChannel } from './command-channel.ts'
import { openLink } from './links.ts'
import { menuTemplate } from './menu-template.ts'

/** Sets the application menu, and what its About tells: versions to be copied into an issue. Commands are the window's own; it decides whether they are enabled. */
export function setMenu(language: Language, commands: Pick<CommandChannel, 'send'>): void {
  const template = menuTemplate({
    language,
    platform: process.platform,
    command: (command) => commands.send({ command }),
    openLink: (link) => void openLink(link),
    quit: () => app.quit(),
  })
  app.setAboutPanelOptions({
    applicationName: 'Sampan',
    applicationVersion: app.getVersion(),
    version: `Electron ${process.versions.electron}, Node.js ${process.versions.node}`,
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
