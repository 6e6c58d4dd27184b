import type { Duplex } from 'node:stream'
import { z } from 'zod'
import { type DatabaseAnswer, refusal, refuseOld } from './database-refusals.ts'
import type { Place, SqlEndpoint } from './endpoint.ts'

const Refused = z.object({ code: z.string(), message: z.string() })
type Client = InstanceType<typeof import('pg')['default']['Client']>

interface Way {
  readonly place: Place
  readonly open: () => Promise<Duplex>
}

/** As pgx, k3s' driver, does it. What is asked leaves nothing behind. */
export async function askPostgres(endpoint: SqlEndpoint, way: Way): Promise<DatabaseAnswer> {
  try {
    return await withClient(endpoint, way, async (client) => {
      await refuseOldServer(client)
      const { rows: tables } = await client.query("SELECT to_regclass('kine') AS name")
      const hasTable = tables[0]?.name !== null
      if (!hasTable) {
        await client.query('BEGIN')
        await client.query('CREATE TABLE sampan_test (id integer)')
        await client.query('ROLLBACK')
        return { hasCluster: false }
      }
      const { rows } = await client.query("SELECT 1 FROM kine WHERE name LIKE '/bootstrap/%' LIMIT 1")
      return { hasCluster: rows.length > 0 }
    })
  } catch (error) {
    const { data } = Refused.safeParse(error)
    // It is not there; k3s makes it, as far as it may.
    if (data?.code === '3D000') return askForDatabase(endpoint, way, data.message)
    throw known(error, endpoint, way.place)
  }
}

async function askForDatabase(endpoint: SqlEndpoint, way: Way, said: string): Promise<DatabaseAnswer> {
  try {
    return await withClient({ ...endpoint, database: 'postgres' }, way, async (client) => {
      await refuseOldServer(client)
      const question = 'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user'
      const { rows } = await client.query(question)
      if (rows[0]?.may === true) return { hasCluster: false }
      throw refusal('datastore.no_database', { endpoint, place: way.place, said })
    })
  } catch (error) {
    throw known(error, endpoint, way.place)
  }
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query('SHOW server_version')
  refuseOld('PostgreSQL', String(rows[0]?.server_version), '12')
}

/** PostgreSQL's error codes for refusals (its manual, appendix A). */
function known(error: unknown, endpoint: SqlEndpoint, place: Place): unknown {
  const { data } = Refused.safeParse(error)
  const said = error instanceof Error ? error.message : ''
  if (data === undefined)
    return /does not support SSL/.test(said) ? refusal('datastore.encryption', { endpoint, place, said }) : error
  // No line of pg_hba.conf for it: for nobody, or for nobody without encryption.
  const isForEncrypted = data.code === '28000' && /no encryption|SSL off/.test(said)
  if (isForEncrypted && endpoint.encryption === 'disable')
    return refusal('datastore.encryption', { endpoint, place, said })
  if (data.code.startsWith('28')) return refusal('datastore.denied', { endpoint, place, said })
  if (data.code === '42501') return refusal('datastore.no_create', { endpoint, place, said })
  return error
}

async function withClient<T>(
  endpoint: SqlEndpoint,
  { place, open }: Way,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { encryption } = endpoint
  const canDoWithout = encryption === 'prefer' || encryption === 'allow'
  try {
    return await connected(endpoint, { place, stream: await open(), isEncrypted: encryption !== 'disable' }, work)
  } catch (error) {
    const isWithout = error instanceof Error && /does not support SSL/.test(error.message)
    if (!canDoWithout || !isWithout) throw error
    return connected(endpoint, { place, stream: await open(), isEncrypted: false }, work)
  }
}

async function connected<T>(
  { user, password, database }: SqlEndpoint,
  { place: { host, port }, stream, isEncrypted }: { place: Place; stream: Duplex; isEncrypted: boolean },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { default: pg } = await import('pg')
  // Only the node has the user's files, so only it can verify the certificate.
  const ssl = isEncrypted ? { rejectUnauthorized: false } : false
  const client = new pg.Client({ host, port, user, password, database, ssl, stream: () => asSocket(stream) })
  // The pending query reports a broken connection.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    stream.destroy()
  }
}

/** It is connected already. */
function asSocket(stream: Duplex): Duplex {
  return Object.assign(stream, {
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    connect: () => {
      setImmediate(() => stream.emit('connect'))
      return stream
    },
  })
}
