import { expect } from '@playwright/test'
import { sweep } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'
import { arrangeShop } from './shop.ts'

const slow = { timeout: 240_000 }
const all = ['dev', 'staging', 'edge']
test.setTimeout(900_000)
test('real', async () => {
  test.setTimeout(900_000)
  for (const n of all) await sweep(n)
  const args = ['--json', '--image', 'rancher/k3s:v1.36.3-k3s1', '--disable', 'traefik,metrics-server']
  await arrange(['create', 'dev', '--agents', '2', ...args])
  await arrangeShop('sampan-dev-server-0')
  await arrange(['create', 'staging', ...args])
  await arrange(['stop', 'staging'])
  const l = await launch({ language: 'en', theme: 'light' })
  const { window } = l
  const page = new SampanPage(window)
  try {
    await page.choose('dev')
    await expect(window.getByRole('button', { name: page.text('overview.showPods') })).toBeVisible(slow)
    await expect(window.getByRole('table').first().getByRole('meter').first()).toBeVisible(slow)
    await page.open('dev', 'workloads')
    await expect(window.getByText('ImagePullBackOff').first()).toBeVisible(slow)
    await expect(window.getByText(/payment-keys/).first()).toBeVisible(slow)
    await new Promise((r) => setTimeout(r, 20_000))
    await inspectInEachLook(window, 'workloads')
    await page.open('dev', 'overview')
    await expect(window.getByRole('table').first().getByRole('meter').first()).toBeVisible(slow)
    await new Promise((r) => setTimeout(r, 8000))
    await inspectInEachLook(window, 'overview')
    await page.open('dev', 'logs')
    await expect(window.getByRole('grid')).toContainText('k3s', slow)
    await new Promise((r) => setTimeout(r, 5000))
    await inspectInEachLook(window, 'logs')
  } finally {
    await l.close()
    for (const n of all) await sweep(n)
  }
})
