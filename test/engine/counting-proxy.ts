import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface CountingProxy {
  readonly address: string
  /** What it was asked for, as `METHOD host:port`, each once. */
  readonly asked: ReadonlySet<string>
  close(): void
}

interface Wishes {
  /** The address for each host that only it knows. Whoever is not in it is refused. */
  readonly knows: Readonly<Record<string, string>>
  readonly login?: string
}

/** A forward proxy of HTTP and of tunnels, such as companies have. */
export async function openCountingProxy(host: string, { knows, login }: Wishes): Promise<CountingProxy> {
  const asked = new Set<string>()
  const tunnels = new Set<Duplex>()
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  const answerFor = ({ headers }: IncomingMessage, place: string) => {
    if (wanted !== undefined && headers['proxy-authorization'] !== wanted) return 407
    return knows[place] === undefined ? 403 : 200
  }
  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    const url = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '') : undefined
    const place = url ? `${url.hostname}:${url.port || 80}` : ''
    asked.add(`${incoming.method} ${place}`)
    const status = answerFor(incoming, place)
    if (status !== 200 || !url) {
      response.writeHead(status, { 'content-type': 'text/html' }).end()
      return
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const onward = request(`http://${knows[place]}${url.pathname}${url.search}`, { method: incoming.method, headers })
    onward.once('error', () => response.writeHead(502).end())
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  }
  const server = createServer(pass)
  server.on('connect', (incoming, socket, head) => {
    const place = incoming.url ?? ''
    asked.add(`CONNECT ${place}`)
    const status = answerFor(incoming, place)
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} Not for you\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const [to = '', port = ''] = (knows[place] ?? '').split(':')
    const onward = connect(Number(port), to, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    for (const each of [socket, onward]) {
      tunnels.add(each)
      each.on('error', () => [socket, onward].forEach((one) => void one.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`, // It listens at a port.
    asked,
    close: () => {
      for (const each of tunnels) each.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}
