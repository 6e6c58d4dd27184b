import { ProblemError, problem } from '#shared/problem.ts'

/** How to reach a Docker Engine. */
export type DockerConnection =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsMaterial }

export interface TlsMaterial {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly isVerified: boolean
}

/** Docker's own default ports: 2375 plain, 2376 with TLS. */
const plainPort = 2375
const tlsPort = 2376

/**
 * Understands the addresses of `DOCKER_HOST` and of docker contexts. `ssh://` is refused: the clusters' ports would be published on
 * a machine that `127.0.0.1` here does not mean.
 */
export function parseAddress(address: string, tls?: TlsMaterial): DockerConnection {
  const socket = /^(unix|npipe):\/\/(.+)$/.exec(address)
  // Windows takes a pipe with forward slashes, which is also how Docker writes it: npipe:////./pipe/docker_engine
  if (socket?.[2]) return { kind: 'socket', path: socket[2] }
  const url = /^(tcp|https?):\/\//.test(address) ? parseUrl(address) : undefined
  if (!url) {
    if (address.startsWith('ssh:')) throw new ProblemError(problem('docker.remote', { engine: address }))
    throw new ProblemError(problem('docker.address_invalid', { endpoint: address }))
  }
  const material = tls ?? (url.protocol === 'https:' ? { isVerified: true } : undefined)
  return {
    kind: 'tcp',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (material ? tlsPort : plainPort),
    ...(material ? { tls: material } : {}),
  }
}

/**
 * Whether ports that the engine publishes are this machine's. A socket may lead into a virtual machine (Docker Desktop, colima), but
 * all of those forward their ports here.
 */
export function isOnThisMachine(connection: DockerConnection): boolean {
  return connection.kind === 'socket' || /^(localhost|127(\.\d+){3}|::1)$/.test(connection.host)
}

/** As http, because URL reads host and port only of schemes that it knows. */
function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address.replace(/^tcp:/, 'http:'))
  } catch {
    return undefined
  }
}

/** The address as people write it, and the endpoint's identity between two starts. */
export function addressOf(connection: DockerConnection): string {
  if (connection.kind === 'tcp') return `tcp://${connection.host}:${connection.port}`
  return /^[\\/]{2}\.[\\/]pipe/.test(connection.path) ? `npipe://${connection.path}` : `unix://${connection.path}`
}
