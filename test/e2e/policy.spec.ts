import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'

// What the page may load, run and reach. Each rule is tried against a server that is there: a mere lack of network passes nothing.

test('the page runs no foreign or inline code, and connects to nobody', async ({ window }) => {
  const outside = await openServer()
  const attempts: Record<string, (address: string) => unknown> = {
    'script-src-elem, inline': () => {
      const script = document.createElement('script')
      script.textContent = 'window.wasRun = true'
      document.head.append(script)
    },
    'script-src-elem, foreign': (address) => {
      const script = document.createElement('script')
      script.src = address
      document.head.append(script)
    },
    // Playwright's own evaluate is exempt from the policy; a timer with a string is not.
    'script-src, text made into code': () => Reflect.apply(setTimeout, self, ['window.wasRun = true']),
    'connect-src, fetch': (address) => void fetch(address).catch(() => undefined),
    'connect-src, WebSocket': (address) => void new WebSocket(address.replace('http', 'ws')),
    'connect-src, beacon': (address) => void navigator.sendBeacon(address),
    'img-src, foreign': (address) => {
      new Image().src = address
    },
    'style-src-elem, inline': () => {
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.head.append(style)
    },
    'frame-src, foreign': (address) => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
    },
    'form-action, foreign': (address) => {
      const form = document.createElement('form')
      form.action = address
      document.body.append(form)
      form.submit()
    },
    'base-uri, foreign': (address) => {
      const base = document.createElement('base')
      base.href = address
      document.head.append(base)
    },
  }
  try {
    // Once the page stands, only the attempts themselves can break a rule.
    await expect(window.getByRole('navigation').first()).toBeVisible()
    for (const [rule, attempt] of Object.entries(attempts)) {
      expect(await violation(window, attempt, outside.address), rule).toBe(rule.split(',')[0])
    }
    expect(await window.evaluate(() => Reflect.get(self, 'wasRun'))).toBeUndefined()
    expect(outside.asked).toEqual([])
  } finally {
    await outside.close()
  }
})

test('the page itself breaks none of its rules', async ({ window }) => {
  await window.addInitScript(() => {
    const broken: string[] = []
    Reflect.set(self, 'broken', broken)
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))
  })
  await window.reload()
  await expect(window.getByRole('navigation').first()).toBeVisible()
  expect(await window.evaluate(() => Reflect.get(self, 'broken'))).toEqual([])
})

test('the page cannot be led elsewhere', async ({ app, window }) => {
  const outside = await openServer()
  const ways: readonly ((address: string) => void)[] = [
    (address) => location.assign(address),
    (address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
    },
  ]
  try {
    for (const way of ways) {
      // Chromium itself refuses these two, without a word; what follows them tells when they are over.
      for (const address of ['file:///etc/passwd', 'data:text/html,x']) await window.evaluate(way, address)
      // Only once somebody listens is the page led: the two ways into the app are not in step.
      await app.evaluate(({ BrowserWindow }) => {
        const isPrevented = new Promise((resolve) =>
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) =>
            resolve(event.defaultPrevented),
          ),
        )
        Object.assign(globalThis, { isPrevented })
      })
      await window.evaluate(way, outside.address)
      expect(await app.evaluate(() => Reflect.get(globalThis, 'isPrevented'))).toBe(true)
      expect(window.url()).toBe('app://sampan/')
    }
    expect(outside.asked).toEqual([])
  } finally {
    await outside.close()
  }
})

test('no page is redirected, and none embeds another, whoever makes its window', async ({ app }) => {
  const outside = await openServer()
  try {
    const isPrevented = await app.evaluate(async ({ BrowserWindow }, redirect) => {
      const loose = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
      await loose.loadURL(redirect).catch(() => undefined)
      await loose.loadURL('data:text/html,<p>loose')
      const attached = new Promise((resolve) =>
        loose.webContents.once('will-attach-webview', (event) => resolve(event.defaultPrevented)),
      )
      await loose.webContents.executeJavaScript(
        "document.body.append(Object.assign(document.createElement('webview'), { src: 'data:text/html,x' }))",
      )
      const isAttachPrevented = await attached
      loose.destroy()
      return isAttachPrevented
    }, `${outside.address}redirect`)
    expect([isPrevented, outside.asked]).toEqual([true, ['/redirect']])
  } finally {
    await outside.close()
  }
})

/** Which rule of the page's policy refuses what is attempted in it. */
async function violation(window: Page, attempt: (address: string) => unknown, address: string): Promise<string> {
  const refused = window.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        })
        setTimeout(() => resolve('nothing'), 5_000)
      }),
  )
  await window.evaluate(attempt, address)
  return refused
}

/** An address outside of the app that answers whoever asks, and remembers what it was asked for. */
async function openServer() {
  const asked: (string | undefined)[] = []
  const server = createServer(({ url }, response) => {
    asked.push(url)
    response.writeHead(url === '/redirect' ? 302 : 200, { location: '/', 'access-control-allow-origin': '*' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    address: `http://127.0.0.1:${port}/`,
    asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
