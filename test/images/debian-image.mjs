// What the images of the tests have in common: programs from Debian's packages, the libraries that they link, and busybox for a shell, made
// into an image by `docker import`. Nothing of it is installed on this machine.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { existingHash, importImage } from './import-image.mjs'

const BUSYBOX = '/bin/busybox'
const PATH = '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** @param {string} program @param {string[]} args @param {import('node:child_process').ExecFileSyncOptions} [options] */
export const run = (program, args, options = {}) =>
  String(execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...options }))

/** Whether a file is the program that was started. @param {string} url */
export const isMain = (url) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url))

/** What a package needs and this machine does not have, itself included. @param {string[]} names */
export const neededFor = (names) =>
  run('apt-get', ['-s', '-y', '--no-install-recommends', 'install', ...names])
    .split('\n')
    .flatMap((line) => /^Inst (\S+)/.exec(line)?.[1] ?? [])

/** Of the recipe, and of the newest packages that there are. @param {{ recipe: string, follows: string[] }} of */
function contentHash({ recipe, follows }) {
  const hash = createHash('sha256').update(process.arch)
  const shared = ['debian-image.mjs', 'import-image.mjs'].map((name) => join(import.meta.dirname, name))
  for (const path of [recipe, ...shared]) hash.update(readFileSync(path))
  for (const name of follows) hash.update(run('apt-cache', ['policy', name]))
  return hash.digest('hex').slice(0, 16)
}

/** The packages, unpacked side by side. */
function unpack(folder, packagesOf) {
  const download = () => run('apt-get', ['download', ...packagesOf()], { cwd: folder })
  try {
    download()
  } catch {
    // The list of packages may be older than what the mirrors still have, or not be there yet.
    run('apt-get', ['update', '-qq'])
    download()
  }
  const root = join(folder, 'packages')
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) run('dpkg', ['-x', join(folder, name), root])
  return root
}

/** So that what is unpacked finds its own libraries. */
export function environment(packages) {
  // A program that is linked statically brings none.
  const folders = existsSync(join(packages, 'usr/lib')) ? readdirSync(join(packages, 'usr/lib')) : []
  const triplet = folders.find((name) => name.includes('linux-gnu')) ?? ''
  return { ...process.env, LD_LIBRARY_PATH: join(packages, 'usr/lib', triplet) }
}

/** The shared libraries of a program by the paths at which its loader looks for them. */
function libraries(program, packages) {
  const lines = run('ldd', [program], { env: environment(packages) }).split('\n')
  const missing = lines.find((line) => line.includes('not found'))
  if (missing) throw new Error(`${program} misses a library: ${missing.trim()}`)
  return lines.flatMap((line) => {
    const path = /(\/\S+) \(0x/.exec(line)?.[1]
    if (path === undefined) return []
    return [{ from: path, to: path.startsWith(packages) ? path.slice(packages.length) : path }]
  })
}

/** What a recipe lays its image out with. */
class Layout {
  /** @param {{ root: string, packages: string, folder: string }} places */
  constructor({ root, packages, folder }) {
    Object.assign(this, { root, packages, folder })
    for (const path of ['bin', 'tmp', 'run', 'var/run', 'proc', 'sys', 'dev', 'etc', 'usr/sbin', 'usr/local/bin'])
      mkdirSync(join(root, path), { recursive: true })
    cpSync(BUSYBOX, join(root, 'bin/busybox'))
    for (const applet of run(BUSYBOX, ['--list']).split('\n'))
      if (applet && applet !== 'busybox') symlinkSync('busybox', join(root, 'bin', applet))
  }

  /** Files or folders of the packages, at the same paths. @param {...string} paths */
  take(...paths) {
    for (const path of paths) {
      mkdirSync(join(this.root, dirname(path)), { recursive: true })
      cpSync(join(this.packages, path), join(this.root, path), { recursive: true, dereference: true })
    }
  }

  /** Programs and plugins of the packages with what they link. @param {...string} paths */
  program(...paths) {
    this.take(...paths)
    for (const path of paths)
      for (const { from, to } of libraries(join(this.packages, path), this.packages)) {
        if (existsSync(join(this.root, to))) continue
        mkdirSync(join(this.root, dirname(to)), { recursive: true })
        cpSync(realpathSync(from), join(this.root, to))
      }
  }
}

/**
 * Makes sure that an image exists.
 * @param {{ image: string, recipe: string, follows: string[], packages: () => string[], changes: string[], layOut: (layout: Layout) => void }} of
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the image reference
 */
export async function buildDebianImage(
  { image, recipe, follows, packages: packagesOf, changes, layOut },
  { log = () => undefined } = {},
) {
  const hash = contentHash({ recipe: fileURLToPath(recipe), follows })
  if (existingHash(image) === hash) {
    log(`${image} is up to date`)
    return image
  }
  const folder = mkdtempSync(join(tmpdir(), 'test-image-'))
  try {
    if (!existsSync(BUSYBOX)) throw new Error(`${BUSYBOX} is missing`)
    const packages = unpack(folder, packagesOf)
    const root = join(folder, 'root')
    layOut(new Layout({ root, packages, folder }))
    await importImage(root, { image, changes: [`ENV PATH=${PATH}`, ...changes], hash })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  log(`built ${image} (${hash})`)
  return image
}
