import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { DockerRuntime } from '../../../electron/docker/docker-runtime.ts'
import { ApiConnection } from '../../../electron/kubernetes/api-connection.ts'

/** Answers everything in two pieces, the second of which is also the end. Gives its address. */
async function serveTwoPieces(): Promise<URL> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/_ping')) response.writeHead(200, { 'api-version': '1.45' }).end()
    else response.write('first', () => setImmediate(() => response.end('last')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  // It listens at a port, and says so in this form.
  const { port } = server.address() as AddressInfo
  return new URL(`http://127.0.0.1:${port}`)
}

/** All that nobody catches while `work` runs. */
async function uncaughtIn(work: () => Promise<void>): Promise<unknown[]> {
  const uncaught: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => uncaught.push(error))
  try {
    await work()
    // A connection tells of its error a moment after it was cut.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of listeners) process.on('uncaughtException', listener)
  }
  return uncaught
}

/** Reads an answer, and cuts it in the moment of its last piece. */
async function cutAtTheEnd(open: (signal: AbortSignal) => Promise<AsyncIterable<Buffer>>, leaves: boolean) {
  const cutting = new AbortController()
  let read = ''
  for await (const piece of await open(cutting.signal)) {
    read += piece.toString()
    if (!read.endsWith('last')) continue
    cutting.abort()
    if (leaves) break
  }
  return read
}

it.each([true, false])(
  "is nobody's error when an answer of Docker is cut as it ends (its reader leaves: %s)",
  async (leaves) => {
    const { port } = await serveTwoPieces()
    const runtime = new DockerRuntime({ kind: 'tcp', host: '127.0.0.1', port: Number(port) })
    onTestFinished(() => runtime.close())
    const uncaught = await uncaughtIn(async () => {
      for (let round = 0; round < 20; round += 1)
        await cutAtTheEnd(async (signal) => runtime.logChunks('1', { follow: false }, signal), leaves)
    })
    expect(uncaught).toEqual([])
  },
)

it.each([true, false])(
  "is nobody's error when an answer of Kubernetes is cut as it ends (its reader leaves: %s)",
  async (leaves) => {
    const server = await serveTwoPieces()
    const api = new ApiConnection(async () => ({ server }))
    onTestFinished(() => api.close())
    const uncaught = await uncaughtIn(async () => {
      for (let round = 0; round < 20; round += 1)
        await cutAtTheEnd((signal) => api.stream('/log', signal, 60_000), leaves).catch((error) => {
          // It may be told of its own abort.
          if (!(error instanceof Error) || error.name !== 'AbortError') throw error
        })
    })
    expect(uncaught).toEqual([])
  },
)
