import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { killedCreate } from '../engine/cli-process.ts'
import { connectDocker, docker, leftovers, removeByHand, sweep, uniqueName, until } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

const slow = { timeout: 90_000 }
const quick = ['--json', ...quickArgs]

// Each test uses a cluster of its own, and sweeps it whatever happens.
let cluster: string
test.beforeEach(() => {
  cluster = uniqueName()
})
test.afterEach(() => sweep(cluster))

test('cancelling a create in the timeline removes everything', async ({ window }) => {
  const page = new SampanPage(window)
  const { submit } = await page.customise({ name: cluster })
  await submit()
  await expect(window.getByRole('grid', { name: page.text('progress.log') })).toContainText('info', slow)
  expect(await leftovers(cluster)).not.toEqual([])

  await page.button('action.cancel').click()

  await expect(window.getByText(page.text('operation.undone'))).toBeVisible(slow)
  expect(await leftovers(cluster)).toEqual([])
  await page.button('operation.dismiss').click()
  await expect(page.row(cluster)).toHaveCount(0)
})

test('a taken port is seen while it is typed, with its holder, and a free one is offered', async ({ window }) => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  try {
    const page = new SampanPage(window)
    const port = portOf(holder)
    const { dialog, field } = await page.customise({ name: cluster, apiPort: port })
    await expect(dialog.getByText(`Port ${port} is already in use`)).toBeVisible(slow)
    await expect(dialog.getByText(new RegExp(`In use by .*${process.pid}`))).toBeVisible()

    const offer = dialog.getByRole('button', { name: /^Use port \d+ instead$/ })
    const offered = /\d+/.exec((await offer.textContent()) ?? '')?.[0] ?? ''
    await offer.click()

    await expect(field('form.apiPort')).toHaveValue(offered)
    await expect(dialog.getByText(/is already in use/)).toBeHidden(slow)
  } finally {
    holder.close()
  }
})

test('an image that cannot be had fails with its cause and its remedy, and leaves nothing', async ({ window }) => {
  const page = new SampanPage(window)
  const { submit } = await page.customise({ name: cluster, image: '127.0.0.1:1/no-such/image:v1' })
  await submit()

  await expect(window.getByText(page.text('operation.create.failed', { cluster }))).toBeVisible(slow)
  const alert = window.getByRole('main').getByRole('alert')
  await expect(alert.getByText('Cannot connect to the registry')).toBeVisible()
  await expect(alert.getByText(/Docker could not connect to the registry of 127\.0\.0\.1:1/)).toBeVisible()
  await expect(alert.getByText(/Check the network/)).toBeVisible()
  expect(await leftovers(cluster)).toEqual([])

  await page.button('operation.changeAndRetry').click()
  await expect(page.dialog('create.title').getByLabel(page.text('form.name'), { exact: true })).toHaveValue(cluster)
})

test('a node that was removed by hand is named, and is made again', async ({ window }) => {
  await arrange(['create', cluster, '--agents', '1', ...quick])
  const node = `sampan-${cluster}-agent-0`
  const page = new SampanPage(window)
  await page.choose(cluster)
  await expect(page.state).toHaveText('Ready', slow)

  await removeByHand(docker.getContainer(node))

  await expect(page.state).toHaveText('Degraded', slow)
  await expect(window.getByText(`Node ${node} is missing`)).toBeVisible()
  await page.button('action.repairCluster').click()
  await expect(page.state).toHaveText('Ready', slow)
  expect((await docker.getContainer(node).inspect()).State.Running).toBe(true)
})

test('a create that was killed is found, and can be removed', async ({ window }) => {
  await kill(cluster)
  const page = new SampanPage(window)
  await page.choose(cluster)
  await expect(page.state).toHaveText('Incomplete', slow)
  await expect(page.button('action.finishCluster')).toBeVisible()

  await page.button('action.deleteCluster').click()
  await page
    .dialog('delete.title', { cluster })
    .getByRole('button', { name: `Delete ${cluster}`, exact: true })
    .click()

  await expect(page.row(cluster)).toHaveCount(0, slow)
  expect(await leftovers(cluster)).toEqual([])
})

test('clusters of the command line come and go in the window by themselves', async ({ window }) => {
  const page = new SampanPage(window)
  await expect(page.button('command.new').first()).toBeVisible()
  await arrange(['create', cluster, ...quick])
  await expect(page.row(cluster).getByText('Ready')).toBeVisible(slow)
  await arrange(['delete', cluster, '--yes'])
  await expect(page.row(cluster)).toHaveCount(0, slow)
})

test('reloading the window in the middle of a create keeps the timeline', async ({ window }) => {
  const page = new SampanPage(window)
  const { submit } = await page.customise({ name: cluster })
  await submit()
  await expect(page.stage('stage.containers')).toContainText('done', slow)

  await window.reload()

  await page.choose(cluster)
  await expect(page.stage('stage.containers')).toContainText('done')
  await expect(page.state).toHaveText('Ready', slow)
})

test('everything can be done by keyboard', async ({ window }) => {
  await arrange(['create', cluster, ...quick])
  const page = new SampanPage(window)
  await expect(page.row(cluster).getByText('Ready')).toBeVisible(slow)

  await test.step('Tab, and the arrows in the list, reach all of the sidebar', async () => {
    const reachable = await page.sidebar
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent))
    const reached = new Set<string>()
    const focused = () =>
      window.evaluate(() => {
        const now = document.activeElement
        return { name: now?.ariaLabel ?? now?.textContent ?? '', isInList: now?.closest('[data-row]') !== null }
      })
    for (let press = 0; press <= reachable.length; press += 1) {
      await window.keyboard.press('Tab')
      // To the right through a row, then down to the next one: there may be clusters of somebody else.
      for (let key = 'ArrowRight', at = await focused(); ; at = await focused()) {
        const isNew = !reached.has(at.name)
        reached.add(at.name)
        if (!at.isInList || (!isNew && key === 'ArrowDown')) break
        key = isNew ? 'ArrowRight' : 'ArrowDown'
        await window.keyboard.press(key)
      }
    }
    expect([...reached]).toEqual(expect.arrayContaining(reachable))
  })
  await test.step('the palette stops, starts and deletes', async () => {
    await page.run(`Go to ${cluster}`)
    await page.run(`Stop ${cluster}`)
    await expect(page.state).toHaveText('Stopped', slow)
    await page.run(`Start ${cluster}`)
    await expect(page.state).toHaveText('Ready', slow)
    await page.run(`Delete ${cluster}`)
    const dialog = page.dialog('delete.title', { cluster })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await expect(
      dialog.getByRole('button', { name: page.text('delete.confirm', { cluster }), exact: true }),
    ).toBeEnabled(slow)
    await window.keyboard.press('Tab')
    await window.keyboard.press('Enter')
    await expect(page.row(cluster)).toHaveCount(0, slow)
  })
})

test('an engine that comes, goes and comes back is followed, and what was known of it stays', async () => {
  await arrange(['create', cluster, ...quick])
  const folder = await mkdtemp(join(tmpdir(), 'sampan-engine-'))
  const address = join(folder, 'docker.sock')
  const launched = await launch({ language: 'en', theme: 'light' }, { DOCKER_HOST: `unix://${address}`, HOME: folder })
  let engine: Awaited<ReturnType<typeof openDoor>> | undefined
  try {
    const page = new SampanPage(launched.window)
    const banner = page.window
      .getByRole('alert')
      .filter({ hasText: page.text('engines.asOf', { time: '' }).split('.')[0] ?? '' })
    // The other one answers, and is offered, but nobody goes over to it unasked.
    await expect(page.window.getByRole('heading', { name: page.text('noEngine.found.one') })).toBeVisible(slow)

    engine = await openDoor(address)
    await expect(page.row(cluster).getByText('Ready')).toBeVisible(slow)

    await engine.close()
    await expect(banner).toBeVisible(slow)
    await expect(page.row(cluster)).toBeVisible()
    await expect(page.button('command.new').first()).toBeDisabled()

    engine = await openDoor(address)
    await expect(banner).toBeHidden(slow)
    await expect(page.button('command.new').first()).toBeEnabled()
  } finally {
    await launched.close()
    await engine?.close()
    await rm(folder, { recursive: true, force: true })
  }
})

/** Leaves a cluster behind that was killed once its server was made. */
async function kill(name: string) {
  await killedCreate(name, quick)
  await until('Docker has come to rest', async () => {
    const first = await leftovers(name)
    return JSON.stringify(first) === JSON.stringify(await leftovers(name))
  })
}

/** A socket in front of the real Docker Engine, so that an engine can come and go without stopping anybody's. */
async function openDoor(address: string) {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connectDocker()
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.once('error', () => to.destroy())
      from.once('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(address, resolve))
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}
