/** A database's address as k3s' drivers read it. What they cannot read has been said before (`datastoreRemark`). */
export interface SqlEndpoint {
  readonly kind: 'postgres' | 'mysql'
  readonly hosts: readonly Place[]
  readonly user: string
  readonly password: string
  readonly database: string
  /** Of PostgreSQL, its `sslmode`; of MySQL, its `tls`. */
  readonly encryption: string
}

export interface Place {
  readonly host: string
  readonly port: number
}

export type Endpoint =
  | SqlEndpoint
  /** `isPlain`: anybody can talk to it without a certificate. */
  | { readonly kind: 'etcd'; readonly hosts: readonly Place[]; readonly isPlain: boolean }
  /** In a file or a socket of the node, where there is no database. */
  | { readonly kind: 'inNode' }
  /** Nothing that could be asked. */
  | { readonly kind: 'other' }

export function parseEndpoint(endpoint: string): Endpoint {
  const [, scheme = '', rest = ''] = /^([^:/]*):\/\/(.*)$/s.exec(endpoint) ?? []
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return postgres(rest)
    case 'mysql':
      return mysql(rest)
    case 'http':
    case 'https': {
      const hosts = rest.split(',').map((each) => placeOf(each.replace(/^https?:\/\//, '').replace(/\/.*$/s, ''), 2379))
      return { kind: 'etcd', hosts, isPlain: scheme === 'http' }
    }
    default:
      return { kind: 'other' }
  }
}

/** A URL: what is not encoded ends at the last @ of what comes before the path. */
function postgres(rest: string): SqlEndpoint {
  const [authority = ''] = /^[^/?#]*/.exec(rest) ?? []
  const [, path = '', query = ''] = /^(?:\/([^?#]*))?(?:\?([^#]*))?/s.exec(rest.slice(authority.length)) ?? []
  const at = authority.lastIndexOf('@')
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(authority.slice(0, Math.max(at, 0))) ?? []
  const parameters = new URLSearchParams(query)
  return {
    kind: 'postgres',
    hosts: authority
      .slice(at + 1)
      .split(',')
      .map((host) => placeOf(host, 5432)),
    user: decoded(user) || parameters.get('user') || 'postgres',
    password: decoded(password) || parameters.get('password') || '',
    database: decoded(path) || 'kubernetes',
    encryption: parameters.get('sslmode') ?? 'prefer',
  }
}

/** go-sql-driver's form: `[user[:password]@][net[(address)]]/database[?parameters]`, in which nothing before the last slash is encoded. */
function mysql(rest: string): Endpoint {
  const slash = rest.lastIndexOf('/')
  const [left, right] = [rest.slice(0, Math.max(slash, 0)), rest.slice(slash + 1)]
  const [, database = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(right) ?? []
  const at = left.lastIndexOf('@')
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(left.slice(0, Math.max(at, 0))) ?? []
  const [, net = '', address = ''] = /^(\w*)(?:\(([^()]*)\))?$/.exec(left.slice(at + 1)) ?? []
  if (net === 'unix' || rest === '') return { kind: 'inNode' }
  const encryption = new URLSearchParams(query).get('tls') ?? 'false'
  const hosts = [placeOf(address || '127.0.0.1', 3306)]
  return { kind: 'mysql', hosts, user, password, database: decoded(database) || 'kubernetes', encryption }
}

function placeOf(text: string, usualPort: number): Place {
  const [, host = text, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? []
  return { host: host.replace(/^\[|\]$/g, '') || 'localhost', port: port ? Number(port) : usualPort }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
