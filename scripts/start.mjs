// `npm start`: everything from a fresh clone to the open window. Docker is not waited for: without it the window says what to do.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './prepare/build.mjs'
import { withoutNoise } from './prepare/chromium-noise.mjs'
import { prepareDependencies } from './prepare/dependencies.mjs'
import { canTakePicture, prepareDisplay, preparePicture, takePicture } from './prepare/display.mjs'
import { prepareDocker } from './prepare/docker.mjs'
import { electronFlags, executableIn, prepareElectron } from './prepare/electron.mjs'
import { cacheFolder, note, PrepareError, root } from './prepare/steps.mjs'

/** A window without a display is shown as a picture, once it has had time to be drawn. */
const pictureAfterMs = 6000

try {
  await prepareDependencies()
  const dist = await prepareElectron()
  await prepareDocker().catch((error) => {
    if (!(error instanceof PrepareError)) throw error
    note(error.message)
  })
  const display = await prepareDisplay(dist)
  if (display.isVirtual && process.env.SAMPAN_PICTURE === '1') await preparePicture()
  await build()
  const flags = electronFlags()
  if (flags.length > 0) note("As root, Chromium's sandbox cannot be used (--no-sandbox). Prefer an ordinary user.")
  const app = spawn(executableIn(dist), [...flags, root, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'pipe'],
  })
  withoutNoise(app.stderr, process.stderr)
  note('Sampan is open. It ends when its window is closed, or with Ctrl-C here.')
  if (display.isVirtual && canTakePicture()) setTimeout(showPicture, pictureAfterMs).unref()
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      isStopped = true
      app.kill('SIGTERM')
    })
  }
  app.once('error', (error) => console.error(`Electron did not start: ${error.message}`))
  app.once('close', (code, signal) => {
    display.close()
    if (signal && !isStopped) console.error(`Sampan was ended by ${signal}.`)
    process.exit(code ?? (isStopped ? 0 : 1))
  })
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error)
  process.exit(1)
}

function showPicture() {
  mkdirSync(cacheFolder, { recursive: true })
  const path = join(cacheFolder, 'window.png')
  const isThere = takePicture(path)
  note(isThere ? `A picture of the window: ${path}` : 'A picture of the window could not be taken.')
}
