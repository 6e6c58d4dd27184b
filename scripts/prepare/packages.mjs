import { isRoot, note, outputOf, PrepareError, run, step } from './steps.mjs'

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
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await step('Updating the list of packages', () => run('apt-get', ['update', '-qq'], { env }))
    const names = packages.map(known)
    await step(`Installing ${names.join(', ')}`, () =>
      run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env, timeoutMs: 900_000 }),
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
