import { setMaxListeners } from 'node:events'
import { type Agent, IncomingMessage } from 'node:http'
import { Duplex, type Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import { cutBy } from '../async/cut-answer.ts'
import { orAborted } from '../async/or-aborted.ts'
import { within } from '../async/scope.ts'
import type { LabelFilter } from './container-runtime.ts'
import { addressOf, type DockerConnection } from './docker-endpoint.ts'
import { agentFor, openModem } from './docker-modem.ts'
import { aboutOf, type DockerOperation, dockerProblem, statusOf } from './docker-problems.ts'

/** The oldest API with all that the engine uses (Docker 20.10), and the newest that it was written against. */
const oldestApi = '1.41'
const newestApi = '1.47'

const unaryTimeoutMs = 30_000
const pingTimeoutMs = 5_000
const requestsPerSignal = 200

export interface DockerRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** Objects are sent as JSON, arrays as repeated keys, undefined not at all. */
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: object
  /** A stream has to be cut by the signal where it fails. */
  readonly tar?: Buffer | Readable
  /** For the header X-Registry-Auth. */
  readonly registryAuth?: Readonly<Record<string, string>> | undefined
  /** What is being done, for error texts. */
  readonly operation: DockerOperation
  /** With what. */
  readonly subject?: string
  readonly image?: string
  readonly signal?: AbortSignal | undefined
  /** Until the answer is complete; of a stream until it begins. */
  readonly timeoutMs?: number
}

export interface DockerGreeting {
  readonly apiVersion: string
  readonly isPodman: boolean
}

/**
 * The one door to a Docker Engine. It goes through dockerode's `dial`, not its methods: those put a request's body, environment
 * included, into the URL as well, and never settle when the connection breaks in the middle of an answer.
 */
export class DockerGateway {
  readonly endpoint: string
  #connection: DockerConnection
  #agent: Agent
  #modem: Promise<Dockerode['modem']> | undefined
  #greeting: Promise<DockerGreeting> | undefined
  #saidLeftOut = new Set<string>()

  constructor(connection: DockerConnection) {
    this.#connection = connection
    this.endpoint = addressOf(connection)
    this.#agent = agentFor(connection)
  }

  /** Sends a request and reads its JSON. */
  async json<T>(request: DockerRequest, schema: z.ZodType<T>): Promise<T> {
    const text = await this.#unary(request)
    const params = aboutOf(request)
    try {
      const answer = schema.safeParse(JSON.parse(text))
      if (answer.success) return answer.data
      const detail = z.prettifyError(answer.error)
      throw new ProblemError(problem('docker.failed', params, { detail }), { cause: answer.error })
    } catch (error) {
      if (error instanceof ProblemError) throw error
      throw new ProblemError(problem('docker.failed', params, { detail: text.slice(0, 500) }), { cause: error })
    }
  }

  /** Like `json`, but undefined where Docker says 404. */
  async find<T>(request: DockerRequest, schema: z.ZodType<T>): Promise<T | undefined> {
    return unlessStatus([404], this.json(request, schema))
  }

  /** Like `json` for a list. */
  async list<T>(request: DockerRequest, schema: z.ZodType<T>): Promise<T[]> {
    return this.readEach(await this.json(request, z.array(z.unknown())), schema, request)
  }

  /** Somebody else's object that cannot be read is left out, and said once: it must not hide all the others. */
  readEach<T>(items: readonly unknown[], schema: z.ZodType<T>, { operation, subject }: DockerRequest): T[] {
    return items.flatMap((item) => {
      const read = schema.safeParse(item)
      if (read.success) return [read.data]
      const reason = `${[operation, subject].filter(Boolean).join(' ')}: ${z.prettifyError(read.error)}`
      if (!this.#saidLeftOut.has(reason)) console.error('An object is left out of', reason, JSON.stringify(item))
      this.#saidLeftOut.add(reason)
      return []
    })
  }

  /** Sends a request whose answer has no body. The statuses in `expected` are not errors: 304 already so, 404 already gone. */
  async send(request: DockerRequest, expected: readonly number[] = []): Promise<void> {
    await unlessStatus(expected, this.#unary(request))
  }

  /** The body as it comes. The caller reads it to its end or destroys it; `signal` cuts it at any time. */
  async stream(request: DockerRequest): Promise<IncomingMessage> {
    const { apiVersion } = await this.greeting(request.signal)
    const { signal, timeoutMs = unaryTimeoutMs } = request
    const cut = new AbortController()
    const follow = () => cut.abort(signal?.reason)
    if (signal?.aborted) follow()
    signal?.addEventListener('abort', follow, { once: true })
    const leave = () => signal?.removeEventListener('abort', follow)
    let hasExpired = false
    const timer = setTimeout(() => {
      hasExpired = true
      cut.abort()
    }, timeoutMs)
    try {
      const dial = () => this.#dial(request, cut.signal, `/v${apiVersion}`)
      const response = await this.#asked(request, dial, () => hasExpired)
      return response.once('close', leave)
    } catch (error) {
      leave()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** The connection itself, which Docker hands over: both ways, until either end closes it. `signal` cuts it at any time. */
  async hijack(request: DockerRequest): Promise<Duplex> {
    const { apiVersion } = await this.greeting(request.signal)
    const { signal } = request
    const stream = await this.#withDeadline(request, () => this.#ask(request, { prefix: `/v${apiVersion}` }, Duplex))
    const cut = () => stream.destroy()
    signal?.addEventListener('abort', cut, { once: true })
    stream.once('close', () => signal?.removeEventListener('abort', cut))
    if (signal?.aborted) cut()
    return stream
  }

  /** Reads a body to its end with `read`, under the deadline of a transfer; undefined where Docker says 404. */
  async download<T>(request: DockerRequest, read: (body: IncomingMessage) => Promise<T>): Promise<T | undefined> {
    const { apiVersion } = await this.greeting(request.signal)
    const work = async (signal: AbortSignal) => read(await this.#dial(request, signal, `/v${apiVersion}`))
    return unlessStatus([404], this.#withDeadline(request, work))
  }

  /**
   * Who answers there, and the API version that both sides speak. Asked once for all callers, so that one caller's abort does not
   * fail the others; asked again after a failure.
   */
  async greeting(signal?: AbortSignal): Promise<DockerGreeting> {
    signal?.throwIfAborted()
    // One caller may ask many things at once; Node takes more than ten listeners for a leak.
    if (signal) setMaxListeners(requestsPerSignal, signal)
    this.#greeting ??= this.#ping().catch((error: unknown) => {
      this.#greeting = undefined
      throw error
    })
    return signal ? orAborted(signal, this.#greeting) : this.#greeting
  }

  /** Breaks off whatever is being asked. */
  close(): void {
    this.#agent.destroy()
  }

  /** Keeps no connection open any more; what is being asked, and what is asked later, is answered all the same. */
  leave(): void {
    this.#agent.maxFreeSockets = 0
    for (const sockets of Object.values(this.#agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  }

  async #unary(request: DockerRequest): Promise<string> {
    const { apiVersion } = await this.greeting(request.signal)
    return this.#withDeadline(request, async (signal) => readText(await this.#dial(request, signal, `/v${apiVersion}`)))
  }

  async #ping(): Promise<DockerGreeting> {
    const request: DockerRequest = { method: 'GET', path: '/_ping', operation: 'ping', timeoutMs: pingTimeoutMs }
    const headers = await this.#withDeadline(request, async (signal) => {
      const response = await this.#dial(request, signal, '')
      await readText(response)
      return response.headers
    })
    if (headers.ostype === 'windows') throw new ProblemError(problem('docker.windows_containers', {}))
    const apiVersion = agreeOnVersion(String(headers['api-version'] ?? oldestApi))
    return { apiVersion, isPodman: headers['libpod-api-version'] !== undefined }
  }

  async #withDeadline<T>(request: DockerRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs = unaryTimeoutMs, signal = new AbortController().signal } = request
    return within(signal, { timeoutMs }, (own, hasExpired) => this.#asked(request, () => work(own), hasExpired))
  }

  /** Turns every failure into a Problem, except an abort by the caller, which is passed on unchanged. */
  async #asked<T>(request: DockerRequest, work: () => Promise<T>, hasExpired = () => false): Promise<T> {
    try {
      return await work()
    } catch (error) {
      request.signal?.throwIfAborted()
      if (hasExpired())
        throw new ProblemError(problem('docker.unreachable', { endpoint: this.endpoint }), { cause: error })
      throw this.problemError(error, request)
    }
  }

  problemError(error: unknown, request: DockerRequest): ProblemError {
    const { image } = request
    return new ProblemError(dockerProblem(error, { endpoint: this.endpoint, ...aboutOf(request), image }), {
      cause: error,
    })
  }

  #dial(request: DockerRequest, signal: AbortSignal, prefix: string): Promise<IncomingMessage> {
    return this.#ask(request, { prefix, signal }, IncomingMessage)
  }

  /** For an answer, or for the connection in its place. A signal would cut the latter, too, once its scope is left. */
  async #ask<T extends IncomingMessage | Duplex>(
    request: DockerRequest,
    { prefix, signal }: { prefix: string; signal?: AbortSignal | undefined },
    kind: abstract new (...args: never[]) => T,
  ): Promise<T> {
    this.#modem ??= openModem(this.#connection, this.#agent)
    const modem = await this.#modem
    signal?.throwIfAborted()
    const cut = signal && cutBy(signal)
    const query = Object.fromEntries(Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined))
    return new Promise((resolve, reject) => {
      modem.dial(
        {
          path: `${prefix}${request.path}?`,
          method: request.method,
          isStream: true,
          ...(kind === Object(Duplex) ? { hijack: true } : {}),
          statusCodes: { 200: true, 201: true, 204: true },
          // dockerode sends no body for an empty object.
          options: { _query: query, _body: request.body ?? {} },
          ...(request.tar ? { file: request.tar } : {}),
          ...(request.registryAuth ? { authconfig: { ...request.registryAuth } } : {}),
          ...(cut ? { abortSignal: cut.signal } : {}),
        },
        (error, response) => {
          if (error || !(response instanceof kind)) {
            cut?.leave()
            return reject(error ?? new TypeError('Docker did not answer as asked'))
          }
          if (response instanceof IncomingMessage) cut?.answered(response)
          else cut?.leave()
          resolve(response)
        },
      )
    })
  }
}

function agreeOnVersion(theirs: string): string {
  if (compareVersions(theirs, oldestApi) < 0) {
    throw new ProblemError(problem('docker.api_too_old', { version: theirs, minimum: oldestApi }))
  }
  return compareVersions(theirs, newestApi) < 0 ? theirs : newestApi
}

function compareVersions(left: string, right: string): number {
  const [leftMajor = 0, leftMinor = 0] = left.split('.').map(Number)
  const [rightMajor = 0, rightMinor = 0] = right.split('.').map(Number)
  return leftMajor - rightMajor || leftMinor - rightMinor
}

async function unlessStatus<T>(expected: readonly number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    const status = error instanceof Error ? statusOf(error.cause) : undefined
    if (status !== undefined && expected.includes(status)) return undefined
    throw error
  }
}

/** As Docker takes them in a query. */
export function labelFilters({ label, value }: LabelFilter): { label: string[] } {
  return { label: [value === undefined ? label : `${label}=${value}`] }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
