// exec and port-forward of pods over the API server's WebSocket channels (v4.channel.k8s.io), as recorded of k3s v1.36.3.
import { failureStatus } from './http.mjs'
import { runInPod } from './pod-exec.mjs'
import { forwardPort } from './pod-ports.mjs'
import { acceptWebSocket } from './websocket.mjs'

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|portforward)$/

export const isPodStream = (path) => PATH.test(path)

/** Answers an upgrade; refuses it with a Status as the API server does. */
export function servePodStream({ store, req, socket, head }) {
  socket.on('error', () => socket.destroy())
  const url = new URL(req.url, 'https://localhost')
  const [, namespace, name, verb] = PATH.exec(url.pathname)
  const pod = store.get('v1/pods', name, namespace)
  if (!pod) return refuse(socket, 404, `pods "${name}" not found`, { name, kind: 'pods' })
  if (!pod.spec.nodeName) return refuse(socket, 400, `pod ${name} does not have a host assigned`)
  const offered = String(req.headers['sec-websocket-protocol'] ?? '').split(/,\s*/)
  const protocol = ['v5.channel.k8s.io', 'v4.channel.k8s.io'].find(
    (one) => offered.includes(one) && (verb === 'exec' || one[1] === '4'),
  )
  if (!protocol) return refuse(socket, 400, 'unable to upgrade: no supported subprotocol')
  if (verb === 'portforward') {
    const port = Number(url.searchParams.get('ports'))
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      return refuse(socket, 400, 'query parameter "port" is required')
    return void forwardPort({ store, pod, port, ws: acceptWebSocket(req, socket, head, protocol) })
  }
  const container = url.searchParams.get('container') ?? pod.spec.containers[0].name
  const spec = pod.spec.containers.find((each) => each.name === container)
  if (!spec) return refuse(socket, 400, `container ${container} is not valid for pod ${name}`)
  const status = pod.status?.containerStatuses?.find((each) => each.name === container)
  if (!status?.state?.running)
    return refuse(socket, 500, `unable to upgrade connection: container not found ("${container}")`)
  const command = url.searchParams.getAll('command')
  const hasTerminal = url.searchParams.get('tty') === 'true'
  runInPod({ store, pod, image: spec.image, command, hasTerminal, ws: acceptWebSocket(req, socket, head, protocol) })
}

function refuse(socket, code, message, details) {
  const body = `${JSON.stringify(failureStatus(code, message, details))}\n`
  socket.end(
    `HTTP/1.1 ${code} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
