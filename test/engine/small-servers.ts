import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'

/** Small servers at one address, each at a port of its own. */
export class SmallServers {
  readonly #host: string
  readonly #open: (() => void)[] = []

  constructor(host: string) {
    this.#host = host
  }

  /** Its address. */
  async serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer)
    this.#open.push(() => server.closeAllConnections())
    return this.#listen(server)
  }

  /** Takes connections, and says nothing. */
  async mute(): Promise<string> {
    const server = createTcpServer((socket) => {
      this.#open.push(() => socket.destroy())
      socket.on('error', () => undefined)
    })
    return this.#listen(server)
  }

  /** Where nobody listens any more. */
  async closed(): Promise<string> {
    const server = createTcpServer()
    const address = await listening(server, this.#host)
    await new Promise((resolve) => server.close(resolve))
    return address
  }

  close(): void {
    for (const end of this.#open) end()
  }

  async #listen(server: Server | TcpServer): Promise<string> {
    this.#open.push(() => server.close())
    return listening(server, this.#host)
  }
}

async function listening(server: Server | TcpServer, host: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return `${host}:${(server.address() as AddressInfo).port}` // It listens at a port.
}

/** Answers always the same. */
export const always =
  (status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type, ...headers })
    response.end(body)
  }

export const json = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  always(status, 'application/json', JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }), headers)
