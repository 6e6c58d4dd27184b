import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { docker, leftovers, sweep } from '../engine/docker.ts'
import { test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

const execute = promisify(execFile)

/** The whole way of a newcomer, in the real window and on real Docker. One story, hence one test with steps. */
test('from one click to a Ready cluster, its log, its kubeconfig, stop, start, delete, and nothing left', async ({
  app,
  window,
}) => {
  // The first name that is free here.
  let cluster = ''
  try {
    await test.step('one click makes a cluster', async () => {
      await window.getByRole('button', { name: 'New cluster', exact: true }).last().click()
      await expect(window.getByRole('heading', { name: /^Creating / })).toBeVisible()
      cluster = (await window.getByRole('heading', { level: 1 }).textContent()) ?? ''
    })

    await test.step('a timeline shows the stages with their durations', async () => {
      const stages = window.getByRole('list', { name: 'Stages' })
      await expect(stages.getByText('Create the nodes')).toBeVisible()
      await expect(stages.getByText('Wait for the API')).toBeVisible()
    })

    await test.step('it becomes Ready', async () => {
      await expect(window.getByRole('tab', { name: 'Overview' })).toBeVisible({ timeout: 180_000 })
      await expect(window.getByText(`sampan-${cluster}-server-0`).first()).toBeVisible({ timeout: 60_000 })
      await expect(window.getByText(/^\d+ healthy system pods$/)).toBeVisible({ timeout: 120_000 })
    })

    await test.step('its log runs in the window', async () => {
      await window.getByRole('tab', { name: 'Logs' }).click()
      // The list only draws what is in view; the filter brings the line there.
      await window.getByLabel('Search logs').fill('k3s is up and running')
      await window.getByRole('button', { name: 'Show only matching lines' }).click()
      await expect(
        window
          .getByRole('grid')
          .getByText(/k3s is up and running/)
          .first(),
      ).toBeVisible({ timeout: 30_000 })
    })

    const kubeconfig = await test.step('its kubeconfig is copied', async () => {
      await window.getByRole('banner').getByRole('button', { name: 'Copy kubeconfig' }).click()
      await expect(window.getByText('Copied').first()).toBeVisible()
      return app.evaluate(({ clipboard }) => clipboard.readText())
    })

    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const path = join(folder, 'config')
    await writeFile(path, kubeconfig, { mode: 0o600 })
    const isReady = new RegExp(`sampan-${cluster}-server-0\\s+Ready`)
    const nodes = async () => (await execute('kubectl', ['--kubeconfig', path, 'get', 'nodes', '--no-headers'])).stdout
    const address = async () =>
      (await docker.getContainer(`sampan-${cluster}-server-0`).inspect()).NetworkSettings.Networks[`sampan-${cluster}`]
        ?.IPAddress

    const before = await test.step('kubectl works with it', async () => {
      expect(await nodes()).toMatch(isReady)
      return address()
    })

    await test.step('it stops', async () => {
      await window
        .getByRole('button', { name: `Stop ${cluster}` })
        .first()
        .click()
      await expect(window.getByRole('button', { name: `Start ${cluster}` }).first()).toBeVisible({ timeout: 60_000 })
    })

    await test.step('it starts again with the same address, and the same kubeconfig works', async () => {
      await window
        .getByRole('button', { name: `Start ${cluster}` })
        .first()
        .click()
      await expect(window.getByRole('button', { name: `Stop ${cluster}` }).first()).toBeVisible({ timeout: 180_000 })
      await expect(async () => expect(await nodes()).toMatch(isReady)).toPass({
        timeout: 60_000,
      })
      expect(await address()).toBe(before)
    })

    await test.step('deleting says what goes, and leaves nothing', async () => {
      await window.keyboard.press('ControlOrMeta+k')
      await window.getByPlaceholder('Search commands and clusters').fill(`Delete ${cluster}`)
      await window.keyboard.press('Enter')
      const dialog = window.getByRole('dialog', { name: `Delete ${cluster}?` })
      await expect(dialog.getByText(`sampan-${cluster}-server-0-k3s`)).toBeVisible()
      await dialog.getByRole('button', { name: `Delete ${cluster}`, exact: true }).click()
      await expect(new SampanPage(window).row(cluster)).toHaveCount(0, { timeout: 60_000 })
      expect(await leftovers(cluster)).toEqual([])
    })
    await rm(folder, { recursive: true })
  } finally {
    if (cluster !== '') await sweep(cluster)
  }
})
