import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { docker, dockerMissing, execute, testImage, until } from './docker.ts'

/** Why no second Docker Engine can be started here; undefined when one can. */
export async function secondEngineMissing(): Promise<string | undefined> {
  const reason = await dockerMissing()
  if (reason) return reason
  if (process.getuid?.() !== 0) return 'only root can start a second dockerd'
  return execute('dockerd', ['--version']).then(
    () => undefined,
    () => 'there is no dockerd here to start a second time',
  )
}

/**
 * A Docker Engine of a test's own, beside the one that everybody uses: it may be restarted and killed. Its data, its socket and its
 * clusters are its own; it writes no firewall rule, as those would be the other engine's too, so that its containers may not reach
 * each other: clusters of one server.
 */
export class SecondEngine {
  readonly socket: string
  /** As in DOCKER_HOST. */
  readonly address: string
  readonly docker: Docker
  readonly #folder: string
  readonly #args: readonly string[]
  #daemon: ChildProcess | undefined

  private constructor(folder: string, args: readonly string[]) {
    this.#folder = folder
    this.#args = args
    this.socket = join(folder, 'docker.sock')
    this.address = `unix://${this.socket}`
    this.docker = new Docker({ socketPath: this.socket })
  }

  /** Started, with the image under test in it: some five seconds. */
  static async open(): Promise<SecondEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'sampan-engine-'))
    const engine = new SecondEngine(folder, [
      ...(await runtimeArguments()),
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
      ...['--host', `unix://${join(folder, 'docker.sock')}`, '--iptables=false'],
      // Of its own, since an engine without a bridge takes docker0 away from the one that is there.
      ...['--bridge', await ownBridge(folder)],
      // Without a bridge of its own it knows no gateway by itself.
      ...['--host-gateway-ip', '127.0.0.1'],
    ])
    await engine.start()
    await engine.docker.loadImage(await docker.getImage(testImage).get())
    return engine
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'log'), 'a')
    const daemon = spawn('dockerd', this.#args, { stdio: ['ignore', log, log] })
    closeSync(log)
    this.#daemon = daemon
    await until('the second engine answers', async () => {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended:\n${(await this.#log()).slice(-2000)}`)
      return this.docker.ping().then(
        () => true,
        () => false,
      )
    })
  }

  /** In order: it closes its API, stops the containers, and ends. */
  async stop(): Promise<void> {
    const daemon = this.#daemon
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return
    const ended = once(daemon, 'exit')
    daemon.kill('SIGTERM')
    await ended
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Removes everything in it, or its bridges would outlive it, and ends it. */
  async close(): Promise<void> {
    if (this.#daemon?.exitCode === null) await this.#removeAll()
    await this.stop()
    const bridge = this.#args[this.#args.indexOf('--bridge') + 1] ?? ''
    await execute('ip', ['link', 'delete', bridge])
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #removeAll(): Promise<void> {
    const containers = await this.docker.listContainers({ all: true })
    await Promise.all(containers.map(({ Id }) => this.docker.getContainer(Id).remove({ force: true, v: true })))
    const networks = await this.docker.listNetworks({ filters: { type: ['custom'] } })
    await Promise.all(networks.map(({ Id }) => this.docker.getNetwork(Id).remove()))
  }

  async #log(): Promise<string> {
    return readFile(join(this.#folder, 'log'), 'utf8')
  }
}

/** The network interface that stands for docker0; gone with the folder. */
async function ownBridge(folder: string): Promise<string> {
  const name = `sp${folder.slice(-6).toLowerCase()}`
  await execute('ip', ['link', 'add', name, 'type', 'bridge'])
  await execute('ip', ['address', 'add', '10.209.255.1/24', 'dev', name])
  return name
}

/**
 * As the engine that is there already runs its containers: what it needed on this machine, a second one needs too. Where that is no
 * dockerd of this machine, `npm run test:engines` tells what one needs.
 */
async function runtimeArguments(): Promise<string[]> {
  const told = process.env.SAMPAN_TEST_DOCKERD_ARGUMENTS
  if (told !== undefined) return told.split(' ').filter(Boolean)
  const info: { DefaultRuntime?: string; Runtimes?: Record<string, { path?: string }> } = await docker.info()
  const name = info.DefaultRuntime ?? 'runc'
  const path = info.Runtimes?.[name]?.path
  return name === 'runc' || path === undefined ? [] : ['--add-runtime', `${name}=${path}`, '--default-runtime', name]
}
