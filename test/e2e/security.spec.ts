import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { launch, root, test } from './fixtures.ts'

// One rule a test; each fails when its rule is taken away.

test('the page has no Node', async ({ window }) => {
  const found = await window.evaluate(() => [
    typeof Reflect.get(globalThis, 'require'),
    typeof Reflect.get(globalThis, 'process'),
    typeof Reflect.get(globalThis, 'Buffer'),
  ])
  expect(found).toEqual(['undefined', 'undefined', 'undefined'])
})

test('the page is isolated, sandboxed and cannot embed others', async ({ app }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    // Not in Electron's types, but how it tells what a page was really given.
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  })
})

test('the bridge has three doors and nothing else', async ({ window }) => {
  expect(await window.evaluate(() => Object.keys(self.sampan).sort())).toEqual(['open', 'request', 'take'])
})

test('a page can name no file: not by a path, and not by one that it made itself', async ({ window }) => {
  const made = await window.evaluate(
    () => self.sampan.take([new File(['x'], '/etc/passwd')]) as Promise<{ ok: boolean; problem?: { code: string } }>,
  )
  expect(made.ok).toBe(false)
  const named = await window.evaluate(
    () =>
      self.sampan.request('files.look', { files: ['/etc/passwd'] }) as Promise<{
        ok: boolean
        problem?: { code: string }
      }>,
  )
  expect(named).toMatchObject({ ok: false, problem: { code: 'ipc.invalid_input' } })
  const seen = await window.evaluate(() => self.sampan.request('files', ['/etc/passwd']) as Promise<{ ok: boolean }>)
  expect(seen.ok).toBe(false)
})

test('no new window opens', async ({ app, window }) => {
  const opened = await window.evaluate(() => self.open('app://sampan/') === null)
  expect([opened, app.windows().length]).toEqual([true, 1])
})

test('every permission is denied', async ({ window }) => {
  const answers = await window.evaluate(async () => {
    const { state } = await navigator.permissions.query({ name: 'geolocation' })
    const position = await new Promise<string | number>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        ({ code }) => resolve(code),
      ),
    )
    const pasted = await navigator.clipboard.readText().catch((error: Error) => error.name)
    return { state, position, pasted, notifications: await Notification.requestPermission() }
  })
  expect(answers).toEqual({
    state: 'denied',
    position: 1, // PERMISSION_DENIED
    pasted: 'NotAllowedError',
    notifications: 'denied',
  })
})

test('a webview is an element without a guest', async ({ app, window }) => {
  // Electron's own element would have its methods, and a guest by the time that a frame made after it has loaded.
  const found = await window.evaluate(async () => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'data:text/html,x')
    const frame = document.createElement('iframe')
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    document.body.append(view, frame)
    await loaded
    return typeof Reflect.get(view, 'getWebContentsId')
  })
  const guests = await app.evaluate(
    ({ webContents }) => webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length,
  )
  expect([found, guests]).toEqual(['undefined', 0])
})

test('only known links reach the browser', async ({ app, window }) => {
  await app.evaluate(({ shell }) => {
    Reflect.set(globalThis, 'opened', [])
    shell.openExternal = async (address: string) => void Reflect.get(globalThis, 'opened').push(address)
  })
  const ask = (link: string) => window.evaluate((name) => self.sampan.request('app.openLink', { link: name }), link)
  expect(await ask('https://evil.example/')).toMatchObject({ ok: false, problem: { code: 'ipc.invalid_input' } })
  expect(await ask('k3s-releases')).toMatchObject({ ok: true })
  expect(await app.evaluate(() => Reflect.get(globalThis, 'opened'))).toEqual([
    'https://github.com/k3s-io/k3s/releases',
  ])
})

test('unknown names and unfit input are answered with a Problem', async ({ window }) => {
  const codes = await window.evaluate(async () => {
    const ask = (name: string, input?: unknown) =>
      self.sampan.request(name, input) as Promise<{ problem?: { code: string } }>
    const replies = [
      await ask('no.such'),
      await ask('constructor'),
      await ask('__proto__'),
      await ask('clusters.delete', { cluster: '../x' }),
    ]
    return replies.map(({ problem }) => problem?.code)
  })
  expect(codes).toEqual(['ipc.unknown_name', 'ipc.unknown_name', 'ipc.unknown_name', 'ipc.invalid_input'])
})

test('another page than ours is not listened to', async ({ app }) => {
  const reply = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      // The same preload script in a foreign page, as if somebody had found a way to load one.
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      await foreign.loadURL('data:text/html,<p>foreign')
      const answer = await foreign.webContents.executeJavaScript("self.sampan.request('preferences.get')")
      foreign.destroy()
      return answer
    },
    join(root, 'out', 'preload', 'preload.cjs'),
  )
  expect(reply).toMatchObject({ ok: false, problem: { code: 'ipc.forbidden_sender' } })
})

test('the app protocol serves its own folder and nothing beside it', async ({ app }) => {
  const statuses = await app.evaluate(async ({ net }) => {
    const status = async (address: string) => (await net.fetch(address)).status
    return [
      await status('app://sampan/index.html'),
      await status('app://sampan/..%2f..%2fpackage.json'),
      await status('app://sampan/no-such-file'),
    ]
  })
  expect(statuses).toEqual([200, 404, 404])
})

test('a second start ends at once and leaves the first alone', async ({ app, launched }) => {
  const executable = await app.evaluate(() => process.execPath)
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(executable, [...flags, root, `--user-data-dir=${launched.userData}`], {
    stdio: 'ignore',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
  const [code] = await once(second, 'exit')
  expect([code, app.windows().length]).toEqual([0, 1])
})

test('window size, theme and language are remembered', async () => {
  const first = await launch({ language: 'en', theme: 'light' })
  try {
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1111, 777))
    await first.window.evaluate(() => self.sampan.request('preferences.set', { theme: 'dark', language: 'zh-CN' }))
  } finally {
    await first.app.close()
  }
  const second = await launch(undefined, {}, first.userData)
  try {
    const size = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())
    await expect(second.window.getByRole('button', { name: '新建集群' }).first()).toBeVisible()
    const theme = await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
    expect([size, theme]).toEqual([[1111, 777], 'dark'])
  } finally {
    await second.close()
  }
})
