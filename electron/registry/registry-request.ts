import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls'
import { certificateFault } from './certificate-fault.ts'
import { hostParts } from './endpoint-address.ts'
import type { ProxyChoice } from './node-proxy.ts'
import { faultWithProxy, proxyHeaders, tunnelThrough, usableProxy } from './proxy-tunnel.ts'
import type { Reach } from './reach.ts'
import { FaultError } from './registry-fault.ts'

export interface TlsSettings {
  /** Whom the place that asks trusts. Undefined: whom this program does. */
  readonly roots?: string | undefined
  /** Trusted besides. */
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly skipVerify: boolean
}

export interface RegistryAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface Connecting {
  readonly reach: Reach
  /** Instead of the host itself. */
  readonly proxy: ProxyChoice
  readonly tls: TlsSettings
  readonly signal: AbortSignal
  /** Told when a connection stands, and when it is encrypted. */
  readonly onHop: (hop: 'connect' | 'tls') => void
}

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** As much of an answer as anybody looks at. */
const enoughBytes = 256 * 1024

/** One request over a connection of its own. Fails with what kept it from being answered. */
export async function askRegistry(
  url: URL,
  asked: Asked,
  { reach, proxy: chosen, tls, signal, onHop }: Connecting,
): Promise<RegistryAnswer> {
  const isSecure = url.protocol === 'https:'
  const host = hostParts(url.host).hostname
  const hostname = host.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isSecure ? 443 : 80))
  const proxy = usableProxy(chosen)
  const explained = (error: unknown) => {
    throw proxy ? faultWithProxy(error, proxy) : error
  }
  const raw = await reach(proxy ?? { hostname, port }, signal).catch(explained)
  const cut = () => raw.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  signal.addEventListener('abort', cut, { once: true })
  // The error reaches the caller through the pending response.
  raw.on('error', () => undefined)
  try {
    const { roots } = tls
    const gate = proxy?.isSecure ? await secured(raw, proxy.hostname, { roots, skipVerify: false }) : raw
    const direct = proxy && isSecure ? await tunnelThrough(gate, proxy, `${host}:${port}`) : gate
    onHop('connect')
    const socket = isSecure ? await secured(direct, hostname, tls) : direct
    if (isSecure) onHop('tls')
    const sent = proxy && !isSecure ? { ...asked, headers: { ...proxyHeaders(proxy), ...asked.headers } } : asked
    return await exchanged(socket, { url, isForProxy: proxy !== undefined && !isSecure }, sent)
  } catch (error) {
    return explained(error)
  } finally {
    signal.removeEventListener('abort', cut)
    raw.destroy()
  }
}

function secured(raw: Duplex, hostname: string, { roots, ca, cert, key, skipVerify }: TlsSettings): Promise<TLSSocket> {
  const isName = !/^[\d.]+$|:/.test(hostname)
  const trusted =
    roots === undefined && ca === undefined ? undefined : [...(roots ? [roots] : rootCertificates), ca ?? '']
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      socket: raw,
      host: hostname,
      ...(isName ? { servername: hostname } : {}),
      ...(trusted ? { ca: trusted.filter((each) => each !== '') } : {}),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
      // It is looked at once it is there: what it says belongs to the answer.
      rejectUnauthorized: false,
    })
    raw.once('error', reject)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('The connection was closed')))
    socket.once('secureConnect', () => {
      const code = socket.authorized ? undefined : String(socket.authorizationError)
      const fault = skipVerify ? undefined : certificateFault(socket.getPeerX509Certificate(), code)
      if (fault) reject(new FaultError(fault))
      else resolve(socket)
    })
  })
}

/** A proxy is told the whole address. */
function exchanged(
  socket: Duplex,
  { url, isForProxy }: { readonly url: URL; readonly isForProxy: boolean },
  { method, headers, body }: Asked,
): Promise<RegistryAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      method,
      path: `${isForProxy ? url.origin : ''}${url.pathname}${url.search}`,
      headers: { host: url.host, connection: 'close', 'user-agent': 'sampan', ...headers },
    })
    socket.once('error', reject)
    sent.once('error', reject)
    sent.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const done = () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes >= enoughBytes) done()
      })
      response.once('end', done)
      response.once('error', reject)
    })
    sent.end(body)
  })
}
