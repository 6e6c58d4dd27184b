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
 * each other: clusters of one server. `hasFirewall`: it writes them all the same, in a network namespace of its own, which is also where
 * its ports are published (`beside`).
 */
export class SecondEngine {
  readonly socket: string
  /** As in DOCKER_HOST. */
  readonly address: string
  readonly docker: Docker
  readonly #folder: string
  readonly #args: readonly string[]
  /** Holds its network, firewall and published ports, also while it is down. */
  readonly #namespace: string | undefined
  #daemon: ChildProcess | undefined

  private constructor(folder: string, args: readonly string[], namespace?: string) {
    this.#namespace = namespace
    this.#folder = folder
    this.#args = args
    this.socket = join(folder, 'docker.sock')
    this.address = `unix://${this.socket}`
    this.docker = new Docker({ socketPath: this.socket })
  }

  /** Started, with the image under test in it: some five seconds. */
  static async open({ hasFirewall = false } = {}): Promise<SecondEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'sampan-engine-'))
    const args = [
      ...(await runtimeArguments()),
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
      ...['--host', `unix://${join(folder, 'docker.sock')}`],
    ]
    const withoutFirewall = async () => [
      '--iptables=false',
      // Of its own, since an engine without a bridge takes docker0 away from the one that is there.
      ...['--bridge', await ownBridge(folder)],
      // Without a bridge of its own it knows no gateway by itself.
      ...['--host-gateway-ip', '127.0.0.1'],
    ]
    const engine = hasFirewall
      ? new SecondEngine(folder, args, await ownNamespace(folder))
      : new SecondEngine(folder, [...args, ...(await withoutFirewall())])
    await engine.start()
    await engine.docker.loadImage(await docker.getImage(testImage).get())
    return engine
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'log'), 'a')
    const [program = '', ...args] = this.beside(['dockerd', ...this.#args])
    const daemon = spawn(program, args, { stdio: ['ignore', log, log] })
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

  /** A command in its network. */
  beside(command: readonly string[]): string[] {
    return this.#namespace ? ['nsenter', `--net=/run/netns/${this.#namespace}`, '--', ...command] : [...command]
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
    if (this.#namespace) await execute('ip', ['netns', 'delete', this.#namespace])
    else await execute('ip', ['link', 'delete', this.#args[this.#args.indexOf('--bridge') + 1] ?? ''])
    await unmountBelow(this.#folder)
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

/** What a container in the engine's own network leaves. */
async function unmountBelow(folder: string): Promise<void> {
  const mounted = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
  for (const place of mounted.reverse()) if (place.startsWith(`${folder}/`)) await execute('umount', [place])
}

/** The network interface that stands for docker0; gone with the folder. */
async function ownBridge(folder: string): Promise<string> {
  const name = `sp${folder.slice(-6).toLowerCase()}`
  await execute('ip', ['link', 'add', name, 'type', 'bridge'])
  await execute('ip', ['address', 'add', '10.209.255.1/24', 'dev', name])
  return name
}

async function ownNamespace(folder: string): Promise<string> {
  const name = `sampan-${folder.slice(-6)}`
  await execute('ip', ['netns', 'add', name])
  await execute('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
  return name
}

/** Why no engine can have a firewall of its own here. */
export async function firewallMissing(): Promise<string | undefined> {
  const reason = await secondEngineMissing()
  if (reason) return reason
  const name = `sampan-${process.pid}`
  try {
    await execute('ip', ['netns', 'add', name])
    await execute('nsenter', [`--net=/run/netns/${name}`, '--', 'iptables', '-t', 'nat', '-S'])
    return undefined
  } catch {
    return 'no network namespace with iptables can be had here'
  } finally {
    await execute('ip', ['netns', 'delete', name]).catch(() => undefined)
  }
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
