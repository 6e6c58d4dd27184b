import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { cutBy } from '../async/cut-answer.ts'
import { within } from '../async/scope.ts'
import type { ClusterAccess } from './cluster-access.ts'

const unaryTimeoutMs = 10_000
/** As long as the headers of an answer without end may be in coming. */
const headersTimeoutMs = 30_000

const Status = z.object({ kind: z.literal('Status'), message: z.string().min(1) })

interface Line {
  readonly server: URL
  readonly agent: HttpAgent
}

/** The API answered, but not that it did what was asked. */
export class ApiStatusError extends Error {
  override readonly name = 'ApiStatusError'
  readonly status: number
  /** Why, in its own words, where it said any. */
  readonly words: string | undefined

  constructor(status: number, path: string, words?: string) {
    super(words ?? `${path}: HTTP ${status}`)
    this.status = status
    this.words = words
  }
}

/** What a request changes. */
export interface ApiChange {
  readonly method: 'PUT' | 'PATCH' | 'DELETE'
  readonly body: unknown
  /** Says of a patch which kind it is. */
  readonly contentType?: string
}

/** The API took a request for an answer without end, and did not begin with it in time. */
export class ApiSilentError extends Error {
  override readonly name = 'ApiSilentError'
}

/**
 * Requests to one Kubernetes API over connections that are kept. (client-node 2 opens a TLS connection for each request and
 * leaves it open, ends a quiet watch after 30 s, and throws past its caller when a log's connection breaks.)
 */
export class ApiConnection {
  #open: () => Promise<Line>
  #line: Promise<Line> | undefined
  #isClosed = false
  #wasRefused = false

  constructor(access: () => Promise<Pick<ClusterAccess, 'server'> & Partial<ClusterAccess>>) {
    this.#open = async () => {
      const { server, ca, cert, key } = await access()
      const tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
      const isTls = server.protocol === 'https:'
      return { server, agent: isTls ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true }) }
    }
  }

  /** The last request found nobody, another CA, or nobody who knows this certificate: the cluster may have another kubeconfig by now. */
  get wasRefused(): boolean {
    return this.#wasRefused
  }

  close(): void {
    this.#isClosed = true
    this.#line?.then(({ agent }) => agent.destroy()).catch(() => undefined)
  }

  /** The status alone; the body is read to its end so that the next request finds the connection free. `auth`: `user:password`. */
  async status(
    path: string,
    signal: AbortSignal,
    { timeoutMs, auth }: { timeoutMs: number; auth?: string },
  ): Promise<number> {
    return within(signal, { timeoutMs }, async (own) => {
      const response = await this.#send(path, own, { auth })
      await text(response)
      return response.statusCode ?? 0
    })
  }

  async json(path: string, signal: AbortSignal): Promise<unknown> {
    return within(signal, { timeoutMs: unaryTimeoutMs }, async (own) => {
      const response = await this.#send(path, own)
      const body = await text(response)
      if (response.statusCode !== 200) throw new ApiStatusError(response.statusCode ?? 0, path, wordsOf(body))
      return JSON.parse(body)
    })
  }

  /** Has something changed, and returns what the API answers. A change that was begun may have been made also where this throws. */
  async change(path: string, change: ApiChange, signal: AbortSignal): Promise<unknown> {
    return within(signal, { timeoutMs: unaryTimeoutMs }, async (own) => {
      const response = await this.#send(path, own, { change })
      const body = await text(response)
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) throw new ApiStatusError(status, path, wordsOf(body))
      return JSON.parse(body)
    })
  }

  /**
   * A body without end. It breaks with an error when nothing came for `silenceMs`, and when the signal aborts. Throws an
   * ApiSilentError when it does not begin within 30 s.
   */
  async stream(path: string, signal: AbortSignal, silenceMs: number): Promise<IncomingMessage> {
    const response = await this.#send(path, signal, { silenceMs })
    if (response.statusCode === 200) return response
    response.on('error', () => undefined).resume()
    throw new ApiStatusError(response.statusCode ?? 0, path)
  }

  async #send(
    path: string,
    signal: AbortSignal,
    { silenceMs, auth, change }: { silenceMs?: number; auth?: string | undefined; change?: ApiChange } = {},
  ): Promise<IncomingMessage> {
    this.#line ??= this.#open()
    const { server, agent } = await this.#line
    if (this.#isClosed) throw new Error('The connection was closed')
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const send = server.protocol === 'https:' ? httpsRequest : httpRequest
      const cut = cutBy(signal)
      const body = change && JSON.stringify(change.body)
      const headers = {
        accept: 'application/json',
        ...(body !== undefined && {
          'content-type': change?.contentType ?? 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
      }
      const options = {
        method: change?.method ?? 'GET',
        agent,
        headers,
        signal: cut.signal,
        ...(auth && { auth }),
      }
      const request: ClientRequest = send(new URL(path, server), options)
      if (silenceMs !== undefined) {
        request.setTimeout(silenceMs, () => request.destroy(new Error('The API is silent')))
        const late = setTimeout(() => request.destroy(new ApiSilentError(`${path}: no answer`)), headersTimeoutMs)
        request.once('response', () => clearTimeout(late)).once('close', () => clearTimeout(late))
      }
      request.on('response', (response) => {
        this.#wasRefused = response.statusCode === 401
        resolve(cut.answered(response))
      })
      // Stays on after the answer has begun: a broken connection is then told to the response and to the request.
      request.on('error', (error) => {
        cut.leave()
        this.#wasRefused ||= !signal.aborted
        reject(error)
      })
      request.end(body)
    })
  }
}

/** What a Status of Kubernetes says; other answers are nothing that a user can use. */
export function wordsOf(body: string): string | undefined {
  try {
    return Status.parse(JSON.parse(body)).message
  } catch {
    return undefined
  }
}
