import { readdir, readFile } from 'node:fs/promises'
import { type ElectronApplication, expect } from '@playwright/test'
import { createArgs } from '../engine/cli-create.ts'
import { docker, dockerMissing, execute, sweep, uniqueName } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

const missing = await dockerMissing()
test.skip(missing !== undefined, missing)
test.skip(process.platform !== 'linux', 'Its processes are found in /proc.')

const slow = { timeout: 60_000 }
/** Five seconds on a machine that does nothing else (`Life in the background`). */
const soon = { timeout: 10_000 }

/** All of the app, as a lid stops it: nothing runs, and every connection stays open until somebody wakes. */
async function familyOf(app: ElectronApplication): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      return { pid: Number(pid), parent: Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) }
    }),
  )
  const family = new Set([app.process().pid ?? 0])
  for (let before = 0; before < family.size; ) {
    before = family.size
    for (const { pid, parent } of stats) if (family.has(parent)) family.add(pid)
  }
  return [...family]
}

test('after a sleep the window shows what is so now, and a log goes on where it was', async () => {
  const cluster = uniqueName()
  const server = `sampan-${cluster}-server-0`
  const say = (words: string) => execute('docker', ['exec', server, '/bin/sh', '-c', `echo '${words}' > /proc/1/fd/1`])
  await arrange(createArgs(cluster))
  const { app, window, close } = await launch({ language: 'en', theme: 'light' })
  const page = new SampanPage(window)
  const signal = (family: readonly number[], name: NodeJS.Signals) => {
    for (const pid of family) process.kill(pid, name)
  }
  try {
    await page.open(cluster, 'logs')
    const opening = app.waitForEvent('window')
    await page.button('logs.view').click()
    await window.getByRole('menuitem', { name: page.text('logs.openWindow') }).click()
    const own = await opening
    // Of a log only the rows in view are in the page.
    await own.getByRole('textbox', { name: page.text('logs.search') }).fill('said ')
    await own.getByRole('button', { name: page.text('logs.search.only') }).click()
    const log = own.getByRole('grid')
    await say('said before the sleep')
    await expect(log.getByText('said before the sleep')).toBeVisible(slow)
    await page.open(cluster, 'overview')
    await expect(page.state).toHaveText(page.text('state.ready'), slow)

    const family = await familyOf(app)
    signal(family, 'SIGSTOP')
    try {
      // Meanwhile the node is another one, and then it is gone.
      await docker.getContainer(server).restart({ t: 1 })
      await say('said while it slept')
      await docker.getContainer(server).stop({ t: 1 })
    } finally {
      signal(family, 'SIGCONT')
    }
    await expect(page.state).not.toHaveText(page.text('state.ready'), soon)
    await expect(log.getByText('said while it slept')).toBeVisible(soon)

    signal(family, 'SIGSTOP')
    try {
      await docker.getContainer(server).start()
      await say('said after the second sleep')
    } finally {
      signal(family, 'SIGCONT')
    }
    await expect(log.getByText('said after the second sleep')).toBeVisible(soon)
    await expect(page.state).toHaveText(page.text('state.ready'), slow)
    await expect(window.getByText(/^Showing the state as of/)).toHaveCount(0)
    for (const words of ['said before the sleep', 'said while it slept', 'said after the second sleep'])
      await expect(log.getByText(words)).toHaveCount(1)
  } finally {
    await close()
    await sweep(cluster)
  }
})
