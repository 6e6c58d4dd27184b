import { BlockList, isIP } from 'node:net'

/** Where a request goes instead of to its host. */
export interface HttpProxy {
  readonly hostname: string
  readonly port: number
  readonly isSecure: boolean
  /** The value of Proxy-Authorization. */
  readonly authorization?: string
}

/** No proxy, one that is used, or one whose kind nobody here speaks. */
export type ProxyChoice = HttpProxy | { readonly unsupported: string } | undefined
export type ChooseProxy = (url: URL) => ProxyChoice

const containerdPrefix = 'CONTAINERD_'

/**
 * The proxy that containerd takes for a request, from the variables of its node: as Go reads them (golang.org/x/net/http/httpproxy), and
 * those that begin with CONTAINERD_ before the others (k3s, pkg/agent/containerd).
 */
export function proxiesOf(env: Readonly<Record<string, string>>): ChooseProxy {
  const value = (name: string) => env[`${containerdPrefix}${name}`] ?? env[name]
  const either = (name: string) => value(name) || value(name.toLowerCase()) || ''
  const isExcepted = exceptions(either('NO_PROXY'))
  return (url) => {
    const proxy = either(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY').trim()
    return proxy === '' || isExcepted(url) ? undefined : parsed(proxy)
  }
}

function parsed(text: string): ProxyChoice {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  // Go does without a proxy that it cannot read.
  if (!URL.canParse(written)) return undefined
  const { protocol, hostname, port, username, password } = new URL(written)
  if (protocol !== 'http:' && protocol !== 'https:') return { unsupported: `${protocol}//${hostname}` }
  const isSecure = protocol === 'https:'
  const login = `${decoded(username)}:${decoded(password)}`
  return {
    hostname: bare(hostname),
    port: Number(port || (isSecure ? 443 : 80)),
    isSecure,
    ...(login === ':' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** Whoever these are is asked directly. This machine always is. */
function exceptions(list: string): (url: URL) => boolean {
  const entries = list
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
  const matchers = entries.flatMap((entry) => matcher(entry) ?? [])
  return (url) => {
    const host = bare(url.hostname).toLowerCase()
    const port = url.port || (url.protocol === 'https:' ? '443' : '80')
    const isThisMachine = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
    return isThisMachine || entries.includes('*') || matchers.some((matches) => matches(host, port))
  }
}

type Matcher = (host: string, port: string) => boolean

function matcher(entry: string): Matcher | undefined {
  const range = rangeMatcher(entry)
  if (range) return range
  const isPlain = isIP(entry) !== 0
  const [, name = entry, port = ''] = isPlain ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? [])
  const host = bare(name).replace(/^\*(?=\.)/, '')
  if (host === '') return undefined
  const isAtPort: Matcher = (_, asked) => port === '' || port === asked
  if (isIP(host) !== 0) return (asked, at) => asked === host && isAtPort(asked, at)
  const suffix = host.startsWith('.') ? host : `.${host}`
  return (asked, at) => (asked.endsWith(suffix) || asked === host) && isAtPort(asked, at)
}

function rangeMatcher(entry: string): Matcher | undefined {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d+)$/.exec(entry) ?? []
  const version = isIP(address)
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return undefined
  const range = new BlockList()
  range.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  return (host) => isIP(host) === version && range.check(host, version === 4 ? 'ipv4' : 'ipv6')
}
