import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { launch, test } from './fixtures.ts'

test('text of an error can be selected, and a right click offers to copy it', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sampan-home-'))
  const { app, window, close } = await launch(
    { language: 'en', theme: 'light' },
    { DOCKER_HOST: 'unix:///nonexistent.sock', HOME: home },
  )
  try {
    await window.getByRole('button', { name: 'Show original message' }).click({ timeout: 30_000 })
    const detail = window.getByLabel('Original message').first()
    await detail.click({ clickCount: 3 })
    expect(await window.evaluate(() => getSelection()?.toString())).toContain('nonexistent.sock')

    await app.evaluate(({ Menu }) => {
      Menu.prototype.popup = function (this: Electron.Menu) {
        Reflect.set(
          globalThis,
          'offered',
          this.items.map(({ label }) => label),
        )
      }
    })
    await detail.click({ button: 'right' })
    await expect.poll(() => app.evaluate(() => String(Reflect.get(globalThis, 'offered')))).toContain('Copy')
  } finally {
    await close()
    await rm(home, { recursive: true, force: true })
  }
})

test('the size of the text is remembered', async () => {
  const userData = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
  const level = (app: Awaited<ReturnType<typeof launch>>['app']) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel())
  try {
    const first = await launch({ language: 'en', theme: 'light' }, {}, userData)
    await expect(first.window.getByRole('navigation').first()).toBeVisible()
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomLevel(1))
    await first.app.close()
    const second = await launch(undefined, {}, userData)
    await expect(second.window.getByRole('navigation').first()).toBeVisible()
    expect(await level(second.app)).toBe(1)
    await second.app.close()
  } finally {
    await rm(userData, { recursive: true, force: true })
  }
})

test('the page keeps its height while the rest of the app comes', async () => {
  const { window, app, close } = await launch({ language: 'en', theme: 'light' })
  try {
    const heights = new Set<number>()
    await expect(async () => {
      const height = await window.evaluate(() => innerHeight)
      // Before it is laid out it has none.
      if (height > 0) heights.add(height)
      expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.length)).toBeGreaterThan(2)
    }).toPass({ intervals: [20], timeout: 15_000 })
    heights.add(await window.evaluate(() => innerHeight))
    expect([...heights]).toHaveLength(1)
  } finally {
    await close()
  }
})
