import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { docker, sweep, uniqueName, until } from '../engine/docker.ts'
import { type Launched, launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

const usual = { language: 'en', theme: 'light' }
/** A display that goes must not keep the app for longer. */
const endsWithinMs = 10_000

/** Where the window is, and what can be seen of the display that it is on. */
const places = ({ app }: Launched) =>
  app.evaluate(({ BrowserWindow, screen }) => {
    const bounds = BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 }
    return { bounds, area: screen.getDisplayMatching(bounds).workArea }
  })

const isInside = ({ bounds, area }: Awaited<ReturnType<typeof places>>) =>
  bounds.x >= area.x &&
  bounds.y >= area.y &&
  bounds.x + bounds.width <= area.x + area.width &&
  bounds.y + bounds.height <= area.y + area.height

for (const [what, place] of Object.entries({
  'on a display that is gone': { x: 9000, y: -4000, width: 1200, height: 760 },
  'larger than the display that is there': { x: 0, y: 0, width: 6000, height: 4000 },
})) {
  test(`a window that was ${what} opens where all of it can be seen`, async () => {
    const launched = await launch({ ...usual, window: { ...place, isMaximized: false } })
    try {
      await expect(launched.window.getByRole('navigation').first()).toBeVisible()
      expect(isInside(await places(launched)), JSON.stringify(await places(launched))).toBe(true)
    } finally {
      await launched.close()
    }
  })
}

test('a window comes back when its display is unplugged', async () => {
  const launched = await launch(usual)
  try {
    await expect(launched.window.getByRole('navigation').first()).toBeVisible()
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setPosition(9000, 9000))
    // The X server moves it when it comes to it.
    await expect.poll(async () => (await places(launched)).bounds.x).toBe(9000)
    // Xvfb has one display, and keeps it: this is what Electron says of another one. The rest of the app may still be on its way.
    await expect(async () => {
      await launched.app.evaluate(({ screen }) => screen.emit('display-removed', {}, screen.getPrimaryDisplay()))
      expect(isInside(await places(launched))).toBe(true)
    }).toPass({ timeout: 15_000 })
  } finally {
    await launched.close()
  }
})

test('the app ends with its display, at once and with all its processes; what it had begun is found again', async () => {
  const cluster = uniqueName()
  const display = await openDisplay()
  const userData = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
  try {
    const { app, window } = await launch(usual, { DISPLAY: display.name }, userData)
    await expect(window.getByRole('navigation').first()).toBeVisible()
    const { field, submit } = await new SampanPage(window).customise({ name: cluster })
    // Agents are made after their server: with them the create cannot be through by the time of its first container.
    await field('form.agents').fill('2')
    await submit()
    const filters = { label: [`dev.sampan.cluster=${cluster}`] }
    const nodes = () => docker.listContainers({ all: true, filters })
    await until('a container of the cluster is there', async () => (await nodes()).length > 0)
    const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()))
    display.close()
    const limit = new Promise<never>((_, reject) => setTimeout(reject, endsWithinMs, new Error('It goes on')))
    await Promise.race([ended, limit])
    await expect.poll(() => processesWith(userData), { timeout: endsWithinMs }).toEqual([])
    // What it had written is whole, and the next start finds it.
    expect(JSON.parse(await readFile(join(userData, 'preferences.json'), 'utf8'))).toMatchObject(usual)
    const again = await launch(undefined, {}, userData)
    const page = new SampanPage(again.window)
    await expect(page.row(cluster)).toContainText('Incomplete', { timeout: 60_000 })
    await again.app.close()
  } finally {
    display.close()
    await sweep(cluster)
    await rm(userData, { recursive: true, force: true })
  }
})

/** An X server of its own, which can be ended without harm to the other tests. */
async function openDisplay(): Promise<{ name: string; close: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const numbers = server.stdio[3]
  if (!numbers) throw new Error('There is no pipe to Xvfb')
  const number = await new Promise<string>((resolve, reject) => {
    numbers.once('data', (data: Buffer) => resolve(data.toString().trim()))
    server.once('error', reject)
    server.once('exit', () => reject(new Error('Xvfb did not start')))
  })
  return { name: `:${number}`, close: () => void server.kill('SIGKILL') }
}

/** The processes that were started with that folder. */
async function processesWith(userData: string): Promise<string[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(all.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(userData) && !line.includes('playwright'))
}
