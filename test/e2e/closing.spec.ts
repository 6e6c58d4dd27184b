import { expect } from '@playwright/test'
import { sweep, uniqueName } from '../engine/docker.ts'
import { test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

test('closing the window while a cluster is made asks, and then does what was chosen; a command opens it again', async ({
  app,
  window,
}) => {
  const cluster = uniqueName()
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
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const asked = () => app.evaluate(() => String(Reflect.get(globalThis, 'asked')))
  const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  try {
    const { submit } = await new SampanPage(window).customise({ name: cluster })
    await submit()
    await expect(window.getByText(`Creating ${cluster}`).first()).toBeVisible()

    await answerWith('Keep the window open')
    await close()
    await expect.poll(asked).toBe(`Sampan is still working on ${cluster}`)
    expect(await windows()).toBe(1)

    await answerWith('Continue in the tray')
    await close()
    await expect.poll(windows).toBe(0)

    // As the menu does on macOS, where it is there without a window.
    const opening = app.waitForEvent('window')
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items[3]?.click())
    const page = new SampanPage(await opening)
    await expect(page.dialog('preferences.title')).toBeVisible()
    await page.window.keyboard.press('Escape')
    await expect(page.row(cluster)).toContainText('Ready', { timeout: 180_000 })
  } finally {
    await sweep(cluster)
  }
})
