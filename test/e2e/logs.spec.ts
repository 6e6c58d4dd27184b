import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { createArgs } from '../engine/cli-create.ts'
import { docker, dockerMissing, execute, sweep } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'

const missing = await dockerMissing()
const cluster = 'e2e-logs'
const server = `sampan-${cluster}-server-0`
const slow = { timeout: 60_000 }

test.describe('the logs of a cluster', () => {
  test.skip(missing !== undefined, missing)
  test.beforeAll(async () => {
    test.setTimeout(300_000)
    await sweep(cluster)
    await arrange(createArgs(cluster, '--agents', '1'))
  })
  test.afterAll(() => sweep(cluster))

  test('run together, are searched, filtered, read in detail and saved, and go on when a node is started again', async () => {
    test.setTimeout(240_000)
    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const { app, window, close } = await launch({ language: 'en', theme: 'light' })
    const list = window.getByRole('grid')
    try {
      await test.step('both nodes in one list, at its end', async () => {
        await window.getByRole('button', { name: cluster }).first().click()
        await window.getByRole('tab', { name: 'Logs' }).click()
        await expect(window.getByRole('button', { name: 'server-0' })).toBeVisible(slow)
        await expect(window.getByRole('button', { name: 'agent-0', exact: true })).toBeVisible()
        await expect(list.getByRole('row').first()).toBeVisible(slow)
        await expect(window.getByRole('button', { name: 'Jump to latest' })).toBeHidden()
      })

      await test.step('scrolling up stays there, End follows again', async () => {
        await list.hover()
        await window.mouse.wheel(0, -2000)
        await expect(window.getByRole('button', { name: /Jump to latest|new line/ })).toBeVisible()
        await list.press('End')
        await expect(window.getByRole('button', { name: /Jump to latest|new line/ })).toBeHidden()
      })

      await test.step('a search says how many and goes from one to the next', async () => {
        const search = window.getByLabel('Search logs')
        await search.fill('k3s')
        await search.press('Enter')
        await expect(window.getByText(/^\d+ of \d+$/)).toBeVisible(slow)
        await inspectInEachLook(window, 'logs-search')
        await window.getByRole('button', { name: 'Use regular expression' }).click()
        await search.fill('k3s is up (')
        await expect(window.getByText('invalid pattern')).toBeVisible()
        await search.fill('k3s is (up|down)')
        await window.getByRole('button', { name: 'Show only matching lines' }).click()
        await expect(list.getByText(/k3s is up and running/).first()).toBeVisible(slow)
        expect(await list.getByRole('row').count()).toBeLessThan(10)
        await search.press('Escape')
        await window.getByRole('button', { name: 'Show only matching lines' }).click()
        await window.getByRole('button', { name: 'Use regular expression' }).click()
      })

      await test.step('only warnings and errors', async () => {
        await window.getByRole('combobox', { name: 'Level' }).click()
        await window.getByRole('option', { name: 'Errors and above' }).click()
        await expect(list.locator('[data-level=info]')).toHaveCount(0, slow)
        await window.getByRole('combobox', { name: 'Level' }).click()
        await window.getByRole('option', { name: 'All levels' }).click()
        await expect(list.locator('[data-level=info]').first()).toBeVisible(slow)
      })

      await test.step('one source hidden and shown again', async () => {
        const ofAgent = list.getByText('agent-0', { exact: true })
        // What is read stays where it is, and both nodes need not be there.
        await list.press('End')
        await list.press('PageUp')
        await expect(async () => {
          if ((await ofAgent.count()) === 0) await list.press('PageUp')
          await expect(ofAgent.first()).toBeVisible({ timeout: 1000 })
        }).toPass(slow)
        await window.getByRole('button', { name: 'agent-0', exact: true }).click()
        await expect(ofAgent).toHaveCount(0, slow)
        await window.getByRole('button', { name: 'agent-0', exact: true }).click()
        await expect(ofAgent.first()).toBeVisible(slow)
      })

      await test.step('a line in detail', async () => {
        await list.locator('[data-level]').last().click()
        await expect(window.getByRole('complementary', { name: 'Details' })).toBeVisible()
        await inspectInEachLook(window, 'logs-details')
        await list.press('Escape')
        await expect(window.getByRole('complementary', { name: 'Details' })).toBeHidden()
      })

      await test.step('saved as a whole, compressed', async () => {
        const path = join(folder, 'all.txt.gz')
        await app.evaluate(({ dialog }, filePath) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath })
        }, path)
        await window.getByRole('button', { name: 'Save or share' }).click()
        await window.getByRole('menuitem', { name: 'Save all lines, compressed…' }).click()
        await expect(window.getByTitle(path)).toBeVisible(slow)
        const saved = gunzipSync(await readFile(path)).toString('utf8')
        expect(saved).toContain('k3s is up and running')
        expect(saved.split('\n').length).toBeGreaterThan(100)
      })

      await test.step('containerd and events join them, each in its place in time', async () => {
        await window.getByRole('button', { name: '2 sources' }).click()
        const sources = window.getByRole('group', { name: 'Log sources' })
        await sources.getByLabel('server-0/containerd').check()
        await sources.getByLabel('events').check()
        await window.keyboard.press('Escape')
        await expect(window.getByRole('button', { name: '4 sources' })).toBeVisible()
        const search = window.getByLabel('Search logs')
        await search.fill('starting containerd')
        // The lines of a source that was just added get to their place while everything else stays.
        await expect(search.locator('..').getByText(/^[1-9]/)).toBeVisible(slow)
        await search.press('Enter')
        await expect(list.getByText('server-0/containerd').first()).toBeVisible(slow)
        await expect(list.getByText('server-0', { exact: true }).first()).toBeVisible()
        await search.press('Escape')
        await window.getByRole('button', { name: 'Next error (F8)' }).click()
        await expect(list.locator('[data-found] [class*=level]')).toHaveText(/error|fatal/i, slow)
      })

      await test.step('findings say what matters, and lead to the line', async () => {
        await window.getByRole('button', { name: 'Findings' }).click()
        const findings = window.getByRole('complementary', { name: 'Findings' })
        await findings.getByRole('button', { name: /harmless$/ }).click(slow)
        await expect(findings.getByText('Harmless').first()).toBeVisible()
        await findings.getByRole('button', { name: 'Show the latest' }).first().click()
        await expect(list.locator('[data-found]')).toBeVisible(slow)
        await inspectInEachLook(window, 'logs-findings')
        await findings.getByRole('button', { name: 'Close' }).click()
      })

      await test.step('stretches of time are chosen by dragging over the timeline', async () => {
        const box = await window.getByRole('slider', { name: /^Lines over time/ }).boundingBox()
        if (!box) throw new Error('There is no timeline')
        const rows = () => list.getAttribute('aria-rowcount').then(Number)
        const before = await rows()
        await window.mouse.move(box.x + 2, box.y + 10)
        await window.mouse.down()
        await window.mouse.move(box.x + box.width / 3, box.y + 10, { steps: 5 })
        await window.mouse.up()
        await expect.poll(rows).toBeLessThan(before)
        await window.getByRole('button', { name: / – / }).click()
        await expect.poll(rows).toBeGreaterThanOrEqual(before)
      })

      await test.step('a line that is said 57 times is one, and all of them when it is unfolded', async () => {
        await list.press('End')
        const saying = 'for n in $(seq 57); do echo "the same line"; done > /proc/1/fd/1'
        await execute('docker', ['exec', server, '/bin/sh', '-c', saying])
        await expect(list.getByText('× 57')).toBeVisible(slow)
        await window.getByRole('button', { name: 'View', exact: true }).click()
        const fold = window.getByRole('menuitemcheckbox', { name: /^Collapse repeated/ })
        await fold.click()
        await expect(list.getByText('the same line').nth(5)).toBeVisible(slow)
        await fold.click()
        await window.keyboard.press('Escape')
        await expect(list.getByText('× 57')).toBeVisible(slow)
      })

      await test.step('a node that is started again goes on in the same list', async () => {
        await window.getByRole('combobox', { name: 'Level' }).click()
        await window.getByRole('option', { name: 'Fatal only' }).click()
        await list.press('End')
        await docker.getContainer(server).restart()
        await expect(list.getByText('server-0 restarted')).toBeVisible({ timeout: 120_000 })
        await window.getByRole('combobox', { name: 'Level' }).click()
        await window.getByRole('option', { name: 'All levels' }).click()
        await expect(list.getByText('server-0', { exact: true }).first()).toBeVisible(slow)
      })

      await test.step('in the other language', async () => {
        await window.keyboard.press('Control+k')
        await window.getByRole('button', { name: /简体中文/ }).click()
        await expect(window.getByPlaceholder('搜索日志')).toBeVisible()
        await window.keyboard.press('Control+k')
        await window.getByRole('button', { name: /深色/ }).click()
        await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
        await inspectInEachLook(window, 'logs-running')
      })
    } finally {
      await close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
