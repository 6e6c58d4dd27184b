/** Where containerd really asks for what an endpoint says. */
export interface EndpointAddress {
  /** With the scheme that k3s takes it for, and the host as it is written. */
  readonly url: string
  readonly scheme: string
  /** With the port where it names one: what credentials are looked up by. */
  readonly host: string
  /** Docker Hub goes by its name: what certificates are looked up by. */
  readonly registry: string
  readonly hostname: string
  readonly path: string
  /** The path stands for all of `/v2`. */
  readonly overridesPath: boolean
}

const hubHost = 'registry-1.docker.io'

/** Undefined for what k3s does not take for an address (k3s.md 6.2; read back from v1.36.3). */
export function endpointAddress(endpoint: string): EndpointAddress | undefined {
  const [, givenScheme = '', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(.*)$/s.exec(endpoint) ?? []
  const [, authority = '', tail = ''] = /^([^/?#]*)(.*)$/s.exec(rest) ?? []
  const given = authority.replace(/^.*@/s, '')
  if (!isHost(given) || /[\s\p{Cc}]/u.test(endpoint)) return undefined
  const { hostname, port } = hostParts(given)
  const isPlain = isLocalhost(hostname) && port !== '' && port !== '443'
  const scheme = (givenScheme || (isPlain ? 'http' : 'https')).toLowerCase()
  const host = given === 'docker.io' ? hubHost : given
  const [, path = '', query = ''] = /^([^?#]*)(.*)$/s.exec(tail) ?? []
  const overridesPath = !['', '/', '/v2'].includes(path)
  const login = authority.slice(0, authority.length - given.length)
  return {
    url: `${scheme}://${login}${host}${overridesPath ? path : '/v2'}${query}`,
    scheme,
    host,
    registry: host === hubHost ? 'docker.io' : given,
    hostname,
    path,
    overridesPath,
  }
}

/** The address of a registry itself, which is asked last. */
export function defaultAddress(registry: string): string {
  return `https://${registry === 'docker.io' ? hubHost : registry}/v2`
}

export const isLocalhost = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname)

export function hostParts(host: string): { hostname: string; port: string } {
  const [, hostname = host, port = ''] = /^(\[[^\]]*\]|.*?)(?::(\d*))?$/s.exec(host) ?? []
  return { hostname, port }
}

/** Go's URLs: an IPv6 address has brackets, a port is a number. */
function isHost(host: string): boolean {
  if (host === '') return false
  if (host.startsWith('[')) return /^\[[0-9a-fA-F:.%]+\](:\d*)?$/.test(host)
  return /^[^\s:/\\?#[\]@<>"^`{|}]+(:\d*)?$/.test(host)
}
