// Small shared pieces of HTTP: answers in the shape of Kubernetes, request bodies, and the client that nodes use.
import { request } from 'node:https'

const REASONS = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'AlreadyExists',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  503: 'ServiceUnavailable',
}

export const failureStatus = (code, message, details) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: REASONS[code] ?? 'InternalError',
  ...(details ? { details } : {}),
  code,
})

export function sendJson(res, code, body) {
  const text = `${JSON.stringify(body)}\n`
  res.writeHead(code, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }).end(text)
}

export const sendFailure = (res, code, message, details) => sendJson(res, code, failureStatus(code, message, details))

export function sendText(res, code, text) {
  res
    .writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
    .end(text)
}

export async function readBody(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const TIMEOUT_MS = 10_000

/** How Go words a failed dial, so that log lines read like those of k3s. */
export function goError(error, host) {
  const [name, port] = host.split(':')
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return `dial tcp: lookup ${name} on 127.0.0.11:53: no such host`
  if (error.code === 'ECONNREFUSED') return `dial tcp ${error.address ?? name}:${port}: connect: connection refused`
  if (error.code === 'ETIMEDOUT') return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
  if (error.code === 'EHOSTUNREACH') return `dial tcp ${error.address ?? name}:${port}: connect: no route to host`
  return 'EOF'
}

/**
 * One request over TLS.
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: unknown, ca?: string, cert?: string, key?: string }} options
 *   without `ca` the server's certificate is not checked
 * @returns {Promise<{ code: number, text: string, json: any }>}
 */
export function httpsRequest(url, { method = 'GET', headers = {}, body, ca, cert, key } = {}) {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method,
        ca,
        cert,
        key,
        rejectUnauthorized: ca !== undefined,
        // A node reaches its servers through names and addresses that no certificate needs to carry.
        checkServerIdentity: () => undefined,
        timeout: TIMEOUT_MS,
        agent: false,
        headers: { ...(payload ? { 'Content-Type': 'application/json' } : {}), ...headers },
      },
      async (res) => {
        try {
          const text = (await readBody(res)).toString()
          const isJson = String(res.headers['content-type']).startsWith('application/json')
          resolve({ code: res.statusCode, text, json: isJson ? JSON.parse(text) : undefined })
        } catch (error) {
          reject(error)
        }
      },
    )
    req.on('timeout', () => req.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    req.on('error', reject)
    req.end(payload)
  })
}

export const basicAuth = (user, password) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
