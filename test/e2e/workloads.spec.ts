import { expect } from '@playwright/test'
import { createArgs } from '../engine/cli-create.ts'
import { dockerMissing, execute, sweep } from '../engine/docker.ts'
import { isAccessible } from './accessible.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'
import { arrangeShop } from './shop.ts'

const missing = await dockerMissing()
const cluster = 'e2e-shop'
const server = `sampan-${cluster}-server-0`
const slow = { timeout: 90_000 }

test.describe('what runs in a cluster', () => {
  test.skip(missing !== undefined, missing)
  test.beforeAll(async () => {
    test.setTimeout(300_000)
    await sweep(cluster)
    await arrange(createArgs(cluster))
    await arrangeShop(server)
  })
  test.afterAll(() => sweep(cluster))

  test('is seen with its reasons, and scaled, restarted, read and deleted from its row', async () => {
    test.setTimeout(420_000)
    const { app, window, close } = await launch({ language: 'en', theme: 'light' })
    const page = new SampanPage(window)
    const grid = window.getByRole('grid')
    const row = (name: string | RegExp) =>
      grid.getByRole('row').filter({ has: window.getByRole('button', { name, exact: true }) })
    const chosen = async (name: string | RegExp, action: string) => {
      await row(name).first().click({ button: 'right' })
      await window.getByRole('menuitem', { name: action, exact: true }).click()
    }
    const showKind = (kind: string) => window.getByText(kind, { exact: true }).click()
    try {
      await test.step('pods, what is ill first and why; kube-system in one line', async () => {
        await page.open(cluster, 'workloads')
        await expect(row(/^checkout-/)).toContainText(/ImagePullBackOff|ErrImagePull/, slow)
        await expect(row(/^checkout-/)).toContainText('registry.shop.example')
        await expect(row(/^payments-/)).toContainText('payment-keys', slow)
        await expect(row(/^web-/)).toHaveCount(3, slow)
        await expect(grid.getByRole('row').nth(1)).toContainText('checkout-')
        await expect(grid.getByText(/^kube-system: \d+ objects?,/)).toBeVisible(slow)
        await isAccessible(window, 'pods')
      })

      await test.step('the keyboard alone goes to a row, opens it, and comes back', async () => {
        await grid.focus()
        await grid.press('ArrowDown')
        await grid.press('Enter')
        const details = window.getByRole('dialog')
        await expect(details.getByText('Needs action')).toBeVisible()
        await isAccessible(window, 'details')
        await window.keyboard.press('Escape')
        await expect(details).toBeHidden()
        await expect(grid).toBeFocused()
        await grid.press('Shift+F10')
        await expect(window.getByRole('menuitem', { name: 'Show logs' })).toBeVisible()
        await window.keyboard.press('Escape')
      })

      await test.step('a filter and a namespace', async () => {
        await window.getByRole('searchbox').fill('cart')
        await expect(grid.getByRole('row')).toHaveCount(3)
        await window.keyboard.press('Escape')
        await window.getByRole('button', { name: /^Namespaces/ }).click()
        await window.getByRole('group', { name: 'Namespaces' }).getByLabel('kube-system').check()
        await window.keyboard.press('Escape')
        await expect(row(/^web-/)).toHaveCount(0)
        await window.getByRole('button', { name: /^Namespaces/ }).click()
        await window.getByRole('group', { name: 'Namespaces' }).getByLabel('All namespaces').check()
        await window.keyboard.press('Escape')
      })

      await test.step('scaled, from the number that is there', async () => {
        await showKind('Controllers')
        await expect(row('web')).toContainText('3/3', slow)
        await chosen('web', 'Scale…')
        const dialog = window.getByRole('dialog', { name: 'Scale web' })
        await dialog.getByLabel('Replicas').fill('4')
        await inspectInEachLook(window, 'workloads-scale')
        await dialog.getByRole('button', { name: 'Scale', exact: true }).click()
        await expect(row('web')).toContainText('4/4', slow)
      })

      await test.step('restarted: each pod is another one', async () => {
        const names = async () =>
          (
            await execute('docker', [
              'exec',
              server,
              'kubectl',
              'get',
              'pods',
              '-n',
              'shop',
              '-l',
              'app=web',
              '-o',
              'name',
            ])
          ).stdout
            .trim()
            .split('\n')
        const before = new Set(await names())
        await chosen('web', 'Restart pods')
        await expect(window.getByText('The pods of web are being replaced one after another')).toBeVisible()
        await expect.poll(async () => (await names()).filter((name) => before.has(name)), slow).toEqual([])
        await expect(row('web')).toContainText('Available', slow)
      })

      await test.step('as YAML, to be copied; its events', async () => {
        await chosen('web', 'View YAML')
        const drawer = window.getByRole('dialog')
        await expect(drawer.getByText('kind: Deployment')).toBeVisible(slow)
        await inspectInEachLook(window, 'workloads-yaml')
        await drawer.getByRole('button', { name: 'Copy: YAML' }).click()
        await expect
          .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
          .toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n(?![\s\S]*managedFields)/)
        await window.keyboard.press('Escape')
        await expect(drawer).toBeHidden()
        await showKind('Events')
        await expect(window.getByRole('listitem').filter({ hasText: 'payment-keys' }).first()).toBeVisible(slow)
        await isAccessible(window, 'events')
      })

      await test.step('deleted, after a question that names it', async () => {
        await showKind('Network')
        await expect(row('web').first()).toContainText('shop.localhost')
        await isAccessible(window, 'network')
        await showKind('Controllers')
        await chosen('cart', 'Delete…')
        const dialog = window.getByRole('dialog', { name: 'Delete Deployment cart?' })
        await isAccessible(window, 'delete')
        await dialog.getByRole('button', { name: 'Delete cart' }).click()
        await expect(row('cart')).toHaveCount(0, slow)
        await showKind('Pods')
        await expect(row(/^cart-/)).toHaveCount(0, slow)
      })

      await test.step('the log of a pod is the log that is shown', async () => {
        await chosen(/^web-/, 'Show logs')
        await expect(window.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true')
        await expect(window.getByRole('button', { name: '1 source' })).toBeVisible()
        await expect(window.getByRole('grid')).toContainText('web heartbeat', slow)
      })

      await test.step('a stopped cluster says so, and offers to start', async () => {
        await arrange(['stop', cluster])
        await window.getByRole('tab', { name: 'Workloads' }).click()
        await expect(window.getByText(`${cluster} is not running`)).toBeVisible(slow)
        await window.getByRole('tabpanel').getByRole('button', { name: 'Start' }).click()
        await expect(row(/^web-/).first()).toContainText('Running', slow)
      })
    } finally {
      await close()
    }
  })
})
