import type { Server, Socket } from 'node:net'
import type { ForwardTarget, TargetPort } from '#shared/access.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { Changes } from '../async/changes.ts'
import { delay } from '../async/delay.ts'
import { untilChanged } from '../async/until-changed.ts'
import { PodAccess } from '../kubernetes/pod-access.ts'
import type { PodChannels } from '../kubernetes/pod-channels.ts'
import { ForwardingError, joinPort } from '../kubernetes/port-channel.ts'
import { nameOf, type TargetPicture } from '../kubernetes/watch-target.ts'
import { listenNear } from './listen.ts'

/** How long a connection waits for a pod that takes it. */
const patienceMs = 60_000
const retryMs = 1000
const firstPauseMs = 500
const longestPauseMs = 5000
/** Within this time the first picture is there, or its maker is told why not. */
const openingMs = 15_000

/** Problems that waiting cannot solve. */
const final: readonly string[] = ['forward.gone', 'forward.no_port', 'forward.not_tcp', 'forward.no_selector']

export interface ForwardOptions {
  readonly cluster: string
  readonly target: ForwardTarget
  readonly port: TargetPort
  readonly wishedPort: number
  /** Read again whenever the API was lost: its port or its CA may be other ones by then. */
  readonly kubeconfig: (signal: AbortSignal) => Promise<string>
  readonly onChange: () => void
}

/**
 * One port of the loopback that leads to the pods of an object. Each connection goes to a pod that is ready by then; where there is
 * none, it waits. Whatever it has begun ends with `close`.
 */
export class Forward {
  readonly #options: ForwardOptions
  readonly #ending = new AbortController()
  readonly #changes = new Changes()
  readonly #clients = new Map<Socket, Promise<void>>()
  #server: Server | undefined
  #localPort = 0
  #running: Promise<void> = Promise.resolve()
  #access: PodAccess | undefined
  #picture: TargetPicture | undefined
  /** Why the API cannot be asked. */
  #lost: Problem | undefined
  /** Why the last connection failed, until one succeeds. */
  #failed: Problem | undefined
  #lastPod: string | undefined

  private constructor(options: ForwardOptions) {
    this.#options = options
  }

  /** Listens, and knows of the object. Throws what waiting would not mend; then nothing is left. */
  static async open(options: ForwardOptions, signal: AbortSignal): Promise<Forward> {
    const forward = new Forward(options)
    try {
      forward.#running = forward.#follow()
      await forward.#known(signal)
      const { server, port } = await listenNear(options.wishedPort, (client) => forward.#take(client))
      forward.#server = server
      forward.#localPort = port
      return forward
    } catch (error) {
      await forward.close()
      throw error
    }
  }

  get localPort(): number {
    return this.#localPort
  }

  get connections(): number {
    return this.#clients.size
  }

  /** Where the next connection goes. */
  get pod(): string | undefined {
    return this.#lost ? undefined : this.#next()?.name
  }

  get problem(): Problem | undefined {
    return this.#lost ?? this.#picture?.problem ?? this.#failed
  }

  /** Resolves when the port is free again and no connection is left. */
  async close(): Promise<void> {
    this.#ending.abort(new DOMException('The forward was closed', 'AbortError'))
    const server = this.#server
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    for (const client of this.#clients.keys()) client.destroy()
    await Promise.all([closed, this.#running, ...this.#clients.values()])
  }

  async #known(signal: AbortSignal): Promise<void> {
    const end = performance.now() + openingMs
    for (;;) {
      signal.throwIfAborted()
      const { version } = this.#changes
      const found = this.#lost ?? this.#picture?.problem
      if (found && final.includes(found.code)) throw new ProblemError(found)
      if (this.#picture && !this.#lost) return
      const left = end - performance.now()
      if (left <= 0) throw new ProblemError(found ?? problem('api.unreachable', { cluster: this.#options.cluster }))
      await untilChanged(this.#changes, version, left, this.#ending.signal)
    }
  }

  /** Follows the pods, with another kubeconfig whenever the API was lost. */
  async #follow(): Promise<void> {
    const { signal } = this.#ending
    const { cluster, target, port, kubeconfig } = this.#options
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      try {
        const access = await PodAccess.open(await kubeconfig(signal))
        this.#access = access
        try {
          for await (const picture of access.watch({ target, port }, signal)) {
            if (picture.failure) throw picture.failure.error
            pauseMs = firstPauseMs
            this.#lost = undefined
            this.#picture = picture
            this.#notify()
          }
        } finally {
          access.close()
        }
      } catch (error) {
        if (signal.aborted) return
        this.#lost = error instanceof ProblemError ? error.problem : unreachable(cluster, error)
        this.#notify()
      }
      await delay(pauseMs, signal).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  #take(client: Socket): void {
    client.on('error', () => undefined)
    const served = this.#serve(client).finally(() => {
      client.destroy()
      this.#clients.delete(client)
      this.#notify()
    })
    this.#clients.set(client, served)
    this.#notify()
  }

  async #serve(client: Socket): Promise<void> {
    const left = new AbortController()
    const leave = () => left.abort(new DOMException('The client has left', 'AbortError'))
    client.once('close', leave)
    try {
      const channels = await this.#connect(left.signal)
      client.off('close', leave)
      await joinPort(client, channels)
      this.#failed = undefined
    } catch (error) {
      if (left.signal.aborted || this.#ending.signal.aborted) return
      this.#failed = this.#reasonOf(error)
      client.resetAndDestroy()
    }
  }

  /** Channels to the first pod that takes them. A pod that has just gone is passed over. */
  async #connect(signal: AbortSignal): Promise<PodChannels> {
    const { namespace } = this.#options.target
    const end = performance.now() + patienceMs
    const passed = new Set<string>()
    let reason: unknown
    for (;;) {
      signal.throwIfAborted()
      this.#ending.signal.throwIfAborted()
      const { version } = this.#changes
      const next = this.#lost ? undefined : this.#next(passed)
      if (next && this.#access) {
        try {
          const to = { namespace, pod: next.name, port: next.port }
          const channels = await this.#access.connect(to, signal)
          this.#lastPod = next.name
          return channels
        } catch (error) {
          if (signal.aborted) throw error
          reason = error
          passed.add(next.name)
          continue
        }
      }
      if (performance.now() > end) throw reason ?? new ProblemError(this.problem ?? this.#none())
      await untilChanged(this.#changes, version, retryMs, this.#ending.signal)
      passed.clear()
    }
  }

  /** The pod of the last connection, as long as it is ready: whoever keeps something in one expects it there. */
  #next(passed: ReadonlySet<string> = new Set()): TargetPicture['pods'][number] | undefined {
    const pods = (this.#picture?.pods ?? []).filter(({ name }) => !passed.has(name))
    return pods.find(({ name }) => name === this.#lastPod) ?? pods[0]
  }

  #reasonOf(error: unknown): Problem {
    if (error instanceof ProblemError) return error.problem
    const detail = error instanceof Error ? error.message : String(error)
    const pod = this.#lastPod ?? ''
    if (error instanceof ForwardingError && /connection refused/i.test(detail)) {
      const port = /error forwarding port (\d+)/.exec(detail)?.[1] ?? this.#options.port
      return problem('forward.refused', { pod, port }, { detail })
    }
    return problem('forward.failed', { object: pod === '' ? nameOf(this.#options.target) : `pod/${pod}` }, { detail })
  }

  #none(): Problem {
    return problem('forward.no_ready_pod', { object: nameOf(this.#options.target) })
  }

  #notify(): void {
    this.#changes.notify()
    this.#options.onChange()
  }
}

function unreachable(cluster: string, error: unknown): Problem {
  const { detail } = problemOf(error)
  return problem('api.unreachable', { cluster }, { detail })
}
