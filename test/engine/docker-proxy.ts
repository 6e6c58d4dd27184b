import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDocker } from './docker.ts'

interface LogAsked {
  readonly container: string
  readonly tail: string | null
  readonly isFollowed: boolean
}

/** A socket in front of Docker's own: counts requests, and the connections that read a log, which it can break. */
export class DockerProxy {
  readonly path: string
  readonly #server: Server
  readonly #folder: string
  readonly #upstream: string | undefined
  #logs = new Set<Socket>()
  /** Since it was opened. */
  requests = 0
  /** Told the number of each request; one for which it returns true is never answered. */
  withhold: (request: number) => boolean = () => false
  /** Each time that a log was asked for: whose, as the container was called, and how many of its newest lines. */
  readonly logsAsked: LogAsked[] = []

  constructor(server: Server, folder: string, upstream: string | undefined) {
    this.#upstream = upstream
    this.#server = server
    this.#folder = folder
    this.path = join(folder, 'docker.sock')
    server.on('connection', (client) => this.#join(client))
  }

  /** `upstream`: the socket of another engine than the one that all tests work with. */
  static async open(upstream?: string): Promise<DockerProxy> {
    const proxy = new DockerProxy(createServer(), await mkdtemp(join(tmpdir(), 'sampan-proxy-')), upstream)
    await new Promise<void>((resolve) => proxy.#server.listen(proxy.path, resolve))
    return proxy
  }

  /** Connections on which a log is being read. */
  get logConnections(): number {
    return this.#logs.size
  }

  /** Breaks them all in the middle. Returns how many there were. */
  cutLogs(): number {
    const cut = [...this.#logs]
    for (const client of cut) client.destroy()
    return cut.length
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
    await rm(this.#folder, { recursive: true, force: true })
  }

  #join(client: Socket): void {
    const docker = this.#upstream === undefined ? connectDocker() : connect(this.#upstream)
    const end = () => {
      this.#logs.delete(client)
      client.destroy()
      docker.destroy()
    }
    let isWithheld = false
    client.on('data', (data) => {
      // A request begins a packet; clients of Docker send the next one only after the answer.
      if (/^(GET|HEAD|POST|PUT|DELETE) \S+ HTTP/.test(data.toString('latin1', 0, 2000))) {
        this.requests += 1
        isWithheld ||= this.withhold(this.requests)
      }
      // Not by `pipe`: what is taken off it in the middle of a packet gets that packet all the same.
      if (!isWithheld && !docker.write(data)) {
        client.pause()
        docker.once('drain', () => client.resume())
      }
      const [, container, query] =
        /^GET \S+\/containers\/([^/]+)\/logs\?(\S+)/.exec(data.toString('latin1', 0, 500)) ?? []
      if (container === undefined) return
      const asked = new URLSearchParams(query)
      this.logsAsked.push({ container, tail: asked.get('tail'), isFollowed: asked.get('follow') === 'true' })
      this.#logs.add(client)
    })
    client.on('end', () => docker.end())
    docker.pipe(client)
    for (const socket of [client, docker]) socket.on('error', end).on('close', end)
  }
}
