// The server's side of a WebSocket (RFC 6455), as far as the API server's channels need it: binary messages, ping, close.
import { createHash } from 'node:crypto'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0x0, 0x1, 0x2, 0x8, 0x9, 0xa]

/**
 * Answers the handshake. The messages are to be read one by one: the client is not read any further meanwhile.
 * @param {import('node:http').IncomingMessage} req
 * @param {import('node:stream').Duplex} socket
 * @param {Buffer} head
 */
export function acceptWebSocket(req, socket, head, protocol) {
  const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}${GUID}`).digest('base64')
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
  )
  if (head.length > 0) socket.unshift(head)
  socket.on('error', () => socket.destroy())
  let isClosed = false

  function frame(opcode, data) {
    const { length } = data
    const header = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10)
    header[0] = 0x80 | opcode
    header[1] = length < 126 ? length : length < 65536 ? 126 : 127
    if (length >= 126 && length < 65536) header.writeUInt16BE(length, 2)
    else if (length >= 65536) header.writeBigUInt64BE(BigInt(length), 2)
    return Buffer.concat([header, data])
  }

  /** Resolves when there is room for more. */
  function send(data, opcode = BINARY) {
    if (isClosed || socket.destroyed) return Promise.resolve()
    return new Promise((resolve) => socket.write(frame(opcode, data), () => resolve()))
  }

  return {
    send,
    /** As the kubelet does it: a close frame, then the end of the connection. */
    close(code = 1000) {
      if (isClosed) return
      const reason = Buffer.alloc(2)
      reason.writeUInt16BE(code)
      void send(reason, CLOSE)
      isClosed = true
      socket.end()
    },
    destroy: () => socket.destroy(),
    onClose: (listener) => socket.once('close', listener),
    /** Every message of the client until it closes. */
    async *messages() {
      let parts = []
      try {
        for await (const { isFinal, opcode, data } of framesOf(socket)) {
          if (opcode === CLOSE) return
          if (opcode === PING) await send(data, PONG)
          if (opcode !== CONTINUATION && opcode !== TEXT && opcode !== BINARY) continue
          parts.push(data)
          if (!isFinal) continue
          const message = Buffer.concat(parts)
          parts = []
          if (message.length > 0) yield message
        }
      } catch {
        // The client has gone without a word.
      }
    },
  }
}

async function* framesOf(socket) {
  let rest = Buffer.alloc(0)
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const found = frameIn(rest)
      if (!found) break
      rest = rest.subarray(found.end)
      yield found
    }
  }
}

function frameIn(bytes) {
  if (bytes.length < 2) return undefined
  const short = bytes[1] & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const begin = 2 + lengthBytes + 4
  if (bytes.length < begin) return undefined
  const length =
    lengthBytes === 2 ? bytes.readUInt16BE(2) : lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < begin + length) return undefined
  const mask = bytes.subarray(begin - 4, begin)
  const data = Buffer.from(bytes.subarray(begin, begin + length))
  for (let index = 0; index < data.length; index += 1) data[index] ^= mask[index & 3]
  return { isFinal: (bytes[0] & 0x80) !== 0, opcode: bytes[0] & 0x0f, data, end: begin + length }
}
