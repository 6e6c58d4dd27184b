import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { answers, runtimeArguments } from '../prepare/docker.mjs'
import { root as checkout, note, PrepareError, step } from '../prepare/steps.mjs'
import { debianRoot, enginesFolder } from './debian-root.mjs'

/** @typedef {import('./kinds.mjs').Kind} Kind */

/** Where tests have a registry without TLS; free, as the engine's network has nothing else in it. */
const registryPort = '5000'

/**
 * An engine of its own: packages, data, socket, network, firewall and processes. It and all that it started end with the process that
 * holds its namespaces, and nothing of it is seen on the machine but a folder and its control groups.
 */
export class IsolatedEngine {
  /** @type {Kind} */ #kind
  /** @type {string} */ #folder
  /** @type {string} */ #root
  /** @type {import('node:child_process').ChildProcess} */ #holder

  /** @param {Kind} kind @param {string} folder @param {string} root @param {import('node:child_process').ChildProcess} holder */
  constructor(kind, folder, root, holder) {
    this.#kind = kind
    this.#folder = folder
    this.#root = root
    this.#holder = holder
  }

  /** Started, and answering. @param {Kind} kind */
  static async open(kind) {
    const root = await debianRoot(kind.suite, kind.program)
    const folder = join(enginesFolder, 'run', kind.name)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(join(folder, 'bin'), { recursive: true })
    const log = openSync(join(folder, 'log'), 'a')
    const { command, env } = kind.program === 'docker' ? dockerCommand(kind, folder) : podmanCommand(kind, folder)
    const holder = spawn(
      'unshare',
      [
        ...['--net', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'],
        ...['sh', join(checkout, 'scripts/engines/enter.sh'), root, ...command],
      ],
      { stdio: ['ignore', log, log], env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...env } },
    )
    const engine = new IsolatedEngine(kind, folder, root, holder)
    try {
      await step(`Starting ${kind.title}`, () => engine.#comesUp())
    } catch (error) {
      await engine.close()
      throw error
    }
    return engine
  }

  get socket() {
    return join(this.#folder, 'docker.sock')
  }

  /** For tests: where the engine is, with the docker command of its own release, as an older one may be refused. */
  get env() {
    const { DOCKER_CONTEXT: _, DOCKER_TLS_VERIFY: __, DOCKER_CERT_PATH: ___, ...env } = process.env
    return {
      ...env,
      DOCKER_HOST: `unix://${this.socket}`,
      PATH: `${join(this.#folder, 'bin')}:${env.PATH}`,
      SAMPAN_TEST_REGISTRY_PORT: registryPort,
      // A second dockerd of a test's own is the machine's: it needs what Docker needs there, and this engine may not know.
      SAMPAN_TEST_DOCKERD_ARGUMENTS: runtimeArguments().join(' '),
    }
  }

  /** A command beside the engine: in its network, where its ports are published, and on this machine otherwise. @param {string[]} command */
  beside(command) {
    return ['nsenter', `--net=/proc/${this.#holder.pid}/ns/net`, '--', ...command]
  }

  async version() {
    const { Version } = await ask(this.socket, '/version')
    return Version
  }

  async close() {
    if (this.#holder.exitCode === null && this.#holder.signalCode === null) {
      const ended = once(this.#holder, 'exit')
      this.#holder.kill('SIGKILL')
      await ended
    }
    removeControlGroups(groupOf(this.#kind))
    // Overlays of containers that were running may take the kernel a moment.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }

  async #comesUp() {
    for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((go) => setTimeout(go, 250))) {
      if (await answers(this.socket)) return this.#makeCommands()
      if (this.#holder.exitCode !== null) break
    }
    const log = readFileSync(join(this.#folder, 'log'), 'utf8').trim().split('\n').slice(-12).join('\n  ')
    throw new PrepareError(`${this.#kind.title} did not start:\n  ${log}`, 'See its log above.')
  }

  /** Docker's command for this engine runs outside its root, with the C library that it was built for. */
  async #makeCommands() {
    const root = this.#kind.program === 'docker' ? this.#root : await debianRoot('sid', 'docker')
    const libraries = readdirSync(join(root, 'usr/lib')).filter((name) => /^[a-z0-9_]+-linux-gnu/.test(name))
    const loader = readdirSync(join(root, 'usr/lib64')).find((name) => name.startsWith('ld-'))
    const paths = libraries.map((name) => join(root, 'usr/lib', name)).join(':')
    const file = join(this.#folder, 'bin/docker')
    writeFileSync(
      file,
      `#!/bin/sh\nexec ${join(root, 'usr/lib64', loader ?? '')} --library-path ${paths} ${join(root, 'usr/bin/docker')} "$@"\n`,
    )
    chmodSync(file, 0o755)
  }
}

/** @param {Kind} kind */
const groupOf = (kind) => `sampan-engines-${kind.name}`

/** @param {Kind} kind @param {string} folder */
function dockerCommand(kind, folder) {
  const config = join(folder, 'daemon.json')
  writeFileSync(config, JSON.stringify(kind.daemon ?? {}))
  const command = [
    ...['dockerd', '--config-file', config, '--host', `unix://${join(folder, 'docker.sock')}`],
    ...['--data-root', join(folder, 'data'), '--cgroup-parent', `/${groupOf(kind)}`],
    ...runtimeArguments(),
  ]
  return { command, env: { ...kind.env } }
}

/** @param {Kind} kind @param {string} folder */
function podmanCommand(kind, folder) {
  const files = {
    'containers.conf': `
[engine]
cgroup_manager = "cgroupfs"
runtime = "crun"
events_logger = "file"
tmp_dir = "/run/libpod"
[network]
network_config_dir = "${join(folder, 'networks')}"
`,
    'storage.conf': `
[storage]
driver = "overlay"
graphroot = "${join(folder, 'data')}"
runroot = "/run/containers/storage"
`,
    'registries.conf': `
unqualified-search-registries = ["docker.io"]
[[registry]]
location = "127.0.0.1:${registryPort}"
insecure = true
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const env = {
    ...kind.env,
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    PODMAN_IGNORE_CGROUPSV1_WARNING: '1',
    HIDE_CGROUP2: '1',
    ...(kind.timeZone ? { TZ: kind.timeZone } : {}),
  }
  return { command: ['podman', 'system', 'service', '--time=0', `unix://${join(folder, 'docker.sock')}`], env }
}

/** @param {string} socket @param {string} path @returns {Promise<any>} */
function ask(socket, path) {
  return new Promise((resolve, reject) => {
    const question = request({ socketPath: socket, path, timeout: 10_000 }, async (response) => {
      let text = ''
      for await (const piece of response.setEncoding('utf8')) text += piece
      resolve(JSON.parse(text))
    })
    question.on('error', reject).end()
  })
}

/** Empty once its processes have ended. @param {string} name */
function removeControlGroups(name) {
  const base = '/sys/fs/cgroup'
  const places = [join(base, name), ...readdirSync(base).map((controller) => join(base, controller, name))]
  for (const place of places.filter((each) => existsSync(each))) removeGroup(place)
}

/** @param {string} place */
function removeGroup(place) {
  for (const entry of readdirSync(place, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(place, entry.name))
  try {
    rmdirSync(place)
  } catch (error) {
    // An empty folder that stays costs nothing; the next run uses it again.
    note(`The control group ${place} stays: ${error.message}`)
  }
}
