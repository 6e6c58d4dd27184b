import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../electron/app/menu-template.ts'

const menuOn = (platform: NodeJS.Platform) =>
  menuTemplate({ language: 'en', platform, command: () => undefined, openLink: () => undefined, quit: () => undefined })

const sub = (menu: MenuItemConstructorOptions[], label: string) => {
  const submenu = menu.find((item) => item.label === label)?.submenu
  return Array.isArray(submenu) ? submenu.map((item) => item.label ?? item.role ?? '-') : undefined
}

describe('the application menu', () => {
  it('has on a Mac what Macs have: Preferences and About under the app, and a Window menu', () => {
    const menu = menuOn('darwin')
    expect(sub(menu, 'Sampan')).toEqual(expect.arrayContaining(['About Sampan', 'Preferences', 'Quit Sampan']))
    expect(sub(menu, 'File')).not.toContain('Preferences')
    expect(sub(menu, 'Window')).toEqual(['Minimize', 'Zoom', 'Close Window', '-', 'Bring All to Front'])
  })

  it.each(['linux', 'win32'] as const)(
    'has on %s Preferences and Quit under File, and About under Help',
    (platform) => {
      const menu = menuOn(platform)
      expect(sub(menu, 'File')).toEqual(expect.arrayContaining(['Preferences', 'Quit Sampan']))
      expect(sub(menu, 'Help')).toContain('About Sampan')
      expect([sub(menu, 'Window'), sub(menu, 'Sampan')]).toEqual([undefined, undefined])
    },
  )

  it('leads to the list of all keys', () => {
    expect(sub(menuOn('linux'), 'Help')).toContain('Keyboard shortcuts')
  })
})
