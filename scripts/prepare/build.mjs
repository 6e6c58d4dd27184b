import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, step } from './steps.mjs'

const stamp = join(root, 'out', '.built')
const sources = [
  'electron',
  'renderer',
  'shared',
  'resources/node',
  'test/bench',
  'test/soak',
  'test/engine',
  'package.json',
  'electron.vite.config.ts',
]

/** Builds unless nothing has changed since the last time. */
export async function build() {
  const newestMs = Math.max(...sources.map((path) => newest(join(root, path))))
  if (existsSync(stamp) && statSync(stamp).mtimeMs > newestMs) return
  const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  await step('Building', () => run(process.execPath, [bundler, 'build', '--logLevel', 'warn']))
  writeFileSync(stamp, '')
}

/** @param {string} path @returns {number} */
function newest(path) {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
