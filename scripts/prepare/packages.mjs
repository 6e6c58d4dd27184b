import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, isRoot, note, outputOf, PrepareError, step } from './steps.mjs'

/** Root on a Debian-like system, and not told to leave the machine alone. */
export function mayInstall() {
  return (
    isRoot &&
    process.platform === 'linux' &&
    outputOf('apt-get', ['--version']) !== undefined &&
    process.env.SAMPAN_NO_SETUP !== '1'
  )
}

/** Says so, then installs Debian packages. @param {string[]} packages @param {string} why */
export async function installPackages(packages, why) {
  if (!mayInstall())
    throw new PrepareError(
      `${why}: ${packages.join(', ')} missing.`,
      `Install them, for example: sudo apt-get install ${packages.join(' ')}`,
    )
  note(`${why}: ${packages.join(' ')} will be installed with apt-get (SAMPAN_NO_SETUP=1 forbids it).`)
  try {
    await step('Updating the list of packages', () => apt(['apt-get', 'update', '-qq']))
    // Somebody may have ended it in the middle, by whatever means.
    if (outputOf('dpkg', ['--audit']))
      await step('Finishing what dpkg has begun', () => apt(['dpkg', '--configure', '-a']))
    const names = packages.map(known)
    await step(`Installing ${names.join(', ')}`, () =>
      apt(['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...names]),
    )
  } catch (error) {
    throw new PrepareError(error.message, 'Check the network and the package sources, or install them yourself.')
  }
}

/** Of `new|old` names of one package the one that this release has. @param {string} names */
function known(names) {
  const all = names.split('|')
  return all.find((name) => outputOf('apt-cache', ['show', name])) ?? all[all.length - 1]
}

/**
 * Runs to its end even where this script is ended meanwhile: a dpkg that dies leaves packages half configured. So it is out of reach of
 * Ctrl-C, and writes to a file, not to a pipe that would break.
 * @param {string[]} command
 */
async function apt([program, ...args]) {
  mkdirSync(cacheFolder, { recursive: true })
  const log = join(cacheFolder, 'apt.log')
  const out = openSync(log, 'w')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  const code = await new Promise((resolve) => child.once('error', () => resolve(-1)).once('close', resolve))
  if (code === 0) return
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n')
  throw new Error(`${program} ${args.join(' ')} failed (${code}):\n${tail}`)
}
