import type { Duplex } from 'node:stream'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { within } from '../async/scope.ts'
import { askEtcd } from './ask-etcd.ts'
import { askMysql } from './ask-mysql.ts'
import { askPostgres } from './ask-postgres.ts'
import { type DatabaseAnswer, withoutPassword, words } from './database-refusals.ts'
import { type Endpoint, type Place, parseEndpoint } from './endpoint.ts'

/** How a database is reached from where the servers will be. */
export interface WayToDatabase {
  /** Why nobody gets through to a place. */
  check(place: Place, signal: AbortSignal): Promise<Problem | undefined>
  open(place: Place, signal: AbortSignal): Promise<Duplex>
}

export type AskDatabase = (
  endpoint: string,
  way: WayToDatabase,
  signal: AbortSignal,
) => Promise<DatabaseAnswer | undefined>

/** For one place, milliseconds: connecting, logging in and the questions. */
const patienceMs = 10_000

/**
 * Whether k3s could keep its state in a database: it is reached, lets the user in, has the database or lets it be made, lets tables be made,
 * and is not too old. Fails with a `datastore.*` Problem, in which there is no password. Of several places one that works is
 * enough. Undefined for a kind of datastore that cannot be asked.
 */
export const askDatabase: AskDatabase = async (endpoint, way, signal) => {
  const parsed = parseEndpoint(endpoint)
  if (parsed.kind === 'other') return undefined
  if (parsed.kind === 'inNode')
    throw new ProblemError(problem('flag.datastore_in_node', { flag: '--datastore-endpoint', host: 'unix' }))
  const failures: unknown[] = []
  for (const place of parsed.hosts) {
    try {
      return await askAt(place, parsed, { way, signal })
    } catch (error) {
      signal.throwIfAborted()
      failures.push(error)
    }
  }
  throw failures[0]
}

async function askAt(
  place: Place,
  endpoint: Exclude<Endpoint, { kind: 'other' | 'inNode' }>,
  { way, signal }: { way: WayToDatabase; signal: AbortSignal },
): Promise<DatabaseAnswer> {
  const unreachable = await way.check(place, signal)
  if (unreachable) throw new ProblemError(unreachable)
  return within(signal, { timeoutMs: patienceMs }, async (own, hasExpired) => {
    try {
      const open = () => way.open(place, own)
      switch (endpoint.kind) {
        case 'postgres':
          return await askPostgres(endpoint, { place, open })
        case 'mysql':
          return await askMysql(endpoint, { place, open })
        case 'etcd':
          return await askEtcd(endpoint, { place, open })
      }
    } catch (error) {
      if (hasExpired()) throw new ProblemError(problem('datastore.not_database', notDatabase(place, endpoint)))
      if (error instanceof ProblemError) throw error
      const detail = withoutPassword(error instanceof Error ? error.message : String(error), endpoint)
      throw new ProblemError(problem('datastore.not_database', notDatabase(place, endpoint), { detail }))
    }
  })
}

const notDatabase = (place: Place, { kind }: Endpoint) => ({ place: words(place), engine: engineNames[kind] ?? kind })
const engineNames: Readonly<Record<string, string>> = { postgres: 'PostgreSQL', mysql: 'MySQL', etcd: 'etcd' }
