// Builds the stand-in image from this machine's busybox and Node by `docker import`: no network, a few seconds, and not
// at all when an image of the same content is there. `node test/fake-k3s/build.mjs [tag]`, or buildFakeImage() in a test.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { existingHash, importImage } from '../images/import-image.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const REPOSITORY = 'sampan/fake-k3s'
export const DEFAULT_TAG = 'v1.36.2-k3s1'
const BUSYBOX = '/bin/busybox'
/** Gives the commands in pods their terminal. Without it they have none. */
const SCRIPT = '/usr/bin/script'
/** As a real k3s, it can show the firewall of whoever lets it see that. Without them nobody can tell. */
const SAVERS = ['/usr/sbin/iptables-nft-save', '/usr/sbin/iptables-legacy-save']
const LINKS = ['kubectl', 'crictl', 'ctr', 'k3s-agent', 'k3s-server', 'k3s-token', 'k3s-etcd-snapshot']
const VOLUMES = ['/var/lib/kubelet', '/var/lib/rancher/k3s', '/var/lib/cni', '/var/log']
const CNI_LINKS = ['bandwidth', 'bridge', 'firewall', 'flannel', 'host-local', 'loopback', 'portmap']

const yamlPackage = () => dirname(fileURLToPath(import.meta.resolve('yaml/package.json')))

function contentHash(tag) {
  const hash = createHash('sha256').update(`${tag} ${process.version} ${process.arch}`)
  hash.update(readFileSync(fileURLToPath(import.meta.url)))
  hash.update(readFileSync(new URL('../images/import-image.mjs', import.meta.url)))
  for (const name of readdirSync(join(HERE, 'src')).sort())
    hash.update(name).update(readFileSync(join(HERE, 'src', name)))
  return hash.digest('hex').slice(0, 16)
}

/** The shared libraries of a program by the paths at which its loader looks for them. */
function libraries(program) {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n')
  return lines.map((line) => /(\/\S+) \(0x/.exec(line)?.[1]).filter((path) => path !== undefined)
}

function put(root, path, text, mode = 0o644) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  chmodSync(join(root, path), mode)
}

function layOut(root, tag) {
  for (const path of [
    'bin/aux',
    'tmp',
    'run',
    'var/run',
    'proc',
    'sys',
    'dev',
    'lib/modules',
    'lib/firmware',
    'etc/rancher/k3s',
    'var/lib/rancher/k3s/data/cni',
    ...VOLUMES.map((volume) => volume.slice(1)),
  ]) {
    mkdirSync(join(root, path), { recursive: true })
  }
  chmodSync(join(root, 'tmp'), 0o1777)
  const node = realpathSync(process.execPath)
  const savers = SAVERS.filter((path) => existsSync(path))
  const programs = [node, ...(existsSync(SCRIPT) ? [SCRIPT] : []), ...savers]
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true })
  for (const path of programs)
    cpSync(realpathSync(path), join(root, 'usr/local/bin', path === node ? 'node' : basename(path)))
  for (const path of new Set(programs.flatMap(libraries))) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    cpSync(realpathSync(path), join(root, path))
  }
  // What they know the parts of a rule by lies beside their libraries.
  for (const path of new Set(savers.flatMap(libraries).map((library) => join('/usr', dirname(library), 'xtables'))))
    if (existsSync(path)) cpSync(path, join(root, path), { recursive: true })
  cpSync(BUSYBOX, join(root, 'bin/busybox'))
  const applets = execFileSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).trim().split('\n')
  for (const applet of applets) if (applet !== 'busybox') symlinkSync('busybox', join(root, 'bin', applet))
  for (const name of ['mount', 'modprobe']) symlinkSync('../busybox', join(root, 'bin/aux', name))
  cpSync(join(HERE, 'src'), join(root, 'opt/fake-k3s/src'), { recursive: true })
  const yaml = yamlPackage()
  for (const part of ['package.json', 'dist'])
    cpSync(join(yaml, part), join(root, 'opt/fake-k3s/node_modules/yaml', part), { recursive: true })
  put(root, 'opt/fake-k3s/TAG', `${tag}\n`)
  put(root, 'bin/k3s', "#!/usr/local/bin/node\nimport('/opt/fake-k3s/src/main.mjs')\n", 0o755)
  for (const name of LINKS) symlinkSync('k3s', join(root, 'bin', name))
  for (const name of CNI_LINKS) symlinkSync('/bin/cni', join(root, 'var/lib/rancher/k3s/data/cni', name))
  put(root, 'etc/passwd', 'root:x:0:0:root:/:/bin/sh\n')
  put(root, 'etc/group', 'root:x:0:\n')
  put(root, 'etc/nsswitch.conf', 'hosts: files dns\n')
  put(root, 'etc/os-release', `PRETTY_NAME="K3s ${tag.replace(/-(k3s\d+)$/, '+$1')}"\n`)
}

const changes = [
  'ENV PATH=/var/lib/rancher/k3s/data/cni:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/bin/aux',
  'ENV CRI_CONFIG_FILE=/var/lib/rancher/k3s/agent/etc/crictl.yaml',
  ...VOLUMES.map((volume) => `VOLUME ${volume}`),
  'ENTRYPOINT ["/bin/k3s"]',
  'CMD ["agent"]',
  'LABEL io.sampan.standin=true',
]

/**
 * Makes sure that the stand-in image of a tag exists.
 * @param {{ tag?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the image reference
 */
export async function buildFakeImage({ tag = DEFAULT_TAG, log = () => undefined } = {}) {
  const image = `${REPOSITORY}:${tag}`
  const hash = contentHash(tag)
  if (existingHash(image) === hash) {
    log(`${image} is up to date`)
    return image
  }
  const root = mkdtempSync(join(tmpdir(), 'fake-k3s-'))
  try {
    layOut(root, tag)
    await importImage(root, { image, changes, hash })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  log(`built ${image} (${hash})`)
  return image
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildFakeImage({ tag: process.argv[2], log: console.log })
}
