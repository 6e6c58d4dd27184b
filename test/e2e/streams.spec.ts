import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { sampan } from '../engine/cli-process.ts'
import { connectDocker, quickBoot, sweep, testImage, uniqueName } from '../engine/docker.ts'
import { launch, test } from './fixtures.ts'

test('closing a stream, reloading and closing the window each stop the log that Docker sends', async () => {
  const cluster = uniqueName()
  const folder = await mkdtemp(join(tmpdir(), 'sampan-streams-'))
  const engine = await openEngine(join(folder, 'docker.sock'))
  try {
    const boot = `FAKE_K3S_BOOT_MS=${quickBoot.FAKE_K3S_BOOT_MS}`
    const made = await sampan(['create', cluster, '--image', testImage, '--json', '--env', boot])
    expect(made.exitCode, made.stdout + made.stderr).toBe(0)
    const launched = await launch({ language: 'en', theme: 'light' }, { DOCKER_HOST: engine.address, HOME: folder })
    const { app, window } = launched
    try {
      await expect(window.getByText(cluster).first()).toBeVisible()
      const ways: Record<string, () => Promise<unknown>> = {
        close: () => window.evaluate(() => Reflect.get(self, 'port').close()),
        reload: () => window.reload(),
        // The app must outlive its window here, or its end would stop the log whatever it forgot.
        'close the window': async () => {
          await app.evaluate(({ BrowserWindow }) => void new BrowserWindow({ show: false }))
          await window.close()
        },
      }
      for (const [way, stop] of Object.entries(ways)) {
        await follow(window, cluster)
        expect(engine.followed(), way).toBe(1)
        await stop()
        await expect.poll(engine.followed, { message: way }).toBe(0)
      }
    } finally {
      await launched.close()
    }
  } finally {
    await engine.close()
    await sweep(cluster)
    await rm(folder, { recursive: true, force: true })
  }
})

/** Opens a node's log through the bridge, as the page does, and waits for its first lines. */
async function follow(window: Page, cluster: string): Promise<void> {
  await window.evaluate(
    ({ cluster: name, node }) =>
      new Promise<void>((resolve) => {
        self.addEventListener('message', function take({ data, ports: [port] }) {
          if (data.id !== 'test' || !port) return
          self.removeEventListener('message', take)
          port.onmessage = ({ data: frame }) => {
            if (frame.state?.lines > 0) resolve()
          }
          port.postMessage({ id: 1, name: 'follow', input: { sources: [{ kind: 'node', node }] } })
          Reflect.set(self, 'port', port)
        })
        self.sampan.open('logs.view', { cluster: name }, 'test')
      }),
    { cluster, node: `sampan-${cluster}-server-0` },
  )
}

/** The real Docker Engine behind a socket that knows which logs are being followed through it. */
async function openEngine(socketPath: string) {
  let followed = 0
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked
    const far = request({ createConnection: connectDocker, method, headers, path: url }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answer.flushHeaders() // events may be long in coming
      answered.pipe(answer)
    })
    far.once('error', () => answer.destroy())
    answer.once('close', () => far.destroy())
    asked.pipe(far)
    if (!/\/logs\?.*follow=(1|true)/.test(url ?? '')) return
    followed += 1
    answer.once('close', () => {
      followed -= 1
    })
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    address: `unix://${socketPath}`,
    followed: () => followed,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
