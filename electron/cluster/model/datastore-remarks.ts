import { type Problem, problem } from '#shared/problem.ts'

const flag = '--datastore-endpoint'

/** How an address of each looks. What it says of the user's own is nothing: there is a password in it. */
const forms = {
  postgres: 'postgres://USER:PASSWORD@HOST:5432/DATABASE',
  mysql: 'mysql://USER:PASSWORD@tcp(HOST:3306)/DATABASE',
  http: 'https://HOST:2379,https://HOST:2379',
} as const

/**
 * What can be said of a datastore's address before a node has seen it: kine (k3s' layer over databases) hands it to Go's drivers, and
 * k3s ends, or waits for minutes, where those cannot read it.
 */
export function datastoreRemark(value: string): { result: 'blocking' | 'warning'; problem: Problem } | undefined {
  const [, scheme, rest = ''] = /^([^:/]*):\/\/(.*)$/s.exec(value) ?? []
  if (scheme === undefined)
    return value === '' ? undefined : { result: 'blocking', problem: problem('flag.datastore_ignored', { flag }) }
  const kind = kinds[scheme]
  if (kind === undefined) return scheme === 'sqlite' ? undefined : untested(scheme)
  const hosts = hostsOf[kind](rest)
  if (hosts === undefined)
    return { result: 'blocking', problem: problem('flag.datastore_malformed', { flag, better: forms[kind] }) }
  const host = hosts.find(isNodeItself)
  if (host === undefined) return undefined
  return { result: 'warning', problem: problem('flag.datastore_in_node', { flag, host }) }
}

/** What k3s may know, or a later one, and is tried by nobody before it. */
const untested = (scheme: string) => {
  return { result: 'warning' as const, problem: problem('flag.datastore_untested', { flag, scheme }) }
}

const kinds: Readonly<Record<string, keyof typeof forms>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  http: 'http',
  https: 'http',
}

/** The hosts of an address without its scheme; undefined for one that the driver refuses. */
const hostsOf: Readonly<Record<keyof typeof forms, (rest: string) => string[] | undefined>> = {
  postgres: (rest) => {
    const authority = /^[^/?#]*/.exec(rest)?.[0] ?? ''
    const at = authority.lastIndexOf('@')
    if (/%(?![\da-f]{2})/i.test(authority)) return undefined
    return hostsIn(authority.slice(at + 1).split(','))
  },
  // go-sql-driver: [user[:password]@][net[(address)]]/database, cut at the last slash and the last @ before it.
  mysql: (rest) => {
    if (rest === '') return []
    const slash = rest.lastIndexOf('/')
    if (slash < 0) return undefined
    const net = rest.slice(rest.lastIndexOf('@', slash) + 1, slash)
    const [, protocol, address] = /^(\w*)(?:\(([^()]*)\))?$/.exec(net) ?? []
    if (protocol === undefined) return undefined
    return protocol.startsWith('tcp') && address ? hostsIn([address]) : protocol === 'unix' ? ['unix'] : []
  },
  http: (rest) => hostsIn(rest.split(',').map((each) => each.replace(/^https?:\/\//, '').replace(/\/.*$/s, ''))),
}

/** Of `host`, `host:port`, `[::1]:port`; undefined where a port is no number. */
function hostsIn(places: readonly string[]): string[] | undefined {
  const parsed = places.map((place) => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(place))
  return parsed.every((each) => each !== null) ? parsed.flatMap((each) => each?.[1] ?? []) : undefined
}

const isNodeItself = (host: string) => /^(unix|localhost|127(\.\d+){3}|\[::1\])$/i.test(host)
