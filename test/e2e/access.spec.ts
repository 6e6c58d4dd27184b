import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { expect, type Page } from '@playwright/test'
import { problem } from '#shared/problem.ts'
import { quickArgs } from '../engine/cli-create.ts'
import { sampan } from '../engine/cli-process.ts'
import { execute, sweep, until } from '../engine/docker.ts'
import { kubectlWith } from '../engine/web-workload.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const slow = { timeout: 60_000 }
const cluster = 'access'
const node = `sampan-${cluster}-server-0`

test.describe('what runs in a cluster', () => {
  let folder: string
  let kube: Awaited<ReturnType<typeof kubectlWith>>

  test.beforeAll(async () => {
    await sweep(cluster)
    folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    await arrange(['create', cluster, '--json', ...quickArgs])
    kube = await kubectlWith(folder, (await sampan(['kubeconfig', cluster])).stdout)
    await kube.applyWeb()
    await until('both pods are ready', async () => (await kube.readyPods()).length === 2)
  })
  test.afterAll(async () => {
    await sweep(cluster)
    await rm(folder, { recursive: true, force: true })
  })

  test('is reached by a real HTTP client through a forwarded port, until it is stopped', async ({ window, app }) => {
    const page = new SampanPage(window)
    await forward(page, 'web', 'Service', '80 http')
    const dialog = page.dialog('forward.title', { object: 'service/web' })
    const address = await dialog.getByText(/^127\.0\.0\.1:\d+$/).innerText(slow)
    expect(await kube.readyPods()).toContain((await fetched(address)).trim())

    await dialog.getByRole('button', { name: page.text('action.copyNamed', { what: address }) }).click()
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(address)
    await app.evaluate(({ shell }) => {
      const opened = new Promise((resolve) => {
        shell.openExternal = async (url) => resolve(url)
      })
      Object.assign(globalThis, { opened })
    })
    await dialog.getByRole('button', { name: page.text('forward.browseNamed', { address }) }).click()
    expect(await app.evaluate(() => Reflect.get(globalThis, 'opened'))).toBe(`http://${address}/`)
    await page.closeDialog()

    await window.getByRole('button', { name: page.plural('forward.count', 1) }).click()
    await window.getByRole('button', { name: page.text('forward.stopNamed', { address }) }).click()
    await expect(window.getByRole('button', { name: page.plural('forward.count', 1) })).toHaveCount(0)
    await expect(fetched(address)).rejects.toThrow('ECONNREFUSED')
  })

  test('is entered by a shell in a node, which is typed into and resized', async ({ window, app }) => {
    const page = new SampanPage(window)
    await window.addInitScript(watchPolicy)
    await window.reload()
    await page.open(cluster, 'overview')
    await window.getByRole('button', { name: page.text('action.openShellNamed', { place: node }) }).click(slow)
    const terminal = window.locator('[data-shell]')
    await expect(terminal.locator('.xterm-rows')).toContainText('# ', slow)

    await test.step('it knows its size, and each other', async () => {
      const before = await sizeOf(page)
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 700))
      await expect(async () => expect((await sizeOf(page)).columns).toBeLessThan(before.columns)).toPass(slow)
      const separator = window.getByRole('separator', { name: page.text('shell.height') })
      const rows = (await sizeOf(page)).rows
      for (let press = 0; press < 4; press += 1) await separator.press('ArrowUp')
      await expect(async () => expect((await sizeOf(page)).rows).toBeGreaterThan(rows)).toPass(slow)
    })

    await test.step('the keys of the window are the shell’s while it has the focus', async () => {
      await type(window, 'echo k')
      // Ctrl+K clears a line in a shell, and would open the palette; Ctrl+2 would change the tab.
      await window.keyboard.press('Control+k')
      await window.keyboard.press('Control+2')
      await expect(window.getByRole('dialog')).toHaveCount(0)
      await expect(window.getByRole('tab', { name: page.text('tab.overview') })).toHaveAttribute(
        'aria-selected',
        'true',
      )
      await window.keyboard.press('Control+c')
      await window.keyboard.press('Shift+Escape')
      await expect(window.getByRole('tab', { name: new RegExp(node) })).toBeFocused()
      await window.keyboard.press('Control+k')
      await expect(page.dialog('command.palette')).toBeVisible()
      await page.closeDialog()
    })

    await test.step('colors of any kind are shown', async () => {
      await focus(window)
      await type(window, 'printf "\\033[38;2;255;100;0mtrue\\033[0m \\033[48;5;25;97mback\\033[0m\\n"\n')
      const painted = (word: string) => terminal.getByText(word, { exact: true }).last()
      await expect(painted('true')).toHaveAttribute('style', /color/, slow)
      await expect(painted('back')).toHaveCSS('background-color', 'rgb(0, 95, 175)')
    })

    await test.step('what is selected is copied, and what was copied is pasted', async () => {
      await app.evaluate(({ clipboard }) => clipboard.writeText('echo pasted-$((40 + 2))'))
      await focus(window)
      await window.keyboard.press('Control+Shift+v')
      await window.keyboard.press('Enter')
      await expect(terminal.locator('.xterm-rows')).toContainText('pasted-42', slow)
      // A terminal hears the mouse on all of it, and not on its letters.
      const box = await terminal.getByText('pasted-42').last().boundingBox()
      await window.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + 5)
      await window.keyboard.press('Control+Shift+c')
      await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('42')
    })

    await test.step('a flood does not freeze the window, and Ctrl+C ends it at once', async () => {
      await focus(window)
      await type(window, 'yes\n')
      await expect(terminal.locator('.xterm-rows')).toContainText('y', slow)
      await window.getByRole('tab', { name: page.text('tab.kubeconfig') }).click({ timeout: 5000 })
      await expect(window.getByText(/current-context/).first()).toBeVisible(slow)
      await focus(window)
      await window.keyboard.press('Control+c')
      await type(window, 'echo still-$((40 + 2))\n')
      await expect(terminal.locator('.xterm-rows')).toContainText('still-42', { timeout: 15_000 })
    })

    await test.step('it stays while one looks elsewhere, says how it ended, and is opened again', async () => {
      await page.open(cluster, 'logs')
      await focus(window)
      await type(window, 'exit 7\n')
      await expect(window.getByText(page.text('shell.exited', { code: 7 }))).toBeVisible(slow)
      await page.button('shell.again').click()
      await expect(terminal.locator('.xterm-rows')).toContainText('# ', slow)
      await page.button('shell.close').click()
      await expect(terminal).toHaveCount(0)
      const { stdout } = await execute('docker', ['exec', node, 'ps'])
      expect(stdout).not.toMatch(/\byes\b/)
    })

    await test.step('and all the while the page has kept to its policy', async () => {
      expect(await window.evaluate(() => Reflect.get(self, 'broken'))).toEqual([])
    })
  })

  test('can be used by everybody, in each look', async () => {
    const launched = await launch({ theme: 'light', language: 'en' })
    try {
      await visit(new SampanPage(launched.window))
    } finally {
      await launched.close()
    }
  })

  async function visit(page: SampanPage) {
    const { window } = page
    await forward(page, 'web', 'Deployment')
    await expect(page.dialog('forward.title', { object: 'deployment/web' }).getByText(/^127/)).toBeVisible(slow)
    await inspectInEachLook(window, 'forward')
    await page.closeDialog()
    await forward(page, 'web', 'Service', '81 closed')
    const refused = page.dialog('forward.title', { object: 'service/web' })
    const address = await refused.getByText(/^127\.0\.0\.1:\d+$/).innerText(slow)
    await expect(fetched(address)).rejects.toThrow()
    await page.closeDialog()
    await window.getByRole('button', { name: page.plural('forward.count', 2) }).click()
    await expect(window.getByText(/9999/).last()).toBeVisible(slow)
    await inspectInEachLook(window, 'forwards')
    await window.keyboard.press('Escape')

    await page.open(cluster, 'overview')
    await window.getByRole('button', { name: page.text('action.openShellNamed', { place: node }) }).click(slow)
    await expect(window.locator('.xterm-rows')).toContainText('# ', slow)
    await focus(window)
    await type(
      window,
      'clear; for c in 1 2 3 4 5 6 7; do printf "\\033[3%smcolor \\033[9%smbright\\033[0m " $c $c; done; printf "\\033[38;2;255;100;0mtrue\\033[0m \\033[48;5;25;97mback\\033[0m\\n"; ls -la /etc\n',
    )
    await expect(window.locator('.xterm-rows')).toContainText('os-release', slow)
    await openPodShell(page)
    await expect(window.locator('.xterm-rows').last()).toContainText('# ', slow)
    await inspectInEachLook(window, 'shell')
    await window.getByRole('tab', { name: new RegExp(node) }).click()
    await inspectInEachLook(window, 'shell-colors')
    for (const theme of ['dark', 'light'] as const) {
      await window.evaluate((change) => self.sampan.request('preferences.set', change), { theme })
      await expect.poll(() => window.evaluate(backgrounds)).toHaveLength(1)
    }
    await openSystemShell(page)
    await expect(window.getByText(page.problem(problem('shell.none', { pod: '', container: '' })).title)).toBeVisible(
      slow,
    )
    await inspectInEachLook(window, 'shell-ended')
  }

  async function openPodShell(page: SampanPage) {
    const [pod = ''] = await kube.readyPods()
    await menuOf(page, pod)
    await page.window.getByRole('menuitem', { name: page.text('action.openShell'), exact: true }).click()
  }

  async function openSystemShell(page: SampanPage) {
    const { window } = page
    await page.open(cluster, 'workloads')
    await window.getByRole('button', { name: /kube-system/ }).click()
    const row = window
      .getByRole('row')
      .filter({ hasText: /coredns-/ })
      .first()
    await row.click({ button: 'right' })
    await window.getByRole('menuitem', { name: page.text('action.openShell'), exact: true }).click()
  }
})

async function menuOf(page: SampanPage, name: string, kind?: string) {
  await page.open(cluster, 'workloads')
  const { window } = page
  const group = kind === undefined ? 'pods' : kind === 'Service' ? 'network' : 'controllers'
  await window
    .getByText(page.text(`workloads.${group}`), { exact: true })
    .first()
    .click(slow)
  const row = window.getByRole('row').filter({ has: window.getByText(name, { exact: true }) })
  const one = kind ? row.filter({ has: window.getByText(kind, { exact: true }) }) : row
  await one.first().click({ button: 'right', ...slow })
}

/** Opens the dialog by the row's menu; `port` is clicked where there are several. */
async function forward(page: SampanPage, name: string, kind: string, port?: string) {
  await menuOf(page, name, kind)
  await page.window.getByRole('menuitem', { name: page.text('action.forwardPort') }).click()
  if (port) await page.window.getByRole('button', { name: page.text('forward.openNamed', { port }) }).click(slow)
}

async function sizeOf(page: SampanPage): Promise<{ rows: number; columns: number }> {
  const { window } = page
  const mark = `m${Math.floor(Math.random() * 1e6)}`
  await focus(window)
  await type(window, `echo ${mark}-$(stty size)\n`)
  const found = new RegExp(`${mark}-(\\d+)\\s(\\d+)`)
  const rows = window.locator('.xterm-rows').last()
  await expect(rows).toContainText(found, slow)
  const [, height, width] = found.exec(await rows.innerText()) ?? []
  return { rows: Number(height), columns: Number(width) }
}

const focus = (window: Page) => window.locator('.xterm-helper-textarea').last().focus()

async function type(window: Page, text: string) {
  await window.keyboard.type(text.replaceAll('\n', ''))
  if (text.endsWith('\n')) await window.keyboard.press('Enter')
}

function fetched(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`http://${address}/`, { agent: false }, (response) => void textOf(response).then(resolve, reject)).on(
      'error',
      reject,
    )
  })
}

function watchPolicy(): void {
  const broken: string[] = []
  Reflect.set(self, 'broken', broken)
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective, sourceFile, lineNumber, columnNumber, sample }) =>
      broken.push(`${effectiveDirective} ${sourceFile}:${lineNumber}:${columnNumber} ${sample}`),
  )
}

/** Of the page, and of each terminal in it. */
function backgrounds(): string[] {
  const terminals = document.querySelectorAll('.xterm-scrollable-element')
  return [...new Set([document.body, ...terminals].map((element) => getComputedStyle(element).backgroundColor))]
}
