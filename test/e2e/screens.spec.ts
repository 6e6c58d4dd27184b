import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { killedCreate } from '../engine/cli-process.ts'
import { docker, sweep, until } from '../engine/docker.ts'
import { isAccessible } from './accessible.ts'
import { arrange, refuseUsers } from './arrange.ts'
import { type Launched, launch, test } from './fixtures.ts'
import { brokenAddresses, overFoot, tabLines, tooWide } from './layout.ts'
import { type Look, looks } from './looks.ts'
import { SampanPage } from './pages.ts'
import { visitEveryPopup } from './popups.ts'
import { arrangeShop } from './shop.ts'

const screenshots = fileURLToPath(new URL('../../resources/screenshots', import.meta.url))
const usual = { width: 1280, height: 820 }
const small = { width: 1024, height: 700 }
const slow = { timeout: 60_000 }

test('the welcome screen follows a change of theme and language at once', async ({ launched }) => {
  const ours = { filters: { label: ['dev.sampan.cluster'] } }
  await until('no cluster is left', async () => {
    const left = [await docker.listContainers({ all: true, ...ours }), await docker.listNetworks(ours)]
    return left.flat().length === 0
  })
  const page = new SampanPage(launched.window)
  const inspect = await inspector(launched)
  for (const look of looks) {
    await page.button('command.preferences').click()
    await page
      .dialog('preferences.title')
      .getByLabel(page.text('preferences.language'), { exact: true })
      .first()
      .click()
    await page.window.getByRole('option', { name: look.language === 'en' ? 'English' : '简体中文' }).click()
    page.language = look.language
    const dialog = page.dialog('preferences.title')
    await dialog.getByText(page.text(`preferences.${look.theme}`), { exact: true }).click()
    await expect(page.window.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.theme)
    await expect(page.window.locator('html')).toHaveAttribute('lang', look.language)
    await page.closeDialog()
    await expect(page.window.getByText(page.text('welcome.title'))).toBeVisible(slow)
    await inspect('welcome', look)
  }
})

test('without Docker the window says how to get it, and follows a change of theme and language at once', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sampan-home-'))
  const launched = await launch(
    { language: 'en', theme: 'light' },
    { DOCKER_HOST: 'unix:///nonexistent.sock', HOME: home },
  )
  try {
    const page = new SampanPage(launched.window)
    const inspect = await inspector(launched)
    for (const look of looks) {
      await page.run(look.language === 'en' ? 'English' : '简体中文')
      page.language = look.language
      await page.run(page.text(`command.${look.theme}`))
      await expect(page.window.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.theme)
      // Another engine may answer on this machine: then that one is offered.
      const offered = page.button('noEngine.use')
      await expect(page.window.getByText(page.text('noEngine.title')).or(offered).first()).toBeVisible(slow)
      await expect(page.window.getByRole('radio')).not.toHaveCount(0)
      await inspect('no-docker', look)
    }
  } finally {
    await launched.close()
    await rm(home, { recursive: true, force: true })
  }
})

test.describe('with a running, a stopped and an interrupted cluster', () => {
  const clusters = { running: 'dev', stopped: 'staging', interrupted: 'edge', attempt: 'preview' }
  const sweepAll = () => Promise.all(Object.values(clusters).map(sweep))

  test.beforeAll(async () => {
    for (const name of Object.values(clusters)) await refuseUsers(name)
    await sweepAll()
    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const registries = join(folder, 'registries.yaml')
    await writeFile(registries, 'mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example\n')
    const quick = ['--json', ...quickArgs]
    await arrange(['create', clusters.running, '--agents', '2', '--registries', registries, ...quick])
    await arrangeShop(`sampan-${clusters.running}-server-0`)
    await arrange(['create', clusters.stopped, ...quick])
    await arrange(['stop', clusters.stopped])
    await killedCreate(clusters.interrupted, quick)
    await rm(folder, { recursive: true })
  })
  test.afterAll(sweepAll)

  for (const look of looks) {
    test(`every screen is whole and accessible in ${look.theme}, ${look.language}`, async () => {
      const launched = await launch(look)
      try {
        await visitEveryScreen(launched, look)
      } finally {
        await launched.close()
        await sweep(clusters.attempt)
      }
    })
  }

  async function visitEveryScreen(launched: Launched, look: Look) {
    const { window } = launched
    const page = new SampanPage(window, look.language)
    const inspect = await inspector(launched)

    await test.step('overview', async () => {
      await page.choose(clusters.running)
      await expect(window.getByRole('button', { name: page.text('overview.showPods') })).toBeVisible(slow)
      await expect(window.getByRole('table').first().getByRole('meter').first()).toBeVisible(slow)
      await inspect('overview', look)
    })
    await test.step('workloads', async () => {
      await page.open(clusters.running, 'workloads')
      await expect(window.getByText('ImagePullBackOff').first()).toBeVisible(slow)
      await expect(window.getByText(/payment-keys/).first()).toBeVisible(slow)
      await inspect('workloads', look)
      await window.getByText(page.text('workloads.controllers'), { exact: true }).click()
      await window.getByRole('grid').getByText('checkout', { exact: true }).click({ button: 'right' })
      await expect(window.getByRole('menuitem', { name: page.text('workloads.scale') })).toBeVisible()
      await inspect('workloads-actions', look)
      await window.keyboard.press('Escape')
      await window.getByText(page.text('workloads.events'), { exact: true }).click()
      await expect(window.getByText('FailedMount').first()).toBeVisible(slow)
      await inspect('workloads-events', look)
      await window.getByText(page.text('workloads.pods'), { exact: true }).first().click()
      await window
        .getByRole('grid')
        .getByText(/^checkout-/)
        .click()
      await expect(window.getByRole('dialog').getByText('registry.shop.example').first()).toBeVisible()
      await inspect('workloads-details', look)
      await page.closeDialog()
    })
    await test.step('logs', async () => {
      await page.open(clusters.running, 'logs')
      await expect(window.getByRole('grid')).toContainText('Running flannel backend', slow)
      await inspect('logs', look)
    })
    await test.step('kubeconfig', async () => {
      await page.open(clusters.running, 'kubeconfig')
      await expect(window.getByText(/current-context/).first()).toBeVisible(slow)
      await inspect('kubeconfig', look)
    })
    await test.step('registries', async () => {
      await page.open(clusters.running, 'registries')
      await expect(window.getByRole('group', { name: 'docker.io' })).toBeVisible(slow)
      await expect(window.getByText(`sampan-${clusters.running}-agent-1`)).toBeVisible(slow)
      await inspect('registries', look)
    })
    await test.step('settings', async () => {
      await page.open(clusters.running, 'settings')
      await expect(page.button('action.apply')).toBeVisible(slow)
      await inspect('settings', look)
      expect.soft(await window.evaluate(overFoot), 'what is drawn over the foot of the form').toEqual([])
    })
    // Contrast is a matter of the theme, names of the language: two looks have both of each.
    if ((look.theme === 'light') === (look.language === 'en'))
      await test.step('what opens over them', () => visitEveryPopup(page, clusters.running))
    await test.step('stopped', async () => {
      await page.open(clusters.stopped, 'overview')
      await expect(page.state).toHaveText(page.text('state.stopped'))
      await inspect('stopped', look)
    })
    await test.step('incomplete', async () => {
      await page.choose(clusters.interrupted)
      await expect(page.button('action.finishCluster')).toBeVisible(slow)
      await inspect('incomplete', look)
    })
    await test.step('delete', async () => {
      await page.run(page.text('command.delete', { cluster: clusters.interrupted }))
      await expect(
        page.dialog('delete.title', { cluster: clusters.interrupted }).getByText(/-k3s$/).first(),
      ).toBeVisible(slow)
      await inspect('delete', look)
      await page.closeDialog()
    })
    await test.step('preferences', async () => {
      await page.button('command.preferences').click()
      const dialog = page.dialog('preferences.title')
      await expect(dialog.getByText(page.text('preferences.notifies')).first()).toBeVisible(slow)
      await inspect('preferences', look)
      const sections = [
        ['newClusters', 'preset.lean.hint'],
        ['kubeconfig', 'preferences.kubeconfigFile'],
        ['logs', 'preferences.logMemory'],
        ['engines', 'engines.lookAgain'],
        ['diagnostics', 'kubeconfig.save'],
        ['about', 'preferences.privacy.text'],
      ] as const
      for (const [section, shown] of sections) {
        await dialog.getByRole('tab', { name: page.text(`preferences.section.${section}`) }).click()
        await expect(dialog.getByText(page.text(shown)).first()).toBeVisible(slow)
        await inspect(`preferences-${section}`, look)
      }
      await page.button('licenses.show').click()
      await expect(dialog.getByRole('button', { name: /^react / })).toBeVisible(slow)
      await inspect('licenses', look)
      await page.closeDialog()
    })
    await test.step('palette', async () => {
      await window.keyboard.press('ControlOrMeta+k')
      await expect(page.button('command.new').last()).toBeVisible()
      await inspect('palette', look)
      await page.closeDialog()
    })
    await test.step('all keys', async () => {
      await window.keyboard.press('Shift+?')
      await expect(page.dialog('shortcuts.title')).toBeVisible()
      await inspect('shortcuts', look)
      await page.closeDialog()
    })
    await test.step('notices', async () => {
      await page.choose(clusters.running)
      await page.run(page.text('command.copyKubeconfig', { cluster: clusters.running }))
      await page.button('notices.title').click()
      const said = page.text('notice.kubeconfigCopied', { cluster: clusters.running })
      await expect(page.dialog('notices.title').getByText(said).first()).toBeVisible(slow)
      await inspect('notices', look)
      await page.closeDialog()
    })
    await test.step('customise and progress', async () => {
      const { dialog, submit } = await page.customise({ name: clusters.attempt })
      await expect(dialog.getByText(page.text('preflight.passed.other', { count: '' }).trim())).toBeVisible(slow)
      await inspect('customise', look)
      await submit()
      await expect(window.getByRole('grid', { name: page.text('progress.log') })).toContainText('info', slow)
      await inspect('progress', look)
      await page.button('action.cancel').click()
      await expect(page.row(clusters.attempt).getByText(page.text('state.cancelled'))).toBeVisible(slow)
      await inspect('canceled', look)
      await page.button('operation.dismiss').click()
      await expect(page.row(clusters.attempt)).toHaveCount(0)
    })
    await test.step('ready', async () => {
      const { submit } = await page.customise({ name: clusters.attempt })
      await submit()
      const strip = window.getByRole('region', { name: page.text('ready.title', { cluster: clusters.attempt }) })
      await expect(strip).toBeVisible({ timeout: 180_000 })
      await inspect('ready', look)
      await sweep(clusters.attempt)
      await expect(page.row(clusters.attempt)).toHaveCount(0, slow)
    })
    await test.step('failed', async () => {
      const { submit } = await page.customise({ name: clusters.attempt, image: '127.0.0.1:1/sampan/does-not-exist:v1' })
      await submit()
      await expect(page.button('operation.changeAndRetry')).toBeVisible(slow)
      await inspect('failed', look)
    })
  }
})

/** Looks at a screen: a picture for people, axe for what they cannot see, and a smaller window for what does not fit. */
async function inspector({ app, window }: Launched) {
  const resize = async (size: typeof usual) => {
    // A menu bar that comes after the window takes its height from the page.
    await expect(async () => {
      await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      expect(await window.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height])
    }).toPass({ timeout: 15_000 })
  }
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await resize(usual)
  return async (screen: string, { theme, language }: Look) => {
    await window.mouse.move(0, 0)
    const path = join(screenshots, `${screen}-${theme}-${language}.png`)
    await window.screenshot({ path, animations: 'disabled' })
    await isAccessible(window, screen)
    await resize(small)
    expect.soft(await window.evaluate(tooWide), `wider than the window on ${screen}`).toEqual([])
    expect.soft(await window.evaluate(tabLines), `tabs in more than one line on ${screen}`).toBeLessThanOrEqual(1)
    expect.soft(await window.evaluate(brokenAddresses), `broken addresses on ${screen}`).toEqual([])
    // Each part scrolls in itself: a second bar beside the first one is something that stretches the document.
    const heights = await window.evaluate(() => [document.documentElement.scrollHeight, innerHeight])
    expect.soft(heights[0], `higher than the window on ${screen}`).toBe(heights[1])
    await resize(usual)
  }
}
