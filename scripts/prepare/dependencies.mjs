import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, PrepareError, root, step } from './steps.mjs'

const stamp = join(root, 'node_modules', '.sampan-lock')

/** Installs what package-lock.json says, unless just that is there. */
export async function prepareDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  try {
    // Electron's binary has a step of its own, with a time limit.
    const count = Object.keys(JSON.parse(lock).packages).length - 1
    await step(`Installing dependencies (npm ci: ${count} packages, usually takes half a minute)`, () =>
      npm(['ci', '--no-fund', '--no-audit'], { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }),
    )
  } catch (error) {
    throw new PrepareError(
      error.message,
      'Check the network and the registry that npm uses (npm config get registry), then try again.',
    )
  }
  writeFileSync(stamp, hash)
}
