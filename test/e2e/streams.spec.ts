import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { connectDocker, sweep, uniqueName } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { openLog } from './open-log.ts'

test('closing a stream, reloading and closing the window each stop the log that Docker sends', async () => {
  const cluster = uniqueName()
  const folder = await mkdtemp(join(tmpdir(), 'sampan-streams-'))
  const engine = await openEngine(join(folder, 'docker.sock'))
  try {
    await arrange(['create', cluster, '--json', ...quickArgs])
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
        await openLog(window, cluster)
        // What was there before is read first, and shows before anything is followed.
        await expect.poll(engine.followed, { message: way }).toBe(1)
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
