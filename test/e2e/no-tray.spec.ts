import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { findExecutable, thisMachine } from '../../electron/tools/tool-place.ts'
import { launch, test } from './fixtures.ts'

test.skip(process.platform !== 'linux', 'On the other systems the tray is always there.')

const daemon = await findExecutable(thisMachine({ env: process.env, home: '/' }), ['dbus-daemon'])

interface Bus {
  readonly address: string
  end(): Promise<void>
}

/** Desktops that show no tray, as the app meets them: by what is at the other end of the session bus. On one that never answers, Chromium itself shows no window. */
const buses: Readonly<Record<string, (folder: string) => Promise<Bus>>> = {
  'no session bus': async (folder) => ({ address: `unix:path=${join(folder, 'none')}`, end: async () => undefined }),
  'a session bus on which nobody shows a tray': async (folder) => {
    const address = `unix:path=${join(folder, 'bus')}`
    const bus = spawn(daemon ?? '', ['--session', '--nofork', '--print-address', `--address=${address}`])
    const gone = once(bus, 'exit')
    await once(bus.stdout, 'data')
    return {
      address,
      end: async () => {
        bus.kill()
        await gone
      },
    }
  },
}

/** Of the app, by the folder of its data, which no other one has. */
async function processesOf(userData: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(userData)).map((command) => command.replaceAll('\0', ' '))
}

for (const [name, open] of Object.entries(buses)) {
  test(`with ${name} the window shows, a second start brings it back, and closing it ends all of the app`, async () => {
    test.skip(name.includes('shows a tray') && daemon === undefined, 'There is no dbus-daemon here.')
    const folder = await mkdtemp(join(tmpdir(), 'sampan-bus-'))
    const bus = await open(folder)
    const env = { DBUS_SESSION_BUS_ADDRESS: bus.address }
    const { app, window, userData } = await launch({ language: 'en', theme: 'light', keepsRunning: true }, env)
    try {
      await expect(window.getByRole('navigation').first()).toBeVisible()

      const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
      expect(await isVisible()).toBe(false)
      await secondStart(app.process(), { ...process.env, ...env })
      await expect.poll(isVisible).toBe(true)

      const ended = app.waitForEvent('close')
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      await ended
      await expect.poll(() => processesOf(userData)).toEqual([])
    } finally {
      await app.close()
      await bus.end()
      await rm(userData, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** The same program with the same data, as a click on its icon starts it; it leaves the rest to the one that runs. */
async function secondStart({ spawnfile, spawnargs }: ChildProcess, env: NodeJS.ProcessEnv): Promise<void> {
  const args = spawnargs.slice(1).filter((argument) => !/^--(inspect|remote-debugging)/.test(argument))
  const second = spawn(spawnfile, args, { env, stdio: 'ignore' })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
}
