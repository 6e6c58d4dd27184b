// Builds the load balancer of the tests from Debian's haproxy package by `docker import`: the programs, the libraries that they link, and
// busybox for a shell. `node test/haproxy/build.mjs`, or buildHaproxyImage() in a test.
import { execFileSync, spawn } from 'node:child_process'
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

export const HAPROXY_IMAGE = 'sampan/test-haproxy:latest'

const BUSYBOX = '/bin/busybox'
const HASH_LABEL = 'io.sampan.standin.hash'
const PACKAGES = ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1']

const run = (program, args, options = {}) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...options })

/** Of this recipe, and of the newest package that there is. */
function contentHash() {
  const hash = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(process.arch)
  return hash
    .update(run('apt-cache', ['policy', 'haproxy']))
    .digest('hex')
    .slice(0, 16)
}

function existingHash() {
  try {
    return run('docker', [
      'image',
      'inspect',
      HAPROXY_IMAGE,
      '--format',
      `{{ index .Config.Labels "${HASH_LABEL}" }}`,
    ]).trim()
  } catch {
    return undefined
  }
}

/** Downloaded, not installed: nothing of it is to run on this machine. */
function unpackPackages(folder) {
  try {
    run('apt-get', ['download', ...PACKAGES], { cwd: folder })
  } catch {
    // The list of packages may be older than what the mirrors still have, or not be there yet.
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['download', ...PACKAGES], { cwd: folder })
  }
  const root = join(folder, 'packages')
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) run('dpkg', ['-x', join(folder, name), root])
  return root
}

/** The shared libraries of a program by the paths at which its loader looks for them. */
function libraries(program, packages) {
  const triplet = readdirSync(join(packages, 'usr/lib')).find((name) => name.includes('linux-gnu')) ?? ''
  const own = join(packages, 'usr/lib', triplet)
  const lines = run('ldd', [program], { env: { ...process.env, LD_LIBRARY_PATH: own } }).split('\n')
  const missing = lines.find((line) => line.includes('not found'))
  if (missing) throw new Error(`haproxy misses a library: ${missing.trim()}`)
  return lines.flatMap((line) => {
    const path = /(\/\S+) \(0x/.exec(line)?.[1]
    if (path === undefined) return []
    return [{ from: path, to: path.startsWith(packages) ? path.slice(packages.length) : path }]
  })
}

function layOut(root, packages) {
  for (const path of ['bin', 'tmp', 'run', 'proc', 'sys', 'dev', 'etc', 'usr/sbin'])
    mkdirSync(join(root, path), { recursive: true })
  const program = join(packages, 'usr/sbin/haproxy')
  cpSync(program, join(root, 'usr/sbin/haproxy'))
  for (const { from, to } of libraries(program, packages)) {
    mkdirSync(join(root, dirname(to)), { recursive: true })
    cpSync(realpathSync(from), join(root, to))
  }
  cpSync(BUSYBOX, join(root, 'bin/busybox'))
  for (const applet of ['sh', 'kill', 'cat', 'ls', 'sleep', 'ps']) symlinkSync('busybox', join(root, 'bin', applet))
}

function importImage(root, hash) {
  const changes = ['ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'CMD ["haproxy","-v"]', `LABEL ${HASH_LABEL}=${hash}`]
  return new Promise((resolve, reject) => {
    const tar = spawn('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const options = changes.flatMap((change) => ['--change', change])
    const load = spawn('docker', ['import', ...options, '-', HAPROXY_IMAGE], {
      stdio: [tar.stdout, 'ignore', 'inherit'],
    })
    tar.on('error', reject)
    load.on('error', reject)
    load.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`docker import ended with code ${code}`))))
  })
}

/**
 * Makes sure that the image exists.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the image reference
 */
export async function buildHaproxyImage({ log = () => undefined } = {}) {
  const hash = contentHash()
  if (existingHash() === hash) {
    log(`${HAPROXY_IMAGE} is up to date`)
    return HAPROXY_IMAGE
  }
  const folder = mkdtempSync(join(tmpdir(), 'test-haproxy-'))
  try {
    if (!existsSync(BUSYBOX)) throw new Error(`${BUSYBOX} is missing`)
    const packages = unpackPackages(folder)
    const root = join(folder, 'root')
    layOut(root, packages)
    await importImage(root, hash)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  log(`built ${HAPROXY_IMAGE} (${hash})`)
  return HAPROXY_IMAGE
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildHaproxyImage({ log: console.log })
}
