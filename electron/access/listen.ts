import { createServer, type Server, type Socket } from 'node:net'
import { ProblemError, problem } from '#shared/problem.ts'

const tries = 50

/** What a forward is offered at: its own number, or the one that an ordinary user may have of it (80 → 8080, 443 → 8443). */
export const preferredPort = (port: number): number => (port < 1024 ? port + 8000 : port)

/**
 * Listens on the loopback at the wished port, or the next free one above it, or any. Connections may be half-open: whoever has
 * said all still waits for an answer.
 */
export async function listenNear(
  wished: number,
  take: (socket: Socket) => void,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, take)
  const candidates = [...Array.from({ length: tries }, (_, index) => wished + index), 0].filter((port) => port <= 65535)
  for (const candidate of candidates) {
    const error = await listening(server, candidate)
    const address = server.address()
    if (!error && address !== null && typeof address !== 'string') return { server, port: address.port }
    // Windows says EACCES of ports that Hyper-V keeps for itself.
    if (error && error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
  }
  throw new ProblemError(problem('port.none_free', { from: wished }))
}

function listening(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.off('listening', succeed)
      resolve(error)
    }
    const succeed = () => {
      server.off('error', fail)
      resolve(undefined)
    }
    server.once('error', fail)
    server.once('listening', succeed)
    server.listen({ port, host: '127.0.0.1', exclusive: true })
  })
}
