import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { killedCreate } from '../engine/cli-process.ts'
import { docker, sweep, until } from '../engine/docker.ts'
import { arrange, refuseUsers } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspector } from './inspector.ts'
import { overFoot } from './layout.ts'
import { inEachLanguage, looks, setLook } from './looks.ts'
import { SampanPage } from './pages.ts'
import { visitEveryPopup } from './popups.ts'
import { arrangeShop } from './shop.ts'

const slow = { timeout: 60_000 }

test('the welcome screen follows a change of theme and language at once', async ({ launched }) => {
  const ours = { filters: { label: ['dev.sampan.cluster'] } }
  await until('no cluster is left', async () => {
    const left = [await docker.listContainers({ all: true, ...ours }), await docker.listNetworks(ours)]
    return left.flat().length === 0
  })
  const page = new SampanPage(launched.window)
  const { inspectLook } = await inspector(launched)
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
    await inspectLook('welcome', look)
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
    const { inspectLook } = await inspector(launched)
    for (const look of looks) {
      await page.run(look.language === 'en' ? 'English' : '简体中文')
      page.language = look.language
      await page.run(page.text(`command.${look.theme}`))
      await expect(page.window.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.theme)
      // Another engine may answer on this machine: then that one is offered.
      const offered = page.button('noEngine.use')
      await expect(page.window.getByText(page.text('noEngine.title')).or(offered).first()).toBeVisible(slow)
      await expect(page.window.getByRole('radio')).not.toHaveCount(0)
      await inspectLook('no-docker', look)
    }
  } finally {
    await launched.close()
    await rm(home, { recursive: true, force: true })
  }
})

test.describe('with a running, a stopped and an interrupted cluster', () => {
  const clusters = { running: 'dev', stopped: 'staging', interrupted: 'edge', attempt: 'preview' }
  const missing = { name: clusters.attempt, image: '127.0.0.1:1/sampan/does-not-exist:v1' }
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

  test('every screen is whole and accessible in both themes and languages', async ({ launched }) => {
    test.setTimeout(1_200_000)
    const { window } = launched
    const page = new SampanPage(window)
    const { inspect } = await inspector(launched)

    await test.step('overview', async () => {
      await page.choose(clusters.running)
      await expect(window.getByRole('button', { name: page.text('overview.showPods') })).toBeVisible(slow)
      await expect(window.getByRole('table').first().getByRole('meter').first()).toBeVisible(slow)
      await inspect('overview')
    })
    await test.step('workloads', async () => {
      await page.open(clusters.running, 'workloads')
      await expect(window.getByText('ImagePullBackOff').first()).toBeVisible(slow)
      await expect(window.getByText(/payment-keys/).first()).toBeVisible(slow)
      await inspect('workloads')
      await window.getByText(page.text('workloads.controllers'), { exact: true }).click()
      await window.getByRole('grid').getByText('checkout', { exact: true }).click({ button: 'right' })
      await expect(window.getByRole('menuitem', { name: page.text('workloads.scale') })).toBeVisible()
      await inspect('workloads-actions')
      await window.keyboard.press('Escape')
      await window.getByText(page.text('workloads.events'), { exact: true }).click()
      await expect(window.getByText('FailedMount').first()).toBeVisible(slow)
      await inspect('workloads-events')
      await window.getByText(page.text('workloads.pods'), { exact: true }).first().click()
      await window
        .getByRole('grid')
        .getByText(/^checkout-/)
        .click()
      await expect(window.getByRole('dialog').getByText('registry.shop.example').first()).toBeVisible()
      await inspect('workloads-details')
      await page.closeDialog()
    })
    await test.step('logs', async () => {
      await page.open(clusters.running, 'logs')
      await expect(window.getByRole('grid')).toContainText('Running flannel backend', slow)
      await inspect('logs')
    })
    await test.step('kubeconfig', async () => {
      await page.open(clusters.running, 'kubeconfig')
      await expect(window.getByText(/current-context/).first()).toBeVisible(slow)
      await inspect('kubeconfig')
    })
    await test.step('registries', async () => {
      await page.open(clusters.running, 'registries')
      await expect(window.getByRole('group', { name: 'docker.io' })).toBeVisible(slow)
      await expect(window.getByText(`sampan-${clusters.running}-agent-1`)).toBeVisible(slow)
      await inspect('registries')
    })
    await test.step('settings', async () => {
      await page.open(clusters.running, 'settings')
      await expect(page.button('action.apply')).toBeVisible(slow)
      await inspect('settings')
      await inEachLanguage(window, async (language) =>
        expect
          .soft(await window.evaluate(overFoot), `what is drawn over the foot of the form, ${language}`)
          .toEqual([]),
      )
    })
    // Contrast is a matter of the theme, names of the language: two looks have both of each.
    for (const look of [looks[0], looks[2]])
      await test.step(`what opens over them in ${look.theme}, ${look.language}`, async () => {
        await setLook(window, look)
        page.language = look.language
        await visitEveryPopup(page, clusters.running)
      })
    await setLook(window, looks[0])
    page.language = looks[0].language
    await expect(window.locator('[data-notices]').getByRole('alert')).toHaveCount(0, slow)
    await test.step('stopped', async () => {
      await page.open(clusters.stopped, 'overview')
      await expect(page.state).toHaveText(page.text('state.stopped'))
      await inspect('stopped')
    })
    await test.step('incomplete', async () => {
      await page.choose(clusters.interrupted)
      await expect(page.button('action.finishCluster')).toBeVisible(slow)
      await inspect('incomplete')
    })
    await test.step('delete', async () => {
      await page.run(page.text('command.delete', { cluster: clusters.interrupted }))
      await expect(
        page.dialog('delete.title', { cluster: clusters.interrupted }).getByText(/-k3s$/).first(),
      ).toBeVisible(slow)
      await inspect('delete')
      await page.closeDialog()
    })
    await test.step('preferences', async () => {
      await page.button('command.preferences').click()
      const dialog = page.dialog('preferences.title')
      await expect(dialog.getByText(page.text('preferences.notifies')).first()).toBeVisible(slow)
      await inspect('preferences')
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
        await inspect(`preferences-${section}`)
      }
      await page.button('licenses.show').click()
      await expect(dialog.getByRole('button', { name: /^react / })).toBeVisible(slow)
      await inspect('licenses')
      await page.closeDialog()
    })
    await test.step('palette', async () => {
      await window.keyboard.press('ControlOrMeta+k')
      await expect(page.button('command.new').last()).toBeVisible()
      await inspect('palette')
      await page.closeDialog()
    })
    await test.step('all keys', async () => {
      await window.keyboard.press('Shift+?')
      await expect(page.dialog('shortcuts.title')).toBeVisible()
      await inspect('shortcuts')
      await page.closeDialog()
    })
    await test.step('customise and progress', async () => {
      const { dialog, field, submit } = await page.customise({ name: clusters.attempt })
      await expect(dialog.getByText(page.text('preflight.passed.other', { count: '' }).trim())).toBeVisible(slow)
      await inspect('customise')
      // It is looked at for longer than it takes.
      await page.button('form.env.add').click()
      await field('form.env.name').fill('FAKE_K3S_BOOT_MS')
      await field('form.env.value').fill('120000')
      await submit()
      await expect(window.getByRole('grid', { name: page.text('progress.log') })).toContainText('info', slow)
      await inspect('progress')
      await page.button('action.cancel').click()
      await expect(page.row(clusters.attempt).getByText(page.text('state.cancelled'))).toBeVisible(slow)
      await inspect('canceled')
      await page.button('operation.dismiss').click()
      await expect(page.row(clusters.attempt)).toHaveCount(0)
    })
    await test.step('ready', async () => {
      const { submit } = await page.customise({ name: clusters.attempt })
      await submit()
      const strip = window.getByRole('region', { name: page.text('ready.title', { cluster: clusters.attempt }) })
      await expect(strip).toBeVisible({ timeout: 180_000 })
      await inspect('ready')
      await sweep(clusters.attempt)
      await expect(page.row(clusters.attempt)).toHaveCount(0, slow)
    })
    await test.step('failed', async () => {
      const { submit } = await page.customise(missing)
      await submit()
      await expect(page.button('operation.changeAndRetry')).toBeVisible(slow)
      await inspect('failed')
    })
    await test.step('notices', async () => {
      const announced = window.locator('[data-notices]').getByRole('alert')
      await page.choose(clusters.running)
      await page.run(page.text('command.start', { cluster: clusters.stopped }))
      await expect(announced.getByText(page.text('notice.start', { cluster: clusters.stopped }))).toBeVisible(slow)
      // As from another window: the page of that cluster, where it would be told, is not shown.
      await window.evaluate(async (wanted) => {
        const suggested = await self.sampan.request('clusters.suggest', undefined)
        const { engineId, spec } = Reflect.get(Object(suggested), 'value')
        await self.sampan.request('clusters.create', { engineId, spec: { ...spec, ...wanted }, choose: [] })
      }, missing)
      await expect(announced.and(window.locator('[data-tone=failed]'))).toBeVisible(slow)
      await page.run(page.text('command.copyKubeconfig', { cluster: clusters.running }))
      const copied = page.text('notice.kubeconfigCopied', { cluster: clusters.running })
      await page.sidebar.getByRole('button', { name: page.plural('notices.unseen', 1), exact: true }).click()
      await expect(page.dialog('notices.title').getByText(copied).first()).toBeVisible(slow)
      await inspect('notices')
      await page.closeDialog()
    })
  })
})
