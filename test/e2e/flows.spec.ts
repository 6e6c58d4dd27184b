import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { docker, dockerMissing, execute, sweep, uniqueName } from '../engine/docker.ts'
import { createObject } from '../engine/kubectl-create.ts'
import { launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'
import { countPresses, tabTo } from './pointer-count.ts'

const missing = await dockerMissing()
test.skip(missing !== undefined, missing)

const slow = { timeout: 180_000 }
const english = { language: 'en', theme: 'light' }

/** What the review of the window calls possible, for each thing that one comes for. Presses of the pointer count; what is typed into a field does not, and no shortcut is used. */
const possible = {
  'first start without Docker': 1,
  'first cluster': 1,
  'kubectl in any terminal': 2,
  'a create that fails': 1,
  'copy the kubeconfig': 1,
  'find an error in the log': 2,
  'log of my own pod': 1,
  'customize a cluster': 2,
  'one agent more': 2,
  'delete a cluster': 2,
} as const

/** Does it, and holds what it took against what is possible. */
async function within(window: Page, flow: keyof typeof possible, walk: () => Promise<void>): Promise<void> {
  await test.step(`${flow}: at most ${possible[flow]}`, async () => {
    const presses = await countPresses(window)
    await walk()
    expect.soft(await presses(), flow).toBeLessThanOrEqual(possible[flow])
  })
}

test('without a connection, the engine that answers is one click away', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sampan-home-'))
  const launched = await launch(english, { DOCKER_HOST: 'unix:///nonexistent.sock', HOME: home })
  try {
    const page = new SampanPage(launched.window)
    const use = page.button('noEngine.use').first()
    await expect(use).toBeVisible({ timeout: 60_000 })
    await within(page.window, 'first start without Docker', async () => {
      await use.click()
      await expect(page.button('command.new').first()).not.toHaveAttribute('aria-disabled', 'true', slow)
    })
  } finally {
    await launched.close()
    await rm(home, { recursive: true, force: true })
  }
})

test('what one comes for takes no more clicks than it has to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-flows-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const failing = uniqueName()
  const registry = await HoldingRegistry.open()
  // Chosen once, in the strip after a create or in the preferences.
  const { app, window, close } = await launch({ ...english, addsToKubeconfig: true }, { KUBECONFIG: kubeconfig })
  const page = new SampanPage(window)
  const heading = window.getByRole('heading', { level: 1 })
  let cluster = ''
  try {
    await expect(page.button('command.new').first()).toBeVisible(slow)
    await within(window, 'first cluster', async () => {
      await within(window, 'kubectl in any terminal', async () => {
        await page.button('command.new').last().click()
        await expect(window.getByRole('heading', { name: /^Creating / })).toBeVisible(slow)
        cluster = (await heading.textContent()) ?? ''
        await expect(page.state).toHaveText(page.text('state.ready'), slow)
        const kubectl = ['--kubeconfig', kubeconfig, '--context', `sampan-${cluster}`, 'get', 'nodes', '-o', 'name']
        await expect
          .poll(async () => (await execute('kubectl', kubectl).catch(() => ({ stdout: '' }))).stdout.trim(), slow)
          .toBe(`node/sampan-${cluster}-server-0`)
      })
    })

    await within(window, 'copy the kubeconfig', async () => {
      await window
        .getByRole('banner')
        .getByRole('button', { name: page.text('action.copyKubeconfig') })
        .click()
      await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('client-key-data')
    })

    const saying = `echo 'time="2026-11-27T10:00:00Z" level=error msg="the disk is on fire"' > /proc/1/fd/1`
    await execute('docker', ['exec', `sampan-${cluster}-server-0`, '/bin/sh', '-c', saying])
    await within(window, 'find an error in the log', async () => {
      await window.getByRole('tab', { name: page.text('tab.logs') }).click()
      await window.getByRole('button', { name: /^Next error/ }).click(slow)
      await expect(window.getByRole('grid').locator('[data-level=error], [data-level=fatal]').first()).toBeVisible(slow)
    })

    await createObject(`sampan-${cluster}-server-0`, '/apis/apps/v1/namespaces/default/deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'mine' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'mine' } },
        template: {
          metadata: { labels: { app: 'mine' } },
          spec: { containers: [{ name: 'mine', image: 'ghcr.io/example-shop/web:1.4.2' }] },
        },
      },
    })
    await window.keyboard.press('ControlOrMeta+2')
    const log = window.getByRole('button', { name: /^Logs of mine-/ })
    await expect(log).toBeVisible(slow)
    await within(window, 'log of my own pod', async () => {
      await log.click()
      await expect(window.getByRole('tab', { name: page.text('tab.logs') })).toHaveAttribute('aria-selected', 'true')
    })

    await window.keyboard.press('ControlOrMeta+1')
    await expect(page.button('overview.addAgent')).toBeVisible(slow)
    await within(window, 'one agent more', async () => {
      await page.button('overview.addAgent').click()
      await window
        .getByRole('dialog')
        .getByRole('button', { name: page.text('apply.confirm') })
        .click(slow)
      await expect(window.getByText(`sampan-${cluster}-agent-0`).first()).toBeVisible(slow)
      await expect(page.state).toHaveText(page.text('state.ready'), slow)
    })

    await within(window, 'customize a cluster', async () => {
      await page.button('list.newOptions').hover()
      await window.getByRole('menuitem', { name: page.text('command.customise') }).click()
      const dialog = page.dialog('create.title')
      // Until it is there, the Tab key leads through the page.
      await expect(dialog).toBeVisible(slow)
      const type = async (field: 'form.name' | 'form.image', words: string) => {
        const input = dialog.getByLabel(page.text(field), { exact: true }).first()
        // A dialog that opens gives its first field the focus, and may do so while somebody types already.
        await expect(async () => {
          await tabTo(window, input)
          await window.keyboard.press('ControlOrMeta+a')
          await window.keyboard.type(words)
          await expect(input).toHaveValue(words, { timeout: 1000 })
        }).toPass(slow)
      }
      await type('form.name', failing)
      await type('form.image', `127.0.0.1:${registry.port}/sampan/does-not-exist:v1`)
      await dialog.getByRole('button', { name: page.text('create.submit'), exact: true }).click(slow)
      await expect(heading).toHaveText(failing, slow)
    })

    await within(window, 'a create that fails', async () => {
      // It shows without being looked for.
      await expect(page.row(failing)).toContainText(page.text('state.failed'), slow)
      registry.isHolding = true
      await window
        .getByRole('alert')
        .getByRole('button', { name: page.text('action.retry'), exact: true })
        .click()
      await expect(window.getByRole('heading', { name: `Creating ${failing}` })).toBeVisible(slow)
      registry.isHolding = false
      await expect(page.row(failing)).toContainText(page.text('state.failed'), slow)
    })

    await page.choose(cluster)
    await expect(heading).toHaveText(cluster)
    await within(window, 'delete a cluster', async () => {
      await window
        .getByRole('banner')
        .getByRole('button', { name: page.text('command.delete', { cluster }) })
        .click()
      await page
        .dialog('delete.title', { cluster })
        .getByRole('button', { name: page.text('delete.confirm', { cluster }), exact: true })
        .click()
      await expect(page.row(cluster)).toHaveCount(0, slow)
      expect(await docker.listContainers({ all: true, filters: { label: [`dev.sampan.cluster=${cluster}`] } })).toEqual(
        [],
      )
    })
  } finally {
    await close()
    await registry.close()
    await Promise.all([cluster, failing].filter((name) => name !== '').map((name) => sweep(name)))
    await rm(folder, { recursive: true, force: true })
  }
})

/** Where nothing can be pulled: it hangs up on whoever comes, or keeps them waiting for as long as somebody wants to look. */
class HoldingRegistry {
  readonly #server = createServer((peer) => {
    peer.on('error', () => undefined).on('close', () => this.#held.delete(peer))
    if (this.#isHolding) this.#held.add(peer)
    else peer.destroy()
  })
  readonly #held = new Set<Socket>()
  #isHolding = false

  static async open(): Promise<HoldingRegistry> {
    const registry = new HoldingRegistry()
    await once(registry.#server.listen(0, '127.0.0.1'), 'listening')
    return registry
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port // it listens on a port, not on a path
  }

  set isHolding(isHolding: boolean) {
    this.#isHolding = isHolding
    if (!isHolding) for (const peer of this.#held) peer.destroy()
  }

  async close(): Promise<void> {
    this.isHolding = false
    this.#server.close()
    await once(this.#server, 'close')
  }
}
