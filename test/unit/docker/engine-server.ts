import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** Something that answers on a socket as a Docker Engine does, as far as finding it goes. */
export async function serveEngine(
  path: string,
  {
    headers = {},
    id = 'ENGINE',
    handle,
  }: {
    headers?: Record<string, string>
    id?: string
    handle?: (request: IncomingMessage, response: ServerResponse) => boolean
  } = {},
): Promise<Server> {
  const server = createServer((request, response) => {
    if (handle?.(request, response)) return
    if (request.url?.startsWith('/_ping')) {
      response.writeHead(200, { 'api-version': '1.45', ostype: 'linux', ...headers }).end('OK')
    } else if (/\/info/.test(request.url ?? '')) {
      const info = { ID: id, ServerVersion: '26.1.0', OperatingSystem: 'Test Linux', Architecture: 'x86_64' }
      response.end(JSON.stringify(info))
    } else if (/\/events/.test(request.url ?? '')) {
      response.writeHead(200).flushHeaders()
    } else {
      response.writeHead(404).end(JSON.stringify({ message: 'page not found' }))
    }
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return server
}

export async function stopEngine(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
