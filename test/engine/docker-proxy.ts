import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDocker } from './docker.ts'

/** A socket in front of Docker's own: counts the connections that read a log, and breaks them. */
export class DockerProxy {
  readonly path: string
  readonly #server: Server
  readonly #folder: string
  #logs = new Set<Socket>()

  constructor(server: Server, folder: string) {
    this.#server = server
    this.#folder = folder
    this.path = join(folder, 'docker.sock')
    server.on('connection', (client) => this.#join(client))
  }

  static async open(): Promise<DockerProxy> {
    const proxy = new DockerProxy(createServer(), await mkdtemp(join(tmpdir(), 'sampan-proxy-')))
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
    const docker = connectDocker()
    const end = () => {
      this.#logs.delete(client)
      client.destroy()
      docker.destroy()
    }
    client.on('data', (data) => {
      if (/^GET \S+\/logs\?/.test(data.toString('latin1', 0, 300))) this.#logs.add(client)
    })
    client.pipe(docker).pipe(client)
    for (const socket of [client, docker]) socket.on('error', end).on('close', end)
  }
}
