import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { missingLibraries } from './electron.mjs'
import { installPackages } from './packages.mjs'
import { note, outputOf, PrepareError } from './steps.mjs'

/** What Chromium loads at run time on a Debian without a desktop, and a font for Chinese. */
const libraries =
  'libgtk-3-0t64|libgtk-3-0 libnss3 libasound2t64|libasound2 libgbm1 libxss1 libxshmfence1 libatk-bridge2.0-0t64|libatk-bridge2.0-0 libcups2t64|libcups2 libdrm2 fonts-noto-cjk'.split(
    ' ',
  )

/** Makes sure that a window can open: Chromium's libraries, and a display, real or virtual. @param {string} dist @returns {Promise<{ isVirtual: boolean, close: () => void }>} */
export async function prepareDisplay(dist) {
  const missing = missingLibraries(dist)
  if (missing.length > 0)
    await installPackages(libraries, `Electron needs libraries (${missing.slice(0, 3).join(', ')}…)`)
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (hasDisplay) return { isVirtual: false, close: () => undefined }
  if (outputOf('which', ['Xvfb']) === undefined)
    await installPackages(['xvfb', 'xauth', 'fonts-noto-cjk'], 'There is no display')
  const { display, close } = await startXvfb()
  process.env.DISPLAY = display
  note(
    `There is no display: the window opens on a virtual one (Xvfb ${display}; SAMPAN_PICTURE=1 takes a picture of it).`,
  )
  return { isVirtual: true, close }
}

/** @returns {Promise<{ display: string, close: () => void }>} */
function startXvfb() {
  return new Promise((resolve, reject) => {
    // Xvfb picks a free number itself and writes it to file descriptor 3.
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const problem = () => reject(new PrepareError('Xvfb did not start.', 'Start a display yourself and set DISPLAY.'))
    const timer = setTimeout(problem, 15_000)
    child.once('error', problem)
    child.once('exit', problem)
    child.stdio[3]?.once('data', (text) => {
      clearTimeout(timer)
      child.unref()
      resolve({ display: `:${String(text).trim()}`, close: () => child.kill() })
    })
  })
}

export const canTakePicture = () => outputOf('which', ['scrot']) !== undefined

/** Only for somebody who asks for pictures is anything installed for them, and before the window opens. */
export async function preparePicture() {
  if (!canTakePicture()) await installPackages(['scrot'], 'For a picture of the window (SAMPAN_PICTURE=1)')
}

/** A picture of the whole virtual screen, as proof that something is to be seen. @param {string} path */
export function takePicture(path) {
  outputOf('scrot', ['--overwrite', path])
  return existsSync(path)
}
