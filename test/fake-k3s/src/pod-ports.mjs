// What answers at a pod's ports: no program runs in it, so that every TCP port that it lists has the same small HTTP server.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { Duplex } from 'node:stream'

const DATA = 0
const ERROR = 1
/** containerd waits so long for the other direction when one has ended. */
const GRACE_MS = 1000
const CHUNK = 32 * 1024

/**
 * `GET /` names the pod; `GET /bytes?count=N` sends N bytes whose end only the closed connection tells; `POST /sum` answers with the
 * SHA-256 of what it was sent.
 */
function answer(pod, req, res) {
  const url = new URL(req.url, 'http://pod')
  if (url.pathname === '/sum') {
    const hash = createHash('sha256')
    req.on('data', (chunk) => hash.update(chunk))
    req.on('end', () => res.end(`${hash.digest('hex')}\n`))
    return
  }
  if (url.pathname === '/bytes') {
    const count = Number(url.searchParams.get('count'))
    res.removeHeader('Transfer-Encoding')
    res.useChunkedEncodingByDefault = false
    res.writeHead(200, { 'Content-Type': 'application/octet-stream', Connection: 'close' })
    return void sendBytes(res, count)
  }
  res.writeHead(200, { 'Content-Type': 'text/plain' })
  res.end(`${pod.metadata.name}\n`)
}

async function sendBytes(res, count) {
  for (let sent = 0; sent < count && !res.destroyed; sent += CHUNK) {
    const size = Math.min(CHUNK, count - sent)
    if (!res.write(patternAt(sent, size)))
      await new Promise((resolve) => res.once('drain', resolve).once('close', resolve))
  }
  res.end()
}

/** Bytes that tell where they belong. */
function patternAt(offset, size) {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE((offset + at) >>> 0, at)
  return bytes
}

export async function forwardPort({ store, pod, port, ws }) {
  const number = Buffer.alloc(2)
  number.writeUInt16LE(port)
  const send = (channel, data) => ws.send(Buffer.concat([Buffer.from([channel]), data]))
  await send(DATA, number)
  await send(ERROR, number)
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? [])
  if (!ports.some((each) => each.containerPort === port && (each.protocol ?? 'TCP') === 'TCP')) {
    const dial = (kind) =>
      `dial ${kind} ${kind === 'tcp4' ? '127.0.0.1' : '[::1]'}:${port}: connect: connection refused`
    const reason = `failed to connect to localhost:${port} inside namespace "${pod.metadata.uid}", IPv4: ${dial('tcp4')} IPv6 ${dial('tcp6')}`
    const words = `error forwarding port ${port} to pod ${pod.metadata.uid}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${pod.metadata.uid}": ${reason}`
    await send(ERROR, Buffer.from(words))
    return ws.close()
  }
  const server = createServer((req, res) => answer(pod, req, res))
  const socket = new Duplex({
    allowHalfOpen: true,
    read: () => undefined,
    write: (chunk, _encoding, done) => void send(DATA, chunk).then(() => done(), done),
    // The program has closed its end.
    final: (done) => {
      done()
      setTimeout(() => ws.close(), GRACE_MS)
    },
  })
  socket.on('error', () => undefined)
  const unsubscribe = store.subscribe(({ type, key, object }) => {
    if (type !== 'DELETED' || key !== 'v1/pods' || object.metadata.uid !== pod.metadata.uid) return
    socket.destroy()
    ws.close()
  })
  ws.onClose(() => {
    unsubscribe()
    socket.destroy()
    server.close()
  })
  server.emit('connection', socket)
  for await (const message of ws.messages()) {
    if (message[0] !== DATA || socket.destroyed) continue
    if (!socket.push(message.subarray(1))) await drained(socket)
  }
  ws.close()
}

/** `push` said that enough is there: more is taken once it was read. */
function drained(socket) {
  return new Promise((resolve) => {
    socket._read = () => {
      socket._read = () => undefined
      resolve()
    }
    socket.once('close', resolve)
  })
}
