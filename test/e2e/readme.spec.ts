import { expect } from '@playwright/test'
import { sweep, testImage } from '../engine/docker.ts'
import { arrange, refuseUsers } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'
import { arrangeShop } from './shop.ts'

const clusters = ['dev', 'staging']
const slow = { timeout: 240_000 }

// README shows a real k3s, which is not at hand everywhere: SAMPAN_TEST_IMAGE names it, and there is no picture of the stand-in.
if (process.env.SAMPAN_TEST_IMAGE)
  test('README has pictures of a real k3s', async () => {
    test.setTimeout(900_000)
    for (const name of clusters) await refuseUsers(name)
    for (const name of clusters) await sweep(name)
    const options = ['--json', '--image', testImage, '--disable', 'traefik,metrics-server']
    try {
      await arrange(['create', 'staging', ...options])
      await arrange(['stop', 'staging'])
      await arrange(['create', 'dev', '--agents', '2', ...options])
      await arrangeShop('sampan-dev-server-0')
      const { window, close } = await launch({ language: 'en', theme: 'light' })
      try {
        const page = new SampanPage(window)
        await page.open('dev', 'workloads')
        await expect(window.getByText('ImagePullBackOff').first()).toBeVisible(slow)
        await expect(window.getByText(/payment-keys/).first()).toBeVisible(slow)
        await inspectInEachLook(window, 'readme-workloads')
        await page.open('dev', 'overview')
        await expect(window.getByRole('table').first().getByRole('meter')).toHaveCount(6, slow)
        await expect(page.row('staging')).toContainText('Stopped', slow)
        await inspectInEachLook(window, 'readme-overview')
      } finally {
        await close()
      }
    } finally {
      for (const name of clusters) await sweep(name)
    }
  })
