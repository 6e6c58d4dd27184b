// Builds a registry for tests from Debian's docker-registry package by `docker import`: the program and the libraries that it links.
// `node test/registry/build.mjs`, or buildRegistryImage() in a test.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const REGISTRY_IMAGE = 'sampan/test-registry:latest'

const HASH_LABEL = 'io.sampan.standin.hash'
const PACKAGE = 'docker-registry'
const CONFIG = `version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ':5000'}
`

const run = (program, args, options = {}) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...options })

/** Of this recipe, and of the newest package that there is. */
function contentHash() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)))
  return hash
    .update(run('apt-cache', ['policy', PACKAGE]))
    .digest('hex')
    .slice(0, 16)
}

function existingHash() {
  try {
    const format = `{{ index .Config.Labels "${HASH_LABEL}" }}`
    return run('docker', ['image', 'inspect', REGISTRY_IMAGE, '--format', format]).trim()
  } catch {
    return undefined
  }
}

/** Downloaded, not installed: nothing of it is to run on this machine. */
function unpackPackage(folder) {
  try {
    run('apt-get', ['download', PACKAGE], { cwd: folder })
  } catch {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['download', PACKAGE], { cwd: folder })
  }
  const root = join(folder, 'package')
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) run('dpkg', ['-x', join(folder, name), root])
  return root
}

function layOut(root, unpacked) {
  for (const path of ['tmp', 'etc', 'usr/bin', 'var/lib/registry']) mkdirSync(join(root, path), { recursive: true })
  const program = join(unpacked, 'usr/bin/docker-registry')
  cpSync(program, join(root, 'usr/bin/docker-registry'))
  for (const line of run('ldd', [program]).split('\n')) {
    const path = /(\/\S+) \(0x/.exec(line)?.[1]
    if (path === undefined) continue
    mkdirSync(join(root, dirname(path)), { recursive: true })
    cpSync(realpathSync(path), join(root, path))
  }
  writeFileSync(join(root, 'etc/registry.yml'), CONFIG)
}

/**
 * Makes sure that the image exists.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the image reference
 */
export async function buildRegistryImage({ log = () => undefined } = {}) {
  const hash = contentHash()
  if (existingHash() === hash) {
    log(`${REGISTRY_IMAGE} is up to date`)
    return REGISTRY_IMAGE
  }
  const folder = mkdtempSync(join(tmpdir(), 'test-registry-'))
  try {
    const root = join(folder, 'root')
    layOut(root, unpackPackage(folder))
    const changes = ['CMD ["/usr/bin/docker-registry","serve","/etc/registry.yml"]', `LABEL ${HASH_LABEL}=${hash}`]
    const tar = spawn('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const options = changes.flatMap((change) => ['--change', change])
    const load = spawn('docker', ['import', ...options, '-', REGISTRY_IMAGE], {
      stdio: [tar.stdout, 'ignore', 'inherit'],
    })
    await new Promise((resolve, reject) => {
      for (const each of [tar, load]) each.on('error', reject)
      load.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`docker import ended with code ${code}`))))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  log(`built ${REGISTRY_IMAGE} (${hash})`)
  return REGISTRY_IMAGE
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildRegistryImage({ log: console.log })
}
