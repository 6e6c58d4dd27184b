import { Agent as HttpAgent, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { inspect } from 'node:util'
import type Dockerode from 'dockerode'
import { ProblemError, problem } from '#shared/problem.ts'
import { deadline } from '../async/deadline.ts'
import { addressOf, type DockerConnection, type TlsMaterial } from './docker-endpoint.ts'
import { dockerProblem, statusOf } from './docker-problems.ts'

/** The oldest API with all that the engine uses (Docker 20.10), and the newest that it was written against. */
const oldestApi = '1.41'
const newestApi = '1.47'

const unaryTimeoutMs = 30_000
const pingTimeoutMs = 5_000

export interface DockerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** Objects are sent as JSON, arrays as repeated keys, undefined not at all. */
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: object
  readonly tar?: Buffer
  /** For the header X-Registry-Auth. */
  readonly registryAuth?: Readonly<Record<string, string>> | undefined
  /** What is being done, in words, for error texts. */
  readonly operation: string
  readonly image?: string
  readonly signal?: AbortSignal | undefined
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
  #agent: HttpAgent
  #modem: Promise<Dockerode['modem']> | undefined
  #greeting: Promise<DockerGreeting> | undefined

  constructor(connection: DockerConnection) {
    this.#connection = connection
    this.endpoint = addressOf(connection)
    this.#agent = agentFor(connection)
  }

  /** Sends a request and reads its JSON. `T` is Docker's API as @types/dockerode describes it. */
  async json<T>(request: DockerRequest): Promise<T> {
    const text = await this.#unary(request)
    try {
      return JSON.parse(text)
    } catch (error) {
      throw new ProblemError(
        problem('docker.failed', { operation: request.operation }, { detail: text.slice(0, 500) }),
        { cause: error },
      )
    }
  }

  /** Like `json`, but undefined where Docker says 404. */
  async find<T>(request: DockerRequest): Promise<T | undefined> {
    return unlessStatus([404], this.json<T>(request))
  }

  /** Sends a request whose answer has no body. The statuses in `expected` are not errors: 304 already so, 404 already gone. */
  async send(request: DockerRequest, expected: readonly number[] = []): Promise<void> {
    await unlessStatus(expected, this.#unary(request))
  }

  /** The body as it comes. The caller reads it to its end or destroys it; `signal` cuts it at any time. */
  async stream(request: DockerRequest): Promise<IncomingMessage> {
    const { apiVersion } = await this.greeting(request.signal)
    return this.#asked(request, () => this.#dial(request, request.signal, `/v${apiVersion}`))
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
    this.#greeting ??= this.#ping().catch((error: unknown) => {
      this.#greeting = undefined
      throw error
    })
    return signal ? orAborted(this.#greeting, signal) : this.#greeting
  }

  close(): void {
    this.#agent.destroy()
  }

  async #unary(request: DockerRequest): Promise<string> {
    const { apiVersion } = await this.greeting(request.signal)
    return this.#withDeadline(request, async (signal) => readText(await this.#dial(request, signal, `/v${apiVersion}`)))
  }

  async #ping(): Promise<DockerGreeting> {
    const request: DockerRequest = { method: 'GET', path: '/_ping', operation: 'ping', timeoutMs: pingTimeoutMs }
    const headers = await this.#withDeadline(request, async (signal) => {
      const response = await this.#dial(request, signal, '')
      response.on('error', () => undefined).resume()
      return response.headers
    })
    if (headers.ostype === 'windows') throw new ProblemError(problem('docker.windows_containers', {}))
    const apiVersion = agreeOnVersion(String(headers['api-version'] ?? oldestApi))
    return { apiVersion, isPodman: headers['libpod-api-version'] !== undefined }
  }

  async #withDeadline<T>(request: DockerRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = deadline(request.signal ?? new AbortController().signal, request.timeoutMs ?? unaryTimeoutMs)
    try {
      return await this.#asked(request, () => work(limit.signal), limit.hasExpired)
    } finally {
      limit.dispose()
    }
  }

  /** Whatever fails inside becomes a Problem, except the caller's own abort, which stays what it is. */
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
    const { operation, image } = request
    return new ProblemError(dockerProblem(error, { endpoint: this.endpoint, operation, image }), { cause: error })
  }

  async #dial(request: DockerRequest, signal: AbortSignal | undefined, prefix: string): Promise<IncomingMessage> {
    this.#modem ??= openModem(this.#connection, this.#agent)
    const modem = await this.#modem
    signal?.throwIfAborted()
    const query = Object.fromEntries(Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined))
    return new Promise((resolve, reject) => {
      modem.dial(
        {
          path: `${prefix}${request.path}?`,
          method: request.method,
          isStream: true,
          statusCodes: { 200: true, 201: true, 204: true },
          // dockerode sends no body for an empty object.
          options: { _query: query, _body: request.body ?? {} },
          ...(request.tar ? { file: request.tar } : {}),
          ...(request.registryAuth ? { authconfig: { ...request.registryAuth } } : {}),
          ...(signal ? { abortSignal: signal } : {}),
        },
        (error, response) => {
          if (error) reject(error)
          else if (response instanceof IncomingMessage) resolve(response)
          else reject(new TypeError('Docker did not answer with a response'))
        },
      )
    })
  }
}

function agentFor(connection: DockerConnection): HttpAgent {
  return plainlyInspected(
    connection.kind === 'socket' || !connection.tls ? new HttpAgent({ keepAlive: true }) : tlsAgent(connection.tls),
  )
}

function tlsAgent({ ca, cert, key, isVerified }: TlsMaterial): HttpsAgent {
  return new HttpsAgent({
    keepAlive: true,
    rejectUnauthorized: isVerified,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  })
}

/**
 * docker-modem formats each request for its debug line, wanted or not, with all hidden properties to any depth. That takes longer than
 * the request, and walking through an agent's open sockets so crashes Electron 25.
 */
function plainlyInspected(agent: HttpAgent): HttpAgent {
  return Object.assign(agent, { [inspect.custom]: () => 'Agent' })
}

/** dockerode is loaded when the first request is made: it costs some 190 ms, which the window must not wait for. */
async function openModem(connection: DockerConnection, agent: HttpAgent): Promise<Dockerode['modem']> {
  const { default: Docker } = await import('dockerode')
  // Every key is given, because dockerode takes what is missing from DOCKER_HOST and its companions.
  const nothing = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  }
  const place =
    connection.kind === 'socket'
      ? { socketPath: connection.path, protocol: 'http' as const }
      : {
          host: connection.host,
          port: connection.port,
          protocol: connection.tls ? ('https' as const) : ('http' as const),
        }
  const options = { ...nothing, ...place, agent }
  return new Docker(options).modem
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

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
