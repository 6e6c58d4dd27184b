import { randomBytes } from 'node:crypto'
import type { ContainerState } from '#shared/cluster.ts'
import type {
  ContainerDetails,
  ContainerOptions,
  ContainerSummary,
  FileStat,
  LogOptions,
  LogRecord,
  PublishedPort,
} from '../../electron/docker/container-runtime.ts'
import { AsyncQueue } from './async-queue.ts'

export interface File {
  readonly bytes: Buffer
  readonly mode: number
  readonly modifiedNs: bigint
}
export type Files = Map<string, File>

/** A container in memory: its state, its files (those on a volume are the volume's), its log. */
export class FakeContainer {
  readonly id = randomBytes(32).toString('hex')
  readonly options: ContainerOptions
  readonly createdAtMs: number
  name: string
  state: ContainerState = 'created'
  /** What the list says: behind `state` for a moment after the container has ended (engines.md F1). */
  listedState: ContainerState = 'created'
  /** The networks that it is on. */
  readonly networks: Set<string>
  /** Docker keeps the id of its network from its first start on: another one of that name is none of its own. */
  networkId: string | undefined
  exitCode = 0
  isOutOfMemory = false
  restartCount = 0
  /** How often it was started: what goes on in one run is nothing to the next. */
  runs = 0
  startedAtMs: number | undefined
  finishedAtMs: number | undefined
  readonly #now: () => number
  #files: Files = new Map()
  #mounts: readonly { path: string; files: Files }[]
  #log: LogRecord[] = []
  #followers = new Set<{ queue: AsyncQueue<LogRecord>; isRecent: (record: LogRecord) => boolean }>()
  #stopped = new Set<() => void>()

  /** @param now the engine's clock */
  constructor(
    options: ContainerOptions,
    { mounts, now }: { mounts: readonly { path: string; files: Files }[]; now: () => number },
  ) {
    this.options = options
    this.#now = now
    this.createdAtMs = now()
    this.name = options.name
    this.networks = new Set([options.network.name])
    this.#mounts = mounts
  }

  get isRunning(): boolean {
    return this.state === 'running'
  }

  /** Whether the run that there is now goes on. */
  currentRun(): () => boolean {
    const { runs } = this
    return () => this.isRunning && this.runs === runs
  }

  start(): void {
    this.state = 'running'
    this.runs += 1
    this.settle()
    this.exitCode = 0
    this.startedAtMs = this.#now()
  }

  /** It ends; with `willRestart` only for a moment. */
  stop(exitCode: number, { willRestart } = { willRestart: false }): void {
    this.state = willRestart ? 'restarting' : 'exited'
    this.exitCode = exitCode
    this.finishedAtMs = this.#now()
    for (const { queue } of this.#followers) queue.end()
    this.#followers.clear()
    for (const tell of this.#stopped) tell()
    this.#stopped.clear()
  }

  /** The list has caught up. */
  settle(): void {
    this.listedState = this.state
  }

  /** Resolves when the container stops or the signal aborts. */
  untilStopped(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (!this.isRunning || signal.aborted) return resolve()
      this.#stopped.add(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  writeFile(
    path: string,
    bytes: Buffer,
    { mode = 0o644, modifiedNs = BigInt(this.#now()) * 1_000_000n }: Partial<Omit<File, 'bytes'>> = {},
  ): void {
    this.#place(path).files.set(this.#place(path).path, { bytes, mode, modifiedNs })
  }

  statFile(path: string): FileStat | undefined {
    const file = this.#file(path)
    return file && { isFile: true, sizeBytes: file.bytes.length, modifiedNs: file.modifiedNs }
  }

  removeFile(path: string): void {
    this.#place(path).files.delete(this.#place(path).path)
  }

  /** All files below a folder, by their whole paths. */
  pathsBelow(folder: string): string[] {
    const mounted = this.#mounts.flatMap(({ path, files }) => [...files.keys()].map((file) => `${path}${file}`))
    return [...this.#files.keys(), ...mounted].filter((path) => path.startsWith(`${folder}/`))
  }

  readFile(path: string): Buffer | undefined {
    return this.#file(path)?.bytes
  }

  /** The permissions of a file, as `stat -c %a` prints them. */
  modeOf(path: string): string | undefined {
    return this.#file(path)?.mode.toString(8)
  }

  print(text: string, stream: LogRecord['stream'] = 'stderr'): void {
    // Docker writes nanoseconds, always nine digits.
    const record: LogRecord = {
      stream,
      time: new Date(this.#now()).toISOString().replace('Z', '000000Z'),
      data: Buffer.from(text),
    }
    this.#log.push(record)
    for (const { queue, isRecent } of this.#followers) if (isRecent(record)) queue.push(record)
  }

  async *logs(
    { follow, tailLines, sinceMs }: LogOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LogRecord, void, undefined> {
    const isRecent = ({ time }: LogRecord) => sinceMs === undefined || Date.parse(time) >= sinceMs
    const recent = this.#log.filter(isRecent)
    const queue = new AsyncQueue<LogRecord>()
    for (const record of tailLines === undefined ? recent : recent.slice(recent.length - tailLines)) queue.push(record)
    const follower = { queue, isRecent }
    if (follow && this.isRunning) this.#followers.add(follower)
    else queue.end()
    try {
      yield* queue.read(signal)
    } finally {
      this.#followers.delete(follower)
    }
  }

  /** Ends the log's followers with an error, as when the engine goes away, or without one, as Docker does just before it tells of an exit. */
  breakFollowers(error?: unknown): void {
    for (const { queue } of this.#followers) queue.end(error)
    this.#followers.clear()
  }

  get publishedPorts(): PublishedPort[] {
    return this.isRunning ? this.options.ports.map((port) => ({ container: this.name, ...port })) : []
  }

  summary(): ContainerSummary {
    const { id, name, listedState, createdAtMs, options } = this
    const { image, labels } = options
    return { id, name, image, state: listedState, labels, createdAtMs, networks: [...this.networks] }
  }

  details(): ContainerDetails {
    const { id, name, state, exitCode, isOutOfMemory, restartCount, startedAtMs, finishedAtMs } = this
    const times = { startedAtMs, finishedAtMs }
    const { labels, logLimits } = this.options
    const logFileBytes = logLimits.maxSizeMb * 1024 ** 2
    return { id, name, state, exitCode, isOutOfMemory, restartCount, ...times, error: '', labels, logFileBytes }
  }

  #file(path: string): File | undefined {
    return this.#place(path).files.get(this.#place(path).path)
  }

  #place(path: string): { files: Files; path: string } {
    const mount = this.#mounts.find((candidate) => path.startsWith(`${candidate.path}/`))
    return mount ? { files: mount.files, path: path.slice(mount.path.length) } : { files: this.#files, path }
  }
}
