import { ProblemError, problem } from '#shared/problem.ts'
import type { Endpoint, Place, SqlEndpoint } from './endpoint.ts'

/** What a database said. `hasCluster`: a cluster keeps its state in it. */
export interface DatabaseAnswer {
  readonly hasCluster: boolean
}

export const words = ({ host, port }: Place): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

export function withoutPassword(text: string, endpoint: Endpoint): string {
  const secret = 'password' in endpoint ? endpoint.password : ''
  return secret === '' ? text : text.replaceAll(secret, '********')
}

/** Translates a server's refusal into a Problem. */
export function refusal(
  code: 'datastore.denied' | 'datastore.no_create' | 'datastore.no_database' | 'datastore.encryption',
  { endpoint, place, said }: { endpoint: SqlEndpoint; place: Place; said: string },
): ProblemError {
  const { user, database } = endpoint
  const options = { detail: withoutPassword(said, endpoint) }
  switch (code) {
    case 'datastore.denied':
      return new ProblemError(problem(code, { user, place: words(place) }, options))
    case 'datastore.encryption':
      return new ProblemError(problem(code, { mode: endpoint.encryption, place: words(place) }, options))
    default:
      return new ProblemError(problem(code, { user, database, place: words(place) }, options))
  }
}

/** Fails for a version that k3s is not tested with any more. */
export function refuseOld(name: string, version: string, least: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    throw new ProblemError(problem('datastore.too_old', { name, version, least }))
}
