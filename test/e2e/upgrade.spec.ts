import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { docker, execute, isStandIn, sweep, testImage, uniqueName } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const slow = { timeout: 90_000 }
const older = 'sampan/fake-k3s:v1.35.2-k3s1'
const cluster = uniqueName()
const server = `sampan-${cluster}-server-0`

test.afterAll(() => sweep(cluster))

test('an upgrade shows its plan, and one that does not become Ready has a way back', async ({ window }) => {
  test.skip(!isStandIn, 'with the stand-in only')
  await execute(process.execPath, ['test/fake-k3s/build.mjs', 'v1.35.2-k3s1'])
  await arrange(['create', cluster, ...quickArgs, '--image', older])
  const page = new SampanPage(window)
  const imageNow = async () => (await docker.getContainer(server).inspect()).Config.Image
  const main = window.getByRole('main')

  await test.step('the plan says what is copied and what is made again, before anything is touched', async () => {
    await page.open(cluster, 'settings')
    await main.getByLabel(page.text('form.image'), { exact: true }).first().fill(testImage)
    await page.button('form.env.add').click()
    await main.getByLabel(page.text('form.env.name')).last().fill('FAKE_K3S_FAULT')
    await main.getByLabel(page.text('form.env.value')).last().fill('never-ready')
    await page.button('action.apply').click()
    const dialog = page.dialog('apply.title', { cluster })
    await expect(dialog.getByText(page.text('step.copy data'))).toBeVisible(slow)
    await expect(dialog.getByText(page.text('step.replace container'))).toBeVisible()
    expect(await imageNow()).toBe(older)
    await inspectInEachLook(window, 'apply-plan')
    await dialog.getByRole('button', { name: page.text('apply.confirm') }).click()
  })

  await test.step('whoever does not want to wait any longer goes back to the k3s and the data of before', async () => {
    await expect(page.stage('stage.api')).toContainText('done', slow)
    await page.button('action.cancel').click()
    await expect(main.getByRole('alert').getByText(`${cluster} stays on the new k3s`)).toBeVisible(slow)
    expect(await imageNow()).toBe(testImage)
    await page.button('action.revertUpgrade').click()
    await expect(page.state).toHaveText('Ready', slow)
    expect(await imageNow()).toBe(older)
  })
})
