import type { Duplex } from 'node:stream'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { z } from 'zod'
import { type DatabaseAnswer, refusal, refuseOld } from './database-refusals.ts'
import type { Place, SqlEndpoint } from './endpoint.ts'

const Refused = z.object({ errno: z.number(), message: z.string() })

interface Way {
  readonly place: Place
  readonly open: () => Promise<Duplex>
}

const testTable = 'sampan_test'

/** As go-sql-driver, which k3s has, does it. What is asked leaves nothing behind. */
export async function askMysql(endpoint: SqlEndpoint, way: Way): Promise<DatabaseAnswer> {
  try {
    return await withConnection(endpoint, way, async (connection) => {
      await refuseOldServer(connection)
      const [tables] = await connection.query<RowDataPacket[]>("SHOW TABLES LIKE 'kine'")
      if (tables.length === 0) {
        await connection.query(`CREATE TABLE ${testTable} (id INTEGER)`)
        await connection.query(`DROP TABLE ${testTable}`)
        return { hasCluster: false }
      }
      const question = "SELECT 1 FROM kine WHERE name LIKE '/bootstrap/%' LIMIT 1"
      const [rows] = await connection.query<RowDataPacket[]>(question)
      return { hasCluster: rows.length > 0 }
    })
  } catch (error) {
    const { data } = Refused.safeParse(error)
    // It is not there; k3s makes it, as far as it may.
    if (data?.errno === 1049) return askForDatabase(endpoint, way, data.message)
    throw known(error, endpoint, way.place)
  }
}

async function askForDatabase(endpoint: SqlEndpoint, way: Way, said: string): Promise<DatabaseAnswer> {
  try {
    return await withConnection({ ...endpoint, database: '' }, way, async (connection) => {
      await refuseOldServer(connection)
      const [rows] = await connection.query<RowDataPacket[]>('SHOW GRANTS')
      const grants = rows.flatMap((row) => Object.values(row).map(String))
      const mayCreate = grants.some((grant) => /^GRANT (ALL PRIVILEGES|.*\bCREATE\b(?! )).* ON (\*\.\*|`)/.test(grant))
      if (mayCreate) return { hasCluster: false }
      throw refusal('datastore.no_database', { endpoint, place: way.place, said })
    })
  } catch (error) {
    throw known(error, endpoint, way.place)
  }
}

/** MariaDB says who it is behind its version: `10.11.6-MariaDB-1`. */
async function refuseOldServer(connection: Connection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
  const text = String(rows[0]?.version)
  const version = /^[\d.]+/.exec(text)?.[0] ?? text
  if (/mariadb/i.test(text)) refuseOld('MariaDB', version, '10.6')
  else refuseOld('MySQL', version, '5.7')
}

/** Error numbers for refusals (the error references of MySQL and MariaDB). */
function known(error: unknown, endpoint: SqlEndpoint, place: Place): unknown {
  const { data } = Refused.safeParse(error)
  const said = error instanceof Error ? error.message : ''
  switch (data?.errno) {
    case 1045:
    case 1130:
    case 1698:
      return refusal('datastore.denied', { endpoint, place, said })
    case 1044:
      return refusal('datastore.no_database', { endpoint, place, said })
    case 1142:
      return refusal('datastore.no_create', { endpoint, place, said })
    case 3159:
    case 4151:
      return refusal('datastore.encryption', { endpoint, place, said })
    default:
      return /does not support secure connection/i.test(said)
        ? refusal('datastore.encryption', { endpoint, place, said })
        : error
  }
}

async function withConnection<T>(
  { user, password, database, encryption }: SqlEndpoint,
  { open }: Way,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { createConnection } = await import('mysql2/promise')
  const stream = await open()
  // Only the node can verify the certificate.
  const ssl = encryption === 'true' || encryption === 'skip-verify' ? { ssl: { rejectUnauthorized: false } } : {}
  try {
    const chosen = database === '' ? {} : { database }
    const connection = await createConnection({ stream, user, password, enableKeepAlive: false, ...chosen, ...ssl })
    connection.on('error', () => undefined)
    return await work(connection)
  } finally {
    stream.destroy()
  }
}
