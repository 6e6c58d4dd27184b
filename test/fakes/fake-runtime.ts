// Longer than a file should be because it is one interface.
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { Duplex, PassThrough, pipeline, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { extract } from 'tar-stream'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { orAborted } from '../../electron/async/or-aborted.ts'
import {
  type ContainerDetails,
  type ContainerOptions,
  type ContainerRuntime,
  type ContainerSummary,
  type ContainerUsage,
  type ExecResult,
  type FedCommand,
  type FileStat,
  hasLabel,
  type ImageDetails,
  type ImageSummary,
  type LabelFilter,
  type LogOptions,
  type LogRecord,
  type NetworkMember,
  type NetworkOptions,
  type NetworkSummary,
  type PublishedPort,
  type PullProgress,
  type RuntimeEvent,
  type RuntimeInfo,
  type StreamTarget,
  type TakeOutput,
  type VolumeOptions,
  type VolumeSummary,
} from '../../electron/docker/container-runtime.ts'
import { AsyncQueue } from './async-queue.ts'
import { FakeContainer, type Files } from './fake-container.ts'

/** What the containers of a test do. Nothing by default. */
export interface FakeBehaviour {
  /** Runs beside a container from each start on; its failure is the container's crash. */
  readonly onStart?: (container: FakeContainer, runtime: FakeRuntime) => void | Promise<void>
  /** `input`: all that a command was fed. */
  readonly onExec?: (container: FakeContainer, command: readonly string[], input?: Buffer) => ExecResult
}

type Method = Exclude<keyof ContainerRuntime, 'logs' | 'events'>

/** Thrown by a started container's behaviour to end it. */
export class FakeExit extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`exit ${exitCode}`)
    this.exitCode = exitCode
  }
}

/**
 * A Docker Engine in memory that keeps Docker's rules: test/engine/container-runtime.test.ts holds it beside a real one. Tests reach into it with the methods at the end.
 */
export class FakeRuntime implements ContainerRuntime {
  /** Each call takes so long, so that calls overlap as they do with a real engine. */
  latencyMs = 1
  /** How long after its end the list still says that a container runs. */
  listLagMs = 5
  /** How long a container takes to end that is told to. Docker sees to it whether or not anybody waits for the answer. */
  stopMs = 0
  properties: RuntimeInfo = fakeInfo
  readonly #endings = new Set<Promise<void>>()
  readonly images = new Map<string, ImageDetails>()
  /** What images are saved as, by the names that were asked for, joined by blanks. */
  readonly archives = new Map<string, Buffer>()
  /** What can be pulled. */
  readonly registry = new Map<string, ImageDetails>()
  /** Host ports held by programs that are no containers. */
  readonly occupiedPorts = new Set<number>()
  /** How far the engine's clock, which is also its containers', is ahead of this process's. */
  clockAheadMs = 0
  /** Requests until now, and logs that are being read. */
  requests = 0
  openLogs = 0
  #behaviour: FakeBehaviour
  #containers: FakeContainer[] = []
  #networks: NetworkSummary[] = []
  #volumes = new Map<string, { labels: Readonly<Record<string, string>>; files: Files }>()
  #failures: { method: Method; problem: Problem; matches: (subject: string) => boolean }[] = []
  #subscribers = new Set<{ filter: LabelFilter; queue: AsyncQueue<RuntimeEvent> }>()
  #isBroken = false

  constructor(behaviour: FakeBehaviour = {}) {
    this.#behaviour = behaviour
  }

  async info(signal?: AbortSignal): Promise<RuntimeInfo> {
    await this.#called('info', '', signal)
    return { ...this.properties, systemTimeMs: this.now() }
  }

  async listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]> {
    await this.#called('listContainers', '', signal)
    return this.#containers
      .filter(({ options }) => hasLabel(options.labels, filter))
      .map((container) => container.summary())
  }

  async listPublishedPorts(signal?: AbortSignal): Promise<PublishedPort[]> {
    await this.#called('listPublishedPorts', '', signal)
    return this.#containers.flatMap((container) => container.publishedPorts)
  }

  async inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetails | undefined> {
    await this.#called('inspectContainer', id, signal)
    return this.#find(id)?.details()
  }

  async createContainer(options: ContainerOptions, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted()
    await this.#called('createContainer', options.name)
    if (!this.images.has(options.image)) throw new ProblemError(problem('image.not_found', { image: options.image }))
    this.#refuseTakenName(options.name)
    const mounts = options.volumes.map((volume) => ({ path: volume.path, files: this.#volumeFiles(volume) }))
    const container = new FakeContainer(options, { mounts, now: () => this.now() })
    this.#containers.push(container)
    this.#emit('container', 'create', container)
    return container.id
  }

  async renameContainer(id: string, name: string): Promise<void> {
    await this.#called('renameContainer', id)
    const container = this.#get(id, 'rename container')
    this.#refuseTakenName(name)
    container.name = name
    this.#emit('container', 'rename', container)
  }

  async startContainer(id: string, signal?: AbortSignal): Promise<void> {
    await this.#called('startContainer', this.#find(id)?.name ?? id, signal)
    const container = this.#get(id, 'start container')
    if (container.isRunning) return
    if (container.state === 'paused') {
      container.state = 'running'
      container.settle()
      this.#emit('container', 'unpause', container)
      return
    }
    this.#refuseConflicts(container)
    container.restartCount = 0
    this.#start(container)
  }

  async stopContainer(id: string, _timeoutSeconds: number, signal?: AbortSignal): Promise<void> {
    await this.#called('stopContainer', this.#find(id)?.name ?? id, signal)
    const container = this.#find(id)
    if (!container || !this.#isUp(container)) return
    const ending = this.#endLater(container)
    this.#endings.add(ending)
    void ending.finally(() => this.#endings.delete(ending))
    // The caller stops waiting; what was begun goes on.
    await (signal ? orAborted(signal, ending) : ending)
  }

  async removeContainer(id: string): Promise<void> {
    await this.#called('removeContainer', this.#find(id)?.name ?? id)
    const container = this.#find(id)
    if (!container) return
    if (this.#isUp(container)) await this.#end(container, 137)
    this.#containers = this.#containers.filter((other) => other !== container)
    this.#emit('container', 'destroy', container)
  }

  async putArchive(id: string, tar: Buffer, signal?: AbortSignal): Promise<void> {
    await this.#called('putArchive', this.#find(id)?.name ?? id, signal)
    const container = this.#get(id, 'write files into container')
    const entries = extract()
    pipeline(Readable.from([tar]), entries, () => undefined)
    for await (const entry of entries) {
      const bytes = await buffer(entry)
      const { type, name, mode = 0o644, pax, mtime = new Date() } = entry.header
      const modifiedNs = nanosecondsOf(String(Reflect.get(pax ?? {}, 'mtime') ?? Math.floor(mtime.getTime() / 1000)))
      if (type === 'file') container.writeFile(`/${name.replace(/^(\.?\/)+/, '')}`, bytes, { mode, modifiedNs })
    }
  }

  async putStream(id: string, { path, tar }: StreamTarget, signal?: AbortSignal): Promise<void> {
    await this.#called('putStream', this.#find(id)?.name ?? id, signal)
    const container = this.#get(id, 'write files into container')
    const entries = extract()
    pipeline(Readable.from(tar), entries, () => undefined)
    for await (const entry of entries) {
      const bytes = await buffer(entry)
      if (entry.header.type === 'file')
        container.writeFile(`${path}/${entry.header.name}`, bytes, { mode: entry.header.mode ?? 0o644 })
    }
  }

  async readFile(id: string, path: string, signal?: AbortSignal): Promise<Buffer | undefined> {
    await this.#called('readFile', path, signal)
    return this.#find(id)?.readFile(path)
  }

  async statFile(id: string, path: string, signal?: AbortSignal): Promise<FileStat | undefined> {
    await this.#called('statFile', path, signal)
    return this.#find(id)?.statFile(path)
  }

  async exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    await this.#called('exec', command.join(' '), signal)
    const container = this.#get(id, 'run a command')
    if (!container.isRunning) throw failed('run a command', `Container ${id} is not running`)
    return this.#behaviour.onExec?.(container, command) ?? { exitCode: 0, stdout: '', stderr: '' }
  }

  async run(id: string, command: readonly string[], take: TakeOutput, signal: AbortSignal): Promise<number> {
    const { exitCode, stdout, stderr } = await this.exec(id, command, signal)
    await take('stdout', Buffer.from(stdout))
    await take('stderr', Buffer.from(stderr))
    return exitCode
  }

  async pipe(id: string, command: readonly string[], signal: AbortSignal): Promise<Duplex> {
    const { exitCode, stdout, stderr } = await this.exec(id, command, signal)
    const answers = Duplex.from(async function* () {
      yield stdout
      if (exitCode !== 0) throw new Error(stderr)
    })
    return answers
  }

  async feed(id: string, command: readonly string[], signal: AbortSignal): Promise<FedCommand> {
    await this.#called('feed', command.join(' '), signal)
    const container = this.#get(id, 'run a command')
    if (!container.isRunning) throw failed('run a command', `Container ${id} is not running`)
    const input = new PassThrough()
    const nothing = { exitCode: 0, stdout: '', stderr: '' }
    const ended = buffer(input).then((bytes) => this.#behaviour.onExec?.(container, command, bytes) ?? nothing)
    ended.catch(() => undefined)
    return { input, ended }
  }

  async *logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogRecord> {
    if (signal.aborted) return
    this.#refuseIfBroken()
    this.requests += 1
    this.openLogs += 1
    try {
      yield* this.#get(id, 'read the log').logs(options, signal)
    } finally {
      this.openLogs -= 1
    }
  }

  async usage(id: string, signal?: AbortSignal): Promise<ContainerUsage | undefined> {
    await this.#called('usage', id, signal)
    if (!this.#find(id)?.isRunning) return undefined
    // A quarter of a core, all the time.
    const readAtMs = this.now()
    return { readAtMs, cpuMs: readAtMs / 4, memoryBytes: 300_000_000, memoryLimitBytes: 8_000_000_000 }
  }

  async listNetworks(signal?: AbortSignal): Promise<NetworkSummary[]> {
    await this.#called('listNetworks', '', signal)
    return this.#networks.map((network) => ({ ...network }))
  }

  async createNetwork(options: NetworkOptions, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted()
    await this.#called('createNetwork', options.name)
    const { name, subnet, labels } = options
    if (this.#networks.some((other) => other.name === name))
      throw new ProblemError(
        problem('network.taken', { network: name }, { detail: `network with name ${name} already exists` }),
      )
    const overlaps = this.#networks.some(({ subnets }) => subnets.some((other) => doOverlap(other, subnet)))
    if (overlaps)
      throw new ProblemError(
        problem('subnet.none_free', {}, { detail: 'Pool overlaps with other one on this address space' }),
      )
    const id = randomBytes(32).toString('hex')
    this.#networks.push({ id, name, subnets: [subnet], labels })
    this.#emit('network', 'create', { name })
    return id
  }

  async networkMembers(id: string, signal?: AbortSignal): Promise<NetworkMember[]> {
    await this.#called('networkMembers', id, signal)
    const network = this.#networks.find((candidate) => candidate.id === id || candidate.name === id)
    return network
      ? this.#membersOf(network.name).map(({ name, options }) => ({ name, ipv4: options.network.ipv4 }))
      : []
  }

  async connect(id: string, container: string): Promise<void> {
    await this.#called('connect', container)
    const network = this.#networks.find((candidate) => candidate.id === id || candidate.name === id)
    if (!network) throw failed('connect container', `network ${id} not found`)
    this.#get(container, 'connect container').networks.add(network.name)
  }

  async disconnect(id: string, container: string): Promise<void> {
    await this.#called('disconnect', container)
    const network = this.#networks.find((candidate) => candidate.id === id || candidate.name === id)
    this.#find(container)?.networks.delete(network?.name ?? '')
  }

  async disconnectAll(id: string, signal?: AbortSignal): Promise<string[]> {
    await this.#called('disconnectAll', id, signal)
    const network = this.#networks.find((candidate) => candidate.id === id || candidate.name === id)
    const members = network ? this.#membersOf(network.name) : []
    for (const { networks } of members) networks.delete(network?.name ?? '')
    return members.map(({ name }) => name).sort()
  }

  async removeNetwork(id: string): Promise<void> {
    await this.#called('removeNetwork', id)
    const network = this.#networks.find((candidate) => candidate.id === id || candidate.name === id)
    if (!network) return
    if (this.#membersOf(network.name).length > 0)
      throw failed(`remove network ${id}`, `network ${network.name} has active endpoints`)
    this.#networks = this.#networks.filter((other) => other !== network)
    this.#emit('network', 'destroy', network)
  }

  async listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]> {
    await this.#called('listVolumes', '', signal)
    const all = [...this.#volumes].map(([name, volume]) => ({ name, labels: volume.labels }))
    return all.filter((volume) => hasLabel(volume.labels, filter))
  }

  async createVolume({ name, labels }: VolumeOptions, signal?: AbortSignal): Promise<VolumeSummary> {
    signal?.throwIfAborted()
    await this.#called('createVolume', name)
    const there = this.#volumes.get(name)
    if (there) return { name, labels: there.labels }
    this.#volumes.set(name, { labels, files: new Map() })
    this.#emit('volume', 'create', { name })
    return { name, labels }
  }

  async removeVolume(name: string): Promise<void> {
    await this.#called('removeVolume', name)
    if (this.#containers.some(({ options }) => options.volumes.some((volume) => volume.name === name))) {
      throw failed(`remove volume ${name}`, `volume is in use`)
    }
    if (this.#volumes.delete(name)) this.#emit('volume', 'destroy', { name })
  }

  async volumeSizes(signal?: AbortSignal): Promise<Map<string, number>> {
    await this.#called('volumeSizes', '', signal)
    const sizeOf = (files: Files) => [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
    return new Map([...this.#volumes].map(([name, { files }]) => [name, sizeOf(files)]))
  }

  async listImages(signal?: AbortSignal): Promise<ImageSummary[]> {
    await this.#called('listImages', '', signal)
    return [...this.images.keys()].map((name) => ({ names: [name], sizeBytes: 1_000_000 }))
  }

  async inspectImage(reference: string, signal?: AbortSignal): Promise<ImageDetails | undefined> {
    await this.#called('inspectImage', reference, signal)
    return this.images.get(reference)
  }

  async *saveImages(references: readonly string[], signal: AbortSignal): AsyncIterable<Buffer> {
    await this.#called('saveImages', references.join(' '), signal)
    const archive = this.archives.get(references.join(' '))
    if (!archive) throw new ProblemError(problem('image.not_found', { image: references[0] ?? '' }))
    yield archive
  }

  /** Each image is known by its names from then on, as the archive has them. */
  async loadImages(tar: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
    await this.#called('loadImages', '', signal)
    const entries = extract()
    pipeline(Readable.from(tar), entries, () => undefined)
    for await (const entry of entries) {
      const bytes = await buffer(entry)
      if (entry.header.name !== 'manifest.json') continue
      const saved: { Config: string; RepoTags: string[] }[] = JSON.parse(String(bytes))
      for (const { Config, RepoTags } of saved)
        for (const name of RepoTags) this.images.set(name, { id: `sha256:${Config.replace('.json', '')}` })
    }
  }

  async pullImage(
    reference: string,
    onProgress: (progress: PullProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#called('pullImage', reference, signal)
    const image = this.registry.get(reference)
    if (!image) throw new ProblemError(problem('image.not_found', { image: reference }))
    for (const doneBytes of [500_000, 1_000_000]) {
      await this.#pass(signal)
      onProgress({ doneBytes, totalBytes: 1_000_000 })
      signal?.throwIfAborted()
    }
    this.images.set(reference, image)
  }

  async tagImage(reference: string, name: string, signal?: AbortSignal): Promise<void> {
    await this.#called('tagImage', reference, signal)
    const image = this.images.get(reference)
    if (!image) throw new ProblemError(problem('image.not_found', { image: reference }))
    this.images.set(name, image)
  }

  async untagImage(reference: string, signal?: AbortSignal): Promise<void> {
    await this.#called('untagImage', reference, signal)
    this.images.delete(reference)
  }

  async registryDigest(reference: string, signal?: AbortSignal): Promise<string | undefined> {
    await this.#called('registryDigest', reference, signal)
    return this.registry.get(reference)?.digests?.[0]?.replace(/^.*@/, '')
  }

  async *events(filter: LabelFilter, signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    if (signal.aborted) return
    this.#refuseIfBroken()
    const subscriber = { filter, queue: new AsyncQueue<RuntimeEvent>() }
    subscriber.queue.push({ kind: 'connected' })
    this.#subscribers.add(subscriber)
    try {
      yield* subscriber.queue.read(signal)
    } finally {
      this.#subscribers.delete(subscriber)
    }
  }

  // What tests do to it

  /** The next call of the method fails, or the next about this subject (a name, an image, a path). */
  failNext(method: Method, failure: Problem, subject?: string): void {
    this.#failures.push({ method, problem: failure, matches: (actual) => subject === undefined || actual === subject })
  }

  /** Resolves when every container has ended that was told to. */
  async untilEnded(): Promise<void> {
    await Promise.all(this.#endings)
  }

  now(): number {
    return Date.now() + this.clockAheadMs
  }

  /** How many follow its events now. */
  get subscribers(): number {
    return this.#subscribers.size
  }

  /** A container by name or id, to print into its log and write its files. */
  container(nameOrId: string): FakeContainer {
    return this.#get(nameOrId, 'find container')
  }

  /** A running container ends by itself, and is started again where its policy says so. */
  crash(nameOrId: string, exitCode: number): void {
    const container = this.#get(nameOrId, 'crash container')
    const willRestart = container.options.restartPolicy === 'unless-stopped'
    void this.#end(container, exitCode, { willRestart })
  }

  /** As `docker pause` does it. */
  pause(nameOrId: string): void {
    const container = this.#get(nameOrId, 'pause container')
    container.state = 'paused'
    container.settle()
    this.#emit('container', 'pause', container)
  }

  /** The engine goes away: streams break with `docker.lost`, calls fail with `docker.not_running`, until it is restored. */
  breakConnection(): void {
    this.#isBroken = true
    const lost = new ProblemError(problem('docker.lost', {}))
    for (const { queue } of this.#subscribers) queue.end(lost)
    for (const container of this.#containers) container.breakFollowers(lost)
  }

  restoreConnection(): void {
    this.#isBroken = false
  }

  async #called(method: Method, subject: string, signal?: AbortSignal): Promise<void> {
    await this.#pass(signal)
    this.requests += 1
    this.#refuseIfBroken()
    const index = this.#failures.findIndex((failure) => failure.method === method && failure.matches(subject))
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1)
    if (failure) throw new ProblemError(failure.problem)
  }

  /** A request's way to the engine and back. */
  async #pass(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.latencyMs === 0) return
    // As DockerGateway does: many may ask at once.
    if (signal) setMaxListeners(0, signal)
    await pause(this.latencyMs, undefined, { ...(signal ? { signal } : {}) }).catch((error) => {
      signal?.throwIfAborted()
      throw error
    })
  }

  #isUp({ state }: FakeContainer): boolean {
    return state === 'running' || state === 'paused' || state === 'restarting'
  }

  #membersOf(network: string): FakeContainer[] {
    return this.#containers.filter((container) => this.#isUp(container) && container.networks.has(network))
  }

  #start(container: FakeContainer): void {
    container.start()
    this.#emit('container', 'start', container)
    void this.#behave(container)
  }

  async #endLater(container: FakeContainer): Promise<void> {
    if (this.stopMs > 0) await pause(this.stopMs)
    if (this.#isUp(container)) await this.#end(container, 143)
  }

  /** The end is told when the list knows of it. Docker waits 100 ms before it starts a container again. */
  async #end(container: FakeContainer, exitCode: number, { willRestart } = { willRestart: false }): Promise<void> {
    container.stop(exitCode, { willRestart })
    // Counted as soon as it is decided, as Docker does.
    if (willRestart) container.restartCount += 1
    await pause(this.listLagMs)
    container.settle()
    this.#emit('container', 'die', container)
    if (!willRestart) return
    await pause(100)
    if (container.state !== 'restarting' || !this.#containers.includes(container)) return
    this.#start(container)
  }

  #refuseIfBroken(): void {
    if (this.#isBroken) throw new ProblemError(problem('docker.not_running', { endpoint: 'fake' }))
  }

  #refuseTakenName(name: string): void {
    if (!this.#containers.some((container) => container.name === name)) return
    throw failed(`create container ${name}`, `Conflict. The container name "/${name}" is already in use`)
  }

  /** Docker looks at networks, addresses and ports only when a container starts. */
  #refuseConflicts(container: FakeContainer): void {
    const { network, ports } = container.options
    const operation = `start container ${container.name}`
    const others = this.#containers.filter((other) => other !== container && other.isRunning)
    const own = this.#networks.find(({ name }) => name === network.name)
    if (!['host', 'none'].includes(network.name)) {
      const detail = `network ${container.networkId ?? network.name} not found`
      if (container.networkId !== undefined && container.networkId !== own?.id)
        throw new ProblemError(problem('docker.container_stuck', { container: container.name }, { detail }))
      if (!own) throw failed(operation, detail)
      container.networkId = own.id
    }
    const isTaken = others.some(
      ({ options: { network: other }, networks }) =>
        other.ipv4 !== '' && networks.has(network.name) && other.ipv4 === network.ipv4,
    )
    if (isTaken) throw failed(operation, 'Address already in use')
    for (const { hostPort, protocol } of ports) {
      const holder = others
        .flatMap((other) => other.publishedPorts)
        .find((port) => port.hostPort === hostPort && port.protocol === protocol)
      if (!holder && !this.occupiedPorts.has(hostPort)) continue
      throw new ProblemError(problem('port.taken', { port: hostPort, holder: holder?.container ?? '' }))
    }
  }

  async #behave(container: FakeContainer): Promise<void> {
    const goesOn = container.currentRun()
    try {
      await this.#behaviour.onStart?.(container, this)
    } catch (error) {
      if (!goesOn()) return
      if (!(error instanceof FakeExit)) container.print(`${error}\n`)
      this.crash(container.id, error instanceof FakeExit ? error.exitCode : 1)
    }
  }

  #volumeFiles({ name, labels = {} }: ContainerOptions['volumes'][number]): Files {
    const volume = this.#volumes.get(name) ?? { labels, files: new Map() }
    this.#volumes.set(name, volume)
    return volume.files
  }

  #find(nameOrId: string): FakeContainer | undefined {
    return this.#containers.find(({ id, name }) => id === nameOrId || name === nameOrId)
  }

  #get(nameOrId: string, operation: string): FakeContainer {
    const container = this.#find(nameOrId)
    if (!container) throw failed(operation, `No such container: ${nameOrId}`)
    return container
  }

  /** Only a container's events carry its labels. */
  #emit(
    object: 'container' | 'network' | 'volume',
    action: string,
    { name, options }: { name: string; options?: ContainerOptions },
  ): void {
    const labels = options?.labels ?? {}
    for (const subscriber of this.#subscribers) {
      if (object === 'container' && !hasLabel(labels, subscriber.filter)) continue
      subscriber.queue.push({ kind: 'changed', object, action, name, labels })
    }
  }
}

const fakeInfo: RuntimeInfo = {
  engineId: 'FAKE',
  name: 'fake',
  version: '28.5.1',
  apiVersion: '1.47',
  operatingSystem: 'Fake Linux',
  architecture: 'x86_64',
  cgroupVersion: 2,
  isRootless: false,
  isPodman: false,
  usesIptables: true,
  bridgeAddress: '172.17.0.1',
  publishesHere: true,
  cpus: 8,
  memoryBytes: 16 * 1024 ** 3,
  dataRoot: '/var/lib/docker',
  systemTimeMs: 0,
  isLocal: false,
}

/** Of seconds with a decimal fraction. */
function nanosecondsOf(seconds: string): bigint {
  const [whole = '0', fraction = ''] = seconds.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

function failed(operation: string, detail: string): ProblemError {
  return new ProblemError(problem('docker.failed', { operation }, { detail }))
}

function doOverlap(left: string, right: string): boolean {
  const range = (subnet: string) => {
    const [address = '', bits = '32'] = subnet.split('/')
    const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    return { first, last: first + 2 ** (32 - Number(bits)) - 1 }
  }
  const [a, b] = [range(left), range(right)]
  return a.first <= b.last && b.first <= a.last
}
