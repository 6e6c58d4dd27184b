import { expect } from '@playwright/test'
import { isAccessible } from './accessible.ts'
import type { SampanPage } from './pages.ts'

const slow = { timeout: 60_000 }

/** What opens over a screen, each looked at by itself: `window` is where a cluster with the shop runs. */
export async function visitEveryPopup(page: SampanPage, cluster: string): Promise<void> {
  const { window } = page
  const banner = window.getByRole('banner')
  /** Open by now, and closed again. */
  const look = async (name: string, role: 'menu' | 'dialog' | 'listbox') => {
    const opened = window.getByRole(role).last()
    await expect(opened).toBeVisible(slow)
    // What is still fading in has no contrast yet.
    await expect(opened).toHaveCSS('opacity', '1')
    await isAccessible(window, name, { part: `[role=${role}]` })
    await window.keyboard.press('Escape')
    await expect(window.getByRole(role)).toHaveCount(0)
  }
  const press = (name: string | RegExp) => window.getByRole('button', { name, exact: true }).first().click()

  await page.open(cluster, 'overview')
  await banner.getByRole('button', { name: page.text('action.more', { cluster }) }).click()
  await look('the menu of a cluster', 'menu')
  await page.row(cluster).click({ button: 'right' })
  await look('the menu of a row', 'menu')
  await press(page.text('list.newOptions'))
  await look('the menu of new clusters', 'menu')
  await window.keyboard.press('Shift+?')
  await look('shortcuts', 'dialog')
  await press(page.text('overview.addAgent'))
  await expect(
    window
      .getByRole('dialog')
      .getByText(new RegExp(`${cluster}-agent-2`))
      .first(),
  ).toBeVisible(slow)
  await look('apply', 'dialog')

  await page.open(cluster, 'workloads')
  await window.getByText(page.text('workloads.controllers'), { exact: true }).click()
  await press(new RegExp(`^${page.text('workloads.namespaces')}`))
  await look('namespaces', 'dialog')
  const act = async (object: string, action: string) => {
    await window.getByRole('grid').getByText(object, { exact: true }).click({ button: 'right' })
    await window.getByRole('menuitem', { name: action }).click()
  }
  await act('checkout', page.text('workloads.scale'))
  await look('scale', 'dialog')
  await act('checkout', page.text('action.delete'))
  await look('delete a deployment', 'dialog')
  await act('checkout', page.text('workloads.yaml'))
  await look('YAML of an object', 'dialog')
  await act('checkout', page.text('action.forwardPort'))
  await look('forward a port', 'dialog')

  await page.open(cluster, 'logs')
  for (const button of ['logs.view', 'logs.export'] as const) {
    await press(page.text(button))
    await look(`the menu ${button}`, 'menu')
  }
  await press(page.plural('logs.sources', 3))
  await look('sources of logs', 'dialog')
  await window.getByRole('combobox', { name: page.text('logs.level') }).click()
  await look('levels of logs', 'listbox')
  await press(new RegExp(`^${page.text('logs.findings')}`))
  await isAccessible(window, 'findings')
  await window.getByRole('grid').getByRole('row').last().click()
  await isAccessible(window, 'details of a line')

  // Who presses a button in a dialog while something is announced presses that button.
  await page.run(page.text('command.copyKubeconfig', { cluster }))
  const notice = window.locator('[data-notices]').getByRole('alert').first()
  await notice.hover(slow)
  await window.keyboard.press('ControlOrMeta+Shift+N')
  await expect(
    page.dialog('create.title').getByRole('button', { name: page.text('create.submit'), exact: true }),
  ).toBeVisible(slow)
  expect.soft(await window.evaluate(coveredButtons), 'covered by a notice').toEqual([])
  await expect(notice).toBeVisible()
  await page.closeDialog()

  await page.open(cluster, 'kubeconfig')
  await press(page.text('kubeconfig.copySnippet'))
  await look('snippets', 'menu')
  await press(page.text('kubeconfig.merge'))
  await look('add to kubeconfig', 'dialog')
}

/** In the page: what can be pressed and lies under a notice. */
function coveredButtons(): string[] {
  const notices = [...document.querySelectorAll('[data-notices] [role=alert]')].map((each) =>
    each.getBoundingClientRect(),
  )
  const isCovered = (one: DOMRect) =>
    notices.some(
      (each) => one.left < each.right && one.right > each.left && one.top < each.bottom && one.bottom > each.top,
    )
  return [...document.querySelectorAll('button, input, [role=tab], a')]
    .filter((each) => !each.closest('[data-notices]') && each.getClientRects().length > 0)
    .filter((each) => isCovered(each.getBoundingClientRect()))
    .map((each) => each.outerHTML.slice(0, 120))
}
