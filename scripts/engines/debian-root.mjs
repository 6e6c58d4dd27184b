import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, outputOf, PrepareError, run, step } from '../prepare/steps.mjs'

export const enginesFolder = join(cacheFolder, 'engines')

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** What an engine needs around it: a shell, the tools that it calls, and the C library's own. */
const ground = [
  'base-files',
  'dash',
  'coreutils',
  'mount',
  'util-linux',
  'sed',
  'iproute2',
  'kmod',
  'libc-bin',
  'tzdata',
]

const packagesOf = {
  // procps: the tests look at processes through `docker top`.
  docker: ['docker.io', 'containerd', 'runc', 'iptables', 'procps'],
  podman: ['podman', 'crun', 'conmon', 'netavark', 'aardvark-dns', 'catatonit', 'nftables', 'iptables', 'procps'],
}

/**
 * A folder with an engine's Debian packages unpacked in it: none of them is installed, no script of theirs runs, and the machine's own
 * packages stay as they are. Made once for a suite; removing the folder makes it anew, with what the suite holds then.
 * @param {string} suite @param {'docker' | 'podman'} program @returns {Promise<string>}
 */
export async function debianRoot(suite, program) {
  // Debian 12 has the docker command in the package of the engine.
  const packages = [
    ...ground,
    ...packagesOf[program],
    ...(program === 'docker' && suite !== 'bookworm' ? ['docker-cli'] : []),
  ]
  const wanted = createHash('sha256').update(packages.join(' ')).digest('hex')
  const folder = join(enginesFolder, `${program}-${suite}`)
  const stamp = join(folder, '.sampan-packages')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  try {
    const archives = await step(`Fetching ${packages.join(', ')} of Debian ${suite}`, () =>
      fetchPackages(suite, packages),
    )
    await step(`Unpacking ${archives.length} packages`, () => unpack(archives, fresh))
  } catch (error) {
    throw new PrepareError(error.message, 'Check the network and the package sources of apt, then try again.')
  }
  writeFileSync(join(fresh, '.sampan-packages'), wanted)
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return folder
}

/** Where this machine has its own Debian from: a mirror that it reaches. */
function debianMirror() {
  const listed = outputOf('apt-get', ['indextargets', '--format', '$(LABEL) $(REPO_URI)']) ?? ''
  const [, mirror] = /^Debian (\S+)$/m.exec(listed) ?? []
  if (mirror === undefined) throw new Error('apt has no package source of Debian')
  return mirror
}

/** With lists, cache and list of installed packages of its own. @param {string} suite @param {string[]} packages */
async function fetchPackages(suite, packages) {
  const apt = join(enginesFolder, 'apt', suite)
  for (const each of ['lists/partial', 'archives/partial']) mkdirSync(join(apt, each), { recursive: true })
  writeFileSync(join(apt, 'status'), '')
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${keyring}] ${debianMirror()} ${suite} main\n`)
  const settings = {
    'Dir::State': apt,
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': apt,
    'Dir::Cache::archives': join(apt, 'archives'),
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    // Nothing of the machine's own is to be swept after an update.
    'APT::Update::Post-Invoke': '/bin/true',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  await run('apt-get', [...options, 'update', '-qq'])
  const archives = join(apt, 'archives')
  const get = ['install', '--no-install-recommends', '-y', '-qq']
  const plan = await run('apt-get', [...options, ...get, '--simulate', ...packages])
  await run('apt-get', [...options, ...get, '--download-only', ...packages], { timeoutMs: 900_000 })
  return [...plan.matchAll(/^Inst (\S+) \((\S+) .*\[(\w+)\]\)/gm)].map(([, name, version = '', architecture]) =>
    join(archives, `${name}_${version.replaceAll(':', '%3a')}_${architecture}.deb`),
  )
}

/** @param {string[]} archives @param {string} root */
async function unpack(archives, root) {
  // The links that make one of /bin and /usr/bin come first, or the others' files would make folders of them.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(root, name))
  }
  for (const archive of archives) {
    await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -x --keep-directory-symlink -C "$1"', archive, root])
  }
  // What the packages' scripts would have done, as far as an engine notices.
  for (const name of [
    'iptables',
    'ip6tables',
    'iptables-save',
    'ip6tables-save',
    'iptables-restore',
    'ip6tables-restore',
  ])
    link(join(root, 'usr/sbin', name), 'xtables-nft-multi')
  link(join(root, 'usr/bin/sh'), 'dash')
  for (const folder of ['proc', 'sys', 'dev', 'run', 'tmp', 'etc', 'var/lib', 'var/tmp', '.old'])
    mkdirSync(join(root, folder), { recursive: true })
  link(join(root, 'var/run'), '/run')
  const files = {
    passwd: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n',
    group: 'root:x:0:\ndocker:x:999:\nnogroup:x:65534:\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    hosts: '127.0.0.1 localhost\n',
    'resolv.conf': '',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'etc', name), text)
  await run('ldconfig', ['-r', root])
}

/** @param {string} path @param {string} target */
function link(path, target) {
  rmSync(path, { recursive: true, force: true })
  symlinkSync(target, path)
}
