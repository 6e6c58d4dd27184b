import { rm } from 'node:fs/promises'
import type { ElectronApplication } from '@playwright/test'
import { expect } from '@playwright/test'
import { sweep, uniqueName } from '../engine/docker.ts'
import { test } from './fixtures.ts'
import { SampanPage } from './pages.ts'
import { launchWithTray } from './tray-session.ts'

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const windows = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

test('closing the window while a cluster is made asks, and then does what was chosen; a command opens it again', async () => {
  const cluster = uniqueName()
  const { app, window, close } = await launchWithTray({ hasTray: true, keepsRunning: false })
  /** The next question is answered with this button; what was asked stays for a look. */
  const answerWith = (button: string) =>
    app.evaluate(({ dialog }, wanted) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = async (...given: unknown[]) => {
        const options = given.at(-1)
        const buttons = typeof options === 'object' && options !== null ? Reflect.get(options, 'buttons') : []
        asked.push(String(Reflect.get(options ?? {}, 'message')))
        return { response: buttons.indexOf(wanted), checkboxChecked: false }
      }
    }, button)
  const asked = () => app.evaluate(() => String(Reflect.get(globalThis, 'asked')))
  try {
    const { submit } = await new SampanPage(window).customise({ name: cluster })
    await submit()
    await expect(window.getByText(`Creating ${cluster}`).first()).toBeVisible()

    await answerWith('Keep the window open')
    await closeWindow(app)
    await expect.poll(asked).toBe(`Sampan is still working on ${cluster}`)
    expect(await windows(app)).toBe(1)

    await answerWith('Continue in the tray')
    await closeWindow(app)
    await expect.poll(() => windows(app)).toBe(0)

    // As the menu does on macOS, where it is there without a window.
    const opening = app.waitForEvent('window')
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items[3]?.click())
    const page = new SampanPage(await opening)
    await expect(page.dialog('preferences.title')).toBeVisible()
    await page.window.keyboard.press('Escape')
    await expect(page.row(cluster)).toContainText('Ready', { timeout: 180_000 })
  } finally {
    await close()
    await sweep(cluster)
  }
})

test('closing the window leaves the app in a tray that is shown, and ends it where there is none', async () => {
  const shown = await launchWithTray({ hasTray: true, keepsRunning: true })
  try {
    await expect(shown.window.getByRole('navigation').first()).toBeVisible()
    await closeWindow(shown.app)
    await expect.poll(() => windows(shown.app)).toBe(0)
    const opening = shown.app.waitForEvent('window')
    // As a second start does.
    await shown.app.evaluate(({ app }) => app.emit('second-instance', {}, []))
    await expect((await opening).getByRole('navigation').first()).toBeVisible()
  } finally {
    await shown.close()
  }

  const none = await launchWithTray({ hasTray: false, keepsRunning: true })
  await expect(none.window.getByRole('navigation').first()).toBeVisible()
  const ended = none.app.waitForEvent('close')
  await closeWindow(none.app)
  await ended
  await rm(none.userData, { recursive: true, force: true })
})
