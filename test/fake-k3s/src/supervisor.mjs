// Port 6443: the supervisor's own endpoints for nodes, and the gate before the Kubernetes API behind it.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join, normalize } from 'node:path'
import { failureStatus, sendFailure, sendJson, sendText } from './http.mjs'
import { error, info } from './log.mjs'
import { verifyNodePassword } from './node-password.mjs'
import { issue } from './pki.mjs'
import { isPodStream, servePodStream } from './pod-streams.mjs'

const peer = (req) => `${req.socket.remoteAddress?.replace('::ffff:', '')}:${req.socket.remotePort}`

function certificateUser(socket) {
  if (!socket.authorized) return undefined
  const { CN, O } = socket.getPeerCertificate().subject ?? {}
  return CN && { name: CN, groups: O ? [O].flat() : [] }
}

function basicUser(req, passwords) {
  const [, encoded] = /^Basic (.+)$/.exec(req.headers.authorization ?? '') ?? []
  if (!encoded) return undefined
  const [name, ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  const isRight = passwords[name]?.includes(rest.join(':')) === true
  return { name, isRight }
}

/**
 * @param {{ pki: any, serving: {cert: string, key: string}, port: number, bindAddress?: string, passwords: Record<string, string[]>,
 *   store: any, version: any, state: { isApiReady: boolean, isCoreReady: boolean, hangs: boolean }, staticDir: string, api: Function,
 *   cluster: any, config: object, addresses: () => string[] }} options
 */
export function startSupervisor(options) {
  const { pki, serving, passwords, store, version, state, api, cluster } = options
  const tunnels = new Set()

  function refuse(req, res, code, message, logged = message) {
    error(`Sending HTTP/1.1 ${code} response to ${peer(req)}: ${logged}`)
    sendFailure(res, code, message)
  }

  /** True when the request carries the credentials of the role; answers it otherwise. */
  function isAllowed(req, res, role) {
    const certificate = certificateUser(req.socket)
    if (certificate && (role === 'node' || certificate.groups.includes('system:masters'))) return true
    const basic = basicUser(req, passwords)
    if (basic && !basic.isRight) {
      error(`Failed to authenticate request from ${peer(req)}: invalid username/password combination`)
      refuse(req, res, 401, 'not authorized')
      return false
    }
    if (basic && (role === 'node' || basic.name === 'server')) return true
    refuse(req, res, 403, 'forbidden')
    return false
  }

  async function nodeCertificate(req, res, isServing) {
    const name = req.headers['k3s-node-name']
    const password = req.headers['k3s-node-password']
    if (!name || !password) return refuse(req, res, 400, 'node name not set')
    if (!state.isCoreReady) return refuse(req, res, 503, 'runtime core not ready')
    // The leader keeps the secrets; a follower asks it.
    if (!cluster.isLeader()) return cluster.forward(req, res)
    if (!(await verifyNodePassword(store, version, name, password))) {
      const reason = `unable to verify password for node ${name}: hash does not match`
      return refuse(req, res, 403, reason)
    }
    const sans = [
      name,
      'localhost',
      '127.0.0.1',
      ...String(req.headers['k3s-node-ip'] ?? '')
        .split(',')
        .filter(Boolean),
    ]
    const pair = isServing
      ? issue(pki.serverCa, { cn: name, sans, usages: ['serverAuth'] })
      : issue(pki.clientCa, { cn: `system:node:${name}`, o: ['system:nodes'], usages: ['clientAuth'] })
    sendText(res, 200, `${pair.cert}${isServing ? pki.serverCa.cert : pki.clientCa.cert}${pair.key}`)
  }

  async function supervisorPath(req, res, path) {
    if (path.startsWith('/v1-k3s/server-bootstrap')) return isAllowed(req, res, 'server') && cluster.bootstrap(req, res)
    if (path.startsWith('/v1-k3s/cluster/')) return isAllowed(req, res, 'server') && cluster.handle(req, res, path)
    if (!isAllowed(req, res, 'node')) return
    switch (path) {
      case '/v1-k3s/readyz':
        // The path is some versions younger than v1.21.
        if (version.minor < 23) return sendText(res, 404, '404 page not found\n')
        return state.isCoreReady ? sendText(res, 200, 'ok') : refuse(req, res, 503, 'runtime core not ready')
      case '/v1-k3s/config':
        return sendJson(res, 200, options.config)
      case '/v1-k3s/apiservers':
        return sendJson(res, 200, options.addresses())
      case '/v1-k3s/client-ca.crt':
        return sendText(res, 200, pki.clientCa.cert)
      case '/v1-k3s/server-ca.crt':
        return sendText(res, 200, pki.serverCa.cert)
      case '/v1-k3s/serving-kubelet.crt':
        return nodeCertificate(req, res, true)
      case '/v1-k3s/client-kubelet.crt':
        return nodeCertificate(req, res, false)
      case '/v1-k3s/client-kube-proxy.crt':
      case '/v1-k3s/client-k3s-controller.crt': {
        const cn = path.includes('proxy') ? 'system:kube-proxy' : 'system:k3s-controller'
        const pair = issue(pki.clientCa, { cn, usages: ['clientAuth'] })
        return sendText(res, 200, pair.cert + pair.key)
      }
      default:
        return sendText(res, 404, '404 page not found\n')
    }
  }

  async function handle(req, res) {
    const url = new URL(req.url, 'https://localhost')
    const path = url.pathname
    if (state.hangs) return
    if (path === '/ping') return sendText(res, 200, 'pong')
    if (path === '/cacerts') return sendText(res, 200, pki.serverCa.cert)
    if (path.startsWith('/static/')) {
      try {
        return res.end(readFileSync(join(options.staticDir, normalize(path.slice('/static'.length)))))
      } catch {
        return sendText(res, 404, '404 page not found\n')
      }
    }
    if (path.startsWith('/v1-k3s/')) return supervisorPath(req, res, path)
    if (path.startsWith('/db/')) {
      if (!isAllowed(req, res, 'server')) return
      return cluster.isEtcd ? cluster.database(req, res, path) : refuse(req, res, 400, 'etcd datastore disabled')
    }
    if (!state.isApiReady) return sendFailure(res, 503, 'apiserver not ready')
    const user = certificateUser(req.socket) ?? basicUser(req, { server: passwords.server })
    if (!user || user.isRight === false) return sendFailure(res, 401, 'Unauthorized')
    const isWrite = req.method !== 'GET' && req.method !== 'HEAD'
    if (isWrite && !cluster.isLeader()) return cluster.forward(req, res)
    await api(req, res, url)
  }

  const server = createServer(
    { ...serving, ca: pki.clientCa.cert, requestCert: true, rejectUnauthorized: false },
    async (req, res) => {
      try {
        await handle(req, res)
      } catch (failure) {
        if (res.headersSent) res.destroy()
        else sendJson(res, 500, failureStatus(500, failure.message))
      }
    },
  )
  // The channels of a pod; else the tunnel of an agent: a websocket by its handshake, then silence until one side goes.
  server.on('upgrade', (req, socket, head) => {
    if (isPodStream(req.url.split('?')[0]) && state.isApiReady) {
      if (!certificateUser(req.socket)) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
      tunnels.add(socket)
      socket.on('close', () => tunnels.delete(socket))
      return servePodStream({ store, req, socket, head })
    }
    const name = certificateUser(req.socket)?.name.replace('system:node:', '')
    if (!name) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    socket.on('error', () => socket.destroy())
    if (!state.isApiReady) return socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
    info(`Handling backend connection request [${name}]`)
    tunnels.add(socket)
    socket.on('close', () => tunnels.delete(socket))
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
  })
  server.on('tlsClientError', (failure, socket) => {
    if (/alert/.test(failure.code ?? '')) {
      info(
        `Cluster-Http-Server http: TLS handshake error from ${socket.remoteAddress}:${socket.remotePort}: remote error: tls: bad certificate`,
      )
    }
  })
  server.on('clientError', (_failure, socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen({ port: options.port, host: options.bindAddress ?? '::' }, () =>
      resolve({
        replaceCertificate: (pair) => server.setSecureContext({ ...pair, ca: pki.clientCa.cert }),
        close: () => {
          for (const tunnel of tunnels) tunnel.destroy()
          server.close()
          server.closeAllConnections()
        },
      }),
    )
  })
}
