import { expect } from '@playwright/test'
import { dockerMissing, leftovers, sweep } from '../engine/docker.ts'
import { launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'
import { countPresses, tabTo } from './pointer-count.ts'

const missing = await dockerMissing()
test.skip(missing !== undefined, missing)

const slow = { timeout: 180_000 }

test('a cluster is made, its log read, its kubeconfig copied, and it is deleted, all without a pointer', async () => {
  const { app, window, close } = await launch({ language: 'en', theme: 'light' })
  const page = new SampanPage(window)
  let cluster = ''
  try {
    await expect(page.button('command.new').first()).not.toHaveAttribute('aria-disabled', 'true', slow)
    const presses = await countPresses(window)

    await test.step('made, from the Tab key on', async () => {
      await tabTo(window, page.button('command.new').first())
      await window.keyboard.press('Enter')
      await expect(window.getByRole('heading', { name: /^Creating / })).toBeVisible(slow)
      cluster = (await window.getByRole('heading', { level: 1 }).textContent()) ?? ''
      await expect(page.state).toHaveText(page.text('state.ready'), slow)
    })

    await test.step('its log is read line by line', async () => {
      await tabTo(window, window.getByRole('tab', { name: page.text('tab.overview') }))
      await window.keyboard.press('ArrowRight')
      await window.keyboard.press('ArrowRight')
      await window.keyboard.press('Enter')
      const list = window.getByRole('grid')
      await expect(list.getByRole('row').first()).toBeVisible(slow)
      await tabTo(window, list)
      await window.keyboard.press('Home')
      await expect(list).toContainText(/Starting k3s/, slow)
    })

    await test.step('its kubeconfig is copied', async () => {
      await tabTo(window, window.getByRole('banner').getByRole('button', { name: page.text('action.copyKubeconfig') }))
      await window.keyboard.press('Enter')
      await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('client-key-data')
    })

    await test.step('deleted, once it was said what goes', async () => {
      await tabTo(window, page.row(cluster).getByRole('button').first())
      await window.keyboard.press('Alt+Backspace')
      const dialog = page.dialog('delete.title', { cluster })
      await expect(dialog).toBeVisible()
      // The focus is on what does nothing.
      await expect(dialog.getByRole('button', { name: page.text('delete.keep'), exact: true })).toBeFocused()
      await tabTo(window, dialog.getByRole('button', { name: page.text('delete.confirm', { cluster }), exact: true }))
      await window.keyboard.press('Enter')
      await expect(page.row(cluster)).toHaveCount(0, slow)
      expect(await leftovers(cluster)).toEqual([])
    })
    expect(await presses()).toBe(0)
  } finally {
    await close()
    if (cluster !== '') await sweep(cluster)
  }
})
