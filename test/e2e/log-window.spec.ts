import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { createArgs } from '../engine/cli-create.ts'
import { dockerMissing, execute, sweep } from '../engine/docker.ts'
import { isAccessible } from './accessible.ts'
import { arrange } from './arrange.ts'
import { test } from './fixtures.ts'
import { SampanPage } from './pages.ts'
import { launchWithTray } from './tray-session.ts'

const missing = await dockerMissing()
const cluster = 'e2e-log-window'
const server = `sampan-${cluster}-server-0`
const slow = { timeout: 60_000 }
const title = `${cluster}: server-0 and agent-0 — Sampan logs`

const grid = (page: Page) => page.getByRole('grid')
const say = (words: string) => execute('docker', ['exec', server, '/bin/sh', '-c', `echo "${words}" > /proc/1/fd/1`])
const windows = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
/** Of the windows of logs, whether they stay above others, the oldest first. */
const onTop = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.webContents.getURL().includes('?log='))
      .sort((a, b) => a.id - b.id)
      .map((window) => window.isAlwaysOnTop()),
  )
const closeMain = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => !window.webContents.getURL().includes('?log='))
      ?.close(),
  )

async function openWindow(app: ElectronApplication, from: Page): Promise<Page> {
  const opening = app.waitForEvent('window')
  await from.getByRole('button', { name: 'View', exact: true }).click()
  await from.getByRole('menuitem', { name: 'Open in new window' }).click()
  const opened = await opening
  await expect(grid(opened).getByRole('row').first()).toBeVisible(slow)
  return opened
}

/** Sockets of the process that reads logs: each source that is followed has one to Docker. */
async function sockets(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Sampan logs')?.pid,
  )
  const folder = `/proc/${pid}/fd`
  const open = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')))
  return open.filter((target) => target.startsWith('socket:')).length
}

test.describe('a log in a window of its own', () => {
  test.skip(missing !== undefined, missing)
  test.beforeAll(async () => {
    test.setTimeout(300_000)
    await sweep(cluster)
    await arrange(createArgs(cluster, '--agents', '1'))
  })
  test.afterAll(() => sweep(cluster))

  test('goes on beside the main window and without it, and ends its streams when it is closed', async () => {
    test.setTimeout(240_000)
    const { app, window, close } = await launchWithTray({ hasTray: true, keepsRunning: true })
    const page = new SampanPage(window)
    try {
      await page.open(cluster, 'logs')
      await expect(grid(window).getByRole('row').first()).toBeVisible(slow)
      const own = await openWindow(app, window)

      await test.step('it names what it shows, and is shut like the main window', async () => {
        await expect(own).toHaveTitle(title, slow)
        await expect(own.getByRole('tab')).toHaveCount(0)
        await expect
          .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((each) => each.getTitle())))
          .toContain(title)
        const [given, others] = await app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((each) => {
            // As in security.spec.ts.
            const contents = each.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
            const { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity, preload } =
              contents.getLastWebPreferences()
            return { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity, preload }
          }),
        )
        expect(given).toEqual(others)
        expect(given).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false })
        expect(await own.evaluate(() => self.open('app://sampan/') === null)).toBe(true)
        const refused = await own.evaluate(
          () =>
            new Promise((resolve) => {
              document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
              void fetch('http://127.0.0.1:9/').catch(() => undefined)
            }),
        )
        expect(refused).toBe('connect-src')
        const { problem } = (await own.evaluate(() => self.sampan.request('logs.openWindow', { cluster: '../x' }))) as {
          problem?: { code: string }
        }
        expect(problem?.code).toBe('ipc.invalid_input')
      })

      await test.step('what is filtered there is filtered nowhere else', async () => {
        await own.getByRole('combobox', { name: 'Level' }).click()
        await own.getByRole('option', { name: 'Fatal only' }).click()
        await expect(own.getByRole('button', { name: 'Remove filter: Fatal only' })).toBeVisible()
        await expect(window.getByRole('group', { name: 'Active filters' })).toHaveCount(0)
        await own.getByRole('button', { name: 'Clear all' }).click()
      })

      await test.step('it stays on top when asked to, and so does the next one', async () => {
        await own.getByRole('button', { name: 'Keep on top' }).click()
        await expect(own.getByRole('button', { name: 'Keep on top', pressed: true })).toBeVisible()
        expect(await onTop(app)).toEqual([true])
        const second = await openWindow(app, own)
        await expect(second.getByRole('button', { name: 'Keep on top', pressed: true })).toBeVisible()
        expect(await onTop(app)).toEqual([true, true])
        await second.getByRole('button', { name: 'Keep on top' }).click()
        await expect.poll(() => onTop(app)).toEqual([true, false])
        const before = await sockets(app)
        await second.close()
        await expect.poll(() => sockets(app), slow).toBeLessThan(before)
      })

      await test.step('it follows theme and language', async () => {
        for (const theme of ['light', 'dark'] as const) {
          for (const language of ['en', 'zh-CN'] as const) {
            await window.evaluate((change) => self.sampan.request('preferences.set', change), { theme, language })
            await expect(own.locator('html')).toHaveAttribute('lang', language)
            await expect(own.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
            await own.screenshot({
              path: `resources/screenshots/log-window-${theme}-${language}.png`,
              animations: 'disabled',
            })
            await isAccessible(own, `log-window ${theme} ${language}`)
          }
        }
        await window.evaluate(() => self.sampan.request('preferences.set', { theme: 'light', language: 'en' }))
        await expect(own).toHaveTitle(title)
      })

      await test.step('it goes on when the main window goes into the tray, which comes back beside it', async () => {
        await closeMain(app)
        await expect.poll(() => windows(app)).toBe(1)
        await say('said without a main window')
        await expect(grid(own).getByText('said without a main window')).toBeVisible(slow)
        const opening = app.waitForEvent('window')
        await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, []))
        const again = await opening
        await expect(again.getByRole('navigation').first()).toBeVisible(slow)
        expect(await windows(app)).toBe(2)
      })

      await test.step('every row is reached by keys, also where lines are wrapped', async () => {
        await own.getByRole('button', { name: 'View', exact: true }).click()
        await own.getByRole('menuitemcheckbox', { name: 'Wrap long lines' }).click()
        await own.keyboard.press('Escape')
        await grid(own).press('Home')
        for (let row = 0; row < 40; row += 1) await grid(own).press('ArrowDown')
        await expect(grid(own).locator('[data-current]')).toBeInViewport({ ratio: 1 })
        for (let row = 0; row < 30; row += 1) await grid(own).press('ArrowUp')
        await expect(grid(own).locator('[data-current]')).toBeInViewport({ ratio: 1 })
      })

      await test.step('every line of a short log is scrolled to whole, also where it is wrapped', async () => {
        const long = 'wrapped '.repeat(60)
        await say(Array.from({ length: 12 }, (_, index) => `${index} ${long}`).join('\n'))
        await own.getByRole('textbox', { name: 'Search logs' }).fill('wrapped wrapped')
        await own.getByRole('button', { name: 'Show only matching lines' }).click()
        await expect(grid(own)).toHaveAttribute('aria-rowcount', '12', slow)
        await grid(own).press('End')
        await expect(grid(own).getByText(/^11 wrapped/)).toBeInViewport({ ratio: 1 })
        expect(await own.evaluate(seenWhileScrolling)).toEqual(Array.from({ length: 12 }, (_, index) => index))
        await expect(grid(own).getByText(/^11 wrapped/)).toBeInViewport({ ratio: 1 })
        await own.getByRole('textbox', { name: 'Search logs' }).fill('')
      })

      await test.step('a reload shows the same log', async () => {
        await own.reload()
        await expect(grid(own).getByText(/^11 wrapped/)).toBeVisible(slow)
        await expect(own).toHaveTitle(title, slow)
      })

      await test.step('closed as the last window, it leaves the app in the tray', async () => {
        await closeMain(app)
        await expect.poll(() => windows(app)).toBe(1)
        await own.close()
        await expect.poll(() => windows(app)).toBe(0)
        const opening = app.waitForEvent('window')
        await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, []))
        await expect((await opening).getByRole('navigation').first()).toBeVisible(slow)
      })
    } finally {
      await close()
    }
  })

  test('ends with the app where closing the main window ends that', async () => {
    const { app, window, userData } = await launchWithTray({ hasTray: false, keepsRunning: true })
    await new SampanPage(window).open(cluster, 'logs')
    await expect(grid(window).getByRole('row').first()).toBeVisible(slow)
    const bounds = { x: 40, y: 60, width: 700, height: 420 }
    await openWindow(app, window)
    await app.evaluate(({ BrowserWindow }, wanted) => {
      const log = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('?log='))
      log?.setBounds(wanted)
    }, bounds)
    const ended = app.waitForEvent('close')
    await closeMain(app)
    await ended
    // Also where it was not closed by itself, the next one begins there.
    const kept = JSON.parse(await readFile(join(userData, 'preferences.json'), 'utf8'))
    expect(kept.logWindow).toEqual({ ...bounds, isOnTop: false })
    await rm(userData, { recursive: true, force: true })
  })
})

/** In the page: the numbers of the rows that are seen from their first pixel to their last, from the top of the list to its end. */
async function seenWhileScrolling(): Promise<number[]> {
  const list = document.querySelector('[role=grid]')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const seen = new Map<number, { top: boolean; bottom: boolean }>()
  if (list) list.scrollTop = 0
  // It was at its end until now.
  const isAtTop = () => list?.querySelector('[aria-rowindex="1"]')
  for (let frames = 0; frames < 300 && !isAtTop(); frames += 1) await frame()
  for (let px = 0; list; px += 15) {
    list.scrollTop = px
    await frame()
    await frame()
    const view = list.getBoundingClientRect()
    for (const row of list.querySelectorAll('[role=row]')) {
      const { top, bottom } = row.getBoundingClientRect()
      const number = Number(row.getAttribute('aria-rowindex')) - 1
      const before = seen.get(number)
      seen.set(number, {
        top: before?.top || (top >= view.top - 1 && top < view.bottom),
        bottom: before?.bottom || (bottom <= view.bottom + 1 && bottom > view.top),
      })
    }
    if (px >= list.scrollHeight - list.clientHeight) break
  }
  return [...seen].flatMap(([number, { top, bottom }]) => (top && bottom ? [number] : [])).sort((a, b) => a - b)
}
