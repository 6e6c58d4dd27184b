import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { ApiStatusError, wordsOf } from './api-connection.ts'
import type { ClusterAccess } from './cluster-access.ts'

/** The API server has a newer one, too, which only adds the closing of stdin; every release since 1.4 knows this one. */
const protocol = 'v4.channel.k8s.io'
const openTimeoutMs = 15_000
const pingMs = 20_000

/**
 * The numbered channels between a client and a pod's kubelet, over one WebSocket. (client-node 2 writes without regard to whoever
 * reads, hides the words of a refusal, and closes the socket at the end of the input, with which the rest of the answer is lost.)
 */
export interface PodChannels {
  /** Every message with its channel. No more is read than is taken. Throws when the connection breaks; ends when the other side closes it in good order. */
  readonly messages: AsyncIterable<{ readonly channel: number; readonly data: Buffer }>
  /** Resolves when there is room for more. What is sent after the end goes nowhere. */
  send(channel: number, data: Uint8Array): Promise<void>
  close(): void
}

/** Opens them. The signal breaks them off at any time. Throws the error of the connection, or an ApiStatusError: 404 where there is no such pod. */
export async function openPodChannels(
  { server, ca, cert, key }: ClusterAccess,
  path: string,
  signal: AbortSignal,
): Promise<PodChannels> {
  signal.throwIfAborted()
  // Loaded when the first one is opened: the window must not wait for it.
  const { createWebSocketStream, WebSocket } = await import('ws')
  const address = new URL(path, server)
  address.protocol = server.protocol === 'http:' ? 'ws:' : 'wss:'
  const socket = new WebSocket(address, protocol, {
    ca,
    cert,
    key,
    perMessageDeflate: false,
    handshakeTimeout: openTimeoutMs,
  })
  const refused = new Promise<never>((_, reject) => {
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const status = response.statusCode ?? 0
      text(response)
        .then((body) => reject(new ApiStatusError(status, path, wordsOf(body) ?? body.slice(0, 500).trim())), reject)
        .finally(() => socket.terminate())
    })
  })
  refused.catch(() => undefined)
  const stream = createWebSocketStream(socket, { readableObjectMode: true })
  let failure: unknown
  stream.on('error', (error) => {
    failure ??= error
  })
  const abort = () => stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  signal.addEventListener('abort', abort, { once: true })
  let code = 0
  socket.once('close', (closed) => {
    code = closed
    signal.removeEventListener('abort', abort)
  })
  try {
    await Promise.race([refused, opened(socket)])
  } catch (error) {
    stream.destroy()
    signal.removeEventListener('abort', abort)
    signal.throwIfAborted()
    throw error
  }
  keepAlive(socket)
  return {
    messages: messagesOf(stream, () => {
      if (failure !== undefined) throw failure
      // 1005: closed without a word, which is good order, too.
      if (code !== 1000 && code !== 1005) throw new Error(`The connection broke (WebSocket ${code})`)
    }),
    send: (channel, data) => send(stream, channel, data),
    // Not the closing handshake alone: whoever does not answer it would keep the socket.
    close: () => stream.destroy(),
  }
}

function opened(socket: import('ws').WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
}

/** A node that has gone without a word (a laptop that slept, a paused engine) is noticed. Only while something may come in. */
function keepAlive(socket: import('ws').WebSocket): void {
  let isAnswered = true
  socket.on('pong', () => {
    isAnswered = true
  })
  const timer = setInterval(() => {
    if (socket.isPaused) {
      isAnswered = true
      return
    }
    if (!isAnswered) return socket.terminate()
    isAnswered = false
    socket.ping()
  }, pingMs)
  socket.once('close', () => clearInterval(timer))
}

async function* messagesOf(
  stream: Duplex,
  checkEnd: () => void,
): AsyncGenerator<{ channel: number; data: Buffer }, void, undefined> {
  try {
    for await (const message of stream) {
      const bytes = Buffer.isBuffer(message) ? message : Buffer.from(String(message))
      const [channel] = bytes
      if (channel !== undefined) yield { channel, data: bytes.subarray(1) }
    }
    checkEnd()
  } finally {
    stream.destroy()
  }
}

function send(stream: Duplex, channel: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) return resolve()
    const message = Buffer.allocUnsafe(data.length + 1)
    message[0] = channel
    message.set(data, 1)
    // The reader tells of an error.
    stream.write(message, () => resolve())
  })
}
