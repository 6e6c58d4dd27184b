import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HttpProxy, ProxyChoice } from './node-proxy.ts'
import { FaultError, faultOf } from './registry-fault.ts'

/** Undefined where none is used. */
export function proxyAddress(proxy: ProxyChoice): string | undefined {
  if (!proxy) return undefined
  if ('unsupported' in proxy) return proxy.unsupported
  return `${proxy.hostname.includes(':') ? `[${proxy.hostname}]` : proxy.hostname}:${proxy.port}`
}

/** Fails for a proxy of a kind that nobody here speaks. */
export function usableProxy(proxy: ProxyChoice): HttpProxy | undefined {
  if (proxy && 'unsupported' in proxy) throw new FaultError({ kind: 'proxy_unsupported', detail: proxy.unsupported })
  return proxy
}

/** What a proxy wants to be told besides. */
export const proxyHeaders = ({ authorization }: HttpProxy): Readonly<Record<string, string>> =>
  authorization === undefined ? {} : { 'proxy-authorization': authorization }

/** Turns a connection to a proxy into one to the host behind it, as what is encrypted needs. */
export function tunnelThrough(gate: Duplex, proxy: HttpProxy, target: string): Promise<Duplex> {
  const refused = (detail: string) => new FaultError({ kind: 'proxy_refused', detail })
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => {
      const { isUnconnected, detail } = faultOf(error)
      reject(isUnconnected ? error : refused(detail))
    }
    const asked = request({
      createConnection: () => gate,
      method: 'CONNECT',
      path: target,
      headers: { host: target, 'user-agent': 'sampan', ...proxyHeaders(proxy) },
    })
    gate.once('error', failed)
    asked.once('error', failed)
    asked.once('connect', ({ statusCode = 0, statusMessage = '' }, _, head) => {
      gate.off('error', failed)
      if (statusCode === 407) return reject(new FaultError({ kind: 'proxy_login', detail: `407 ${statusMessage}` }))
      if (statusCode < 200 || statusCode > 299) return reject(refused(`${statusCode} ${statusMessage}`.trim()))
      if (head.length > 0) gate.unshift(head)
      resolve(gate)
    })
    asked.end()
  })
}

/** A fault on the way to a proxy is the proxy's, and not that of whoever is behind it. */
export function faultWithProxy(error: unknown, proxy: HttpProxy): unknown {
  const { isUnconnected, detail } = faultOf(error)
  if (!isUnconnected) return error
  return new FaultError({ kind: 'proxy_unreachable', detail: `${proxyAddress(proxy)}: ${detail}`, isUnconnected })
}
