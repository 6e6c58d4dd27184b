import { randomBytes } from 'node:crypto'
import type { ContainerState } from '#shared/cluster.ts'
import type {
  ContainerDetails,
  ContainerOptions,
  ContainerSummary,
  LogOptions,
  LogRecord,
  PublishedPort,
} from '../../electron/docker/container-runtime.ts'
import { AsyncQueue } from './async-queue.ts'

export type Files = Map<string, Buffer>

/** A container in memory: its state, its files (those on a volume are the volume's), its log. */
export class FakeContainer {
  readonly id = randomBytes(32).toString('hex')
  readonly options: ContainerOptions
  readonly createdAtMs = Date.now()
  name: string
  state: ContainerState = 'created'
  exitCode = 0
  isOutOfMemory = false
  restartCount = 0
  startedAtMs: number | undefined
  finishedAtMs: number | undefined
  #files: Files = new Map()
  #mounts: readonly { path: string; files: Files }[]
  #log: LogRecord[] = []
  #followers = new Set<AsyncQueue<LogRecord>>()
  #stopped = new Set<() => void>()

  constructor(options: ContainerOptions, mounts: readonly { path: string; files: Files }[]) {
    this.options = options
    this.name = options.name
    this.#mounts = mounts
  }

  get isRunning(): boolean {
    return this.state === 'running'
  }

  /** Also while Docker is about to start it again. */
  get isUp(): boolean {
    return this.isRunning || this.state === 'restarting'
  }

  start(): void {
    this.state = 'running'
    this.exitCode = 0
    this.startedAtMs = Date.now()
  }

  stop(exitCode: number): void {
    this.state = 'exited'
    this.exitCode = exitCode
    this.finishedAtMs = Date.now()
    for (const follower of this.#followers) follower.end()
    this.#followers.clear()
    for (const tell of this.#stopped) tell()
    this.#stopped.clear()
  }

  /** Resolves when the container stops or the signal aborts. */
  untilStopped(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (!this.isRunning || signal.aborted) return resolve()
      this.#stopped.add(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  writeFile(path: string, bytes: Buffer): void {
    this.#place(path).files.set(this.#place(path).path, bytes)
  }

  readFile(path: string): Buffer | undefined {
    return this.#place(path).files.get(this.#place(path).path)
  }

  print(text: string, stream: LogRecord['stream'] = 'stderr'): void {
    // Docker writes nanoseconds, always nine digits.
    const record: LogRecord = {
      stream,
      time: new Date().toISOString().replace('Z', '000000Z'),
      data: Buffer.from(text),
    }
    this.#log.push(record)
    for (const follower of this.#followers) follower.push(record)
  }

  async *logs(
    { follow, tailLines, sinceMs }: LogOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LogRecord, void, undefined> {
    const recent = sinceMs === undefined ? this.#log : this.#log.filter(({ time }) => Date.parse(time) >= sinceMs)
    const queue = new AsyncQueue<LogRecord>()
    for (const record of tailLines === undefined ? recent : recent.slice(recent.length - tailLines)) queue.push(record)
    if (follow && this.isRunning) this.#followers.add(queue)
    else queue.end()
    try {
      yield* queue.read(signal)
    } finally {
      this.#followers.delete(queue)
    }
  }

  /** Ends the log's followers with an error, as when the engine goes away, or without one, as Docker does just before it tells of an exit. */
  breakFollowers(error?: unknown): void {
    for (const follower of this.#followers) follower.end(error)
    this.#followers.clear()
  }

  get publishedPorts(): PublishedPort[] {
    return this.isRunning ? this.options.ports.map((port) => ({ container: this.name, ...port })) : []
  }

  summary(): ContainerSummary {
    const { id, name, state, createdAtMs, options, isRunning } = this
    const { image, labels, network } = options
    const addresses = { [network.name]: isRunning ? network.ipv4 : '' }
    return { id, name, image, state, labels, createdAtMs, ports: this.publishedPorts, addresses }
  }

  details(): ContainerDetails {
    const { id, name, state, exitCode, isOutOfMemory, restartCount, startedAtMs, finishedAtMs } = this
    const times = { startedAtMs, finishedAtMs }
    const { labels } = this.options
    return { id, name, state, exitCode, isOutOfMemory, restartCount, ...times, error: '', labels }
  }

  #place(path: string): { files: Files; path: string } {
    const mount = this.#mounts.find((candidate) => path.startsWith(`${candidate.path}/`))
    return mount ? { files: mount.files, path: path.slice(mount.path.length) } : { files: this.#files, path }
  }
}
