import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { certificates } from './certificates.ts'

interface ServedObject {
  readonly metadata: { readonly name: string; readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

/** As much of a Kubernetes API as lists and watches need, with the ways in which a real one fails. */
export class KubeServer {
  readonly requests: string[] = []
  /** Answers every request with this status while it is set. */
  status: number | undefined
  /** Paths that this server does not know. */
  readonly unknownPaths = new Set<string>()
  /** Paths that nobody may read. */
  readonly forbiddenPaths = new Set<string>()
  /** Paths that are never answered. */
  readonly silentPaths = new Set<string>()
  #server: Server
  #sockets = new Set<Socket>()
  #objects = new Map<string, Map<string, ServedObject>>()
  #watches = new Set<{ path: string; response: ServerResponse }>()
  #version = 100
  #oldestVersion = 0
  #history: { path: string; version: number; line: string }[] = []

  constructor({ isSecure = false } = {}) {
    const { ca, serverCert: cert, serverKey: key } = certificates
    const answer = (request: IncomingMessage, response: ServerResponse) => this.#answer(request, response)
    this.#server = isSecure
      ? createHttpsServer({ ca, cert, key, requestCert: true, rejectUnauthorized: false }, answer)
      : createHttpServer(answer)
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('A TCP server has a port')
    return address.port
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.breakConnections()
    await closed
  }

  get openSockets(): number {
    return this.#sockets.size
  }

  get openWatches(): number {
    return this.#watches.size
  }

  put(path: string, object: ServedObject): void {
    const collection = this.#collection(path)
    const type = collection.has(object.metadata.name) ? 'MODIFIED' : 'ADDED'
    const versioned = this.#versioned(object)
    collection.set(object.metadata.name, versioned)
    this.#tell(path, { type, object: versioned })
  }

  delete(path: string, name: string): void {
    const object = this.#collection(path).get(name)
    this.#collection(path).delete(name)
    if (object) this.#tell(path, { type: 'DELETED', object: this.#versioned(object) })
  }

  /** Changes that are still unknown to watchers cannot be asked for any more. */
  forgetHistory(): void {
    this.#version += 1
    this.#oldestVersion = this.#version
    this.#history = []
  }

  /** Ends every watch in good order. */
  endWatches(): void {
    for (const { response } of this.#watches) response.end()
    this.#watches.clear()
  }

  /** Every connection is reset, in the middle of whatever it carries. */
  breakConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#watches.clear()
  }

  /** The beginning of an event, then nothing more. */
  tearWatches(): void {
    for (const { response } of this.#watches) response.write('{"type":"MODIFIED","object":{"meta')
    setImmediate(() => this.breakConnections())
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://server')
    this.requests.push(request.url ?? '')
    if (this.status !== undefined) return void response.writeHead(this.status).end('{}')
    if (url.pathname === '/readyz') return void response.end('ok')
    if (url.pathname === '/v1-k3s/readyz') {
      response.statusCode = request.headers.authorization === `Basic ${btoa('node:secret')}` ? 200 : 401
      return void response.end()
    }
    if (url.pathname === '/version') return void response.end(JSON.stringify({ gitVersion: 'v1.36.2+k3s1' }))
    if (this.unknownPaths.has(url.pathname)) return void response.writeHead(404).end('404 page not found')
    if (this.forbiddenPaths.has(url.pathname)) return void response.writeHead(403).end('{}')
    if (this.silentPaths.has(url.pathname)) return
    if (url.searchParams.get('watch') !== 'true') {
      const items = [...this.#collection(url.pathname).values()]
      return void response.end(JSON.stringify({ metadata: { resourceVersion: String(this.#version) }, items }))
    }
    const since = Number(url.searchParams.get('resourceVersion'))
    if (since < this.#oldestVersion) {
      const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }
      return void response.end(`${JSON.stringify(gone)}\n`)
    }
    response.writeHead(200).flushHeaders()
    for (const { path, version, line } of this.#history)
      if (path === url.pathname && version > since) response.write(line)
    const watch = { path: url.pathname, response }
    this.#watches.add(watch)
    response.on('close', () => this.#watches.delete(watch))
  }

  #collection(path: string): Map<string, ServedObject> {
    const collection = this.#objects.get(path) ?? new Map<string, ServedObject>()
    this.#objects.set(path, collection)
    return collection
  }

  #versioned(object: ServedObject): ServedObject {
    this.#version += 1
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } }
  }

  #tell(path: string, event: object): void {
    const line = `${JSON.stringify(event)}\n`
    this.#history.push({ path, version: this.#version, line })
    for (const watch of this.#watches) if (watch.path === path) watch.response.write(line)
  }
}

/** An admin's, for a server on this machine. */
export function kubeconfigOf(port: number, ca: string = certificates.ca): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:${port}', certificate-authority-data: ${base64(ca)} } }]
users: [{ name: u, user: { client-certificate-data: ${base64(certificates.clientCert)}, client-key-data: ${base64(certificates.clientKey)} } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`
}
