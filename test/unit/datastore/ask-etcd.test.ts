import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import { askDatabase } from '../../../electron/datastore/ask-database.ts'
import { certificates } from '../kubernetes/certificates.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function ask(server: Server, signal = AbortSignal.timeout(10_000)) {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of TCP
  const open = async (_: unknown, own: AbortSignal) => connect({ port, host: '127.0.0.1', signal: own })
  const way = { check: async () => undefined, open }
  return askDatabase(`https://127.0.0.1:${port}`, way, signal)
}

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'an etcd that wants a certificate, which only a node has, is one by its %s',
  async (version) => {
    const { serverCert: cert, serverKey: key, ca } = certificates
    const wanted = { requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version }
    const server = createTlsServer({ cert, key, ca, ...wanted })
    server.on('tlsClientError', () => undefined)
    expect(await ask(server)).toEqual({ hasCluster: false })
  },
)

it('what answers at the port without TLS, or not at all, is no such etcd', async () => {
  const talks = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.2\r\n'))
  const ends = createServer((socket) => socket.destroy())
  for (const server of [talks, ends]) {
    const error = await ask(server).catch((failure: unknown) => failure)
    expect(error instanceof ProblemError && error.problem.code).toBe('datastore.not_database')
  }
})
