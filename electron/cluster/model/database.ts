import type { ManagedDatastore } from '#shared/cluster.ts'
import { databaseImages } from '#shared/k3s-releases.ts'
import type { ContainerOptions } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { digest, type NodeFile } from './node-files.ts'

/** A command that ends with 0 once a container does what it is there for. */
export interface Health {
  readonly command: readonly string[]
}

const passwordPath = '/etc/sampan/database-password'
const [user, name] = ['k3s', 'kubernetes']
/** Five servers at their busiest; the databases' own limits are lower. */
const connections = 300

export const databaseImageOf = ({ engine, image }: ManagedDatastore): string => image ?? databaseImages[engine]

/** As far as its tag tells, which comes after the last slash. */
export function databaseVersion(image: string): { readonly major: number; readonly minor: number } | undefined {
  const [, major, minor = '0'] = /:(\d+)(?:\.(\d+))?[^/]*$/.exec(image) ?? []
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) }
}

/** What k3s finds the database by. Undefined where the cluster has none of its own. */
export function databaseEndpoint({ spec, databasePassword = '' }: ClusterRecord, address: string): string | undefined {
  if (spec.datastore.kind !== 'managed') return undefined
  return spec.datastore.engine === 'postgres'
    ? `postgres://${user}:${databasePassword}@${address}:5432/${name}?sslmode=disable`
    : `mysql://${user}:${databasePassword}@tcp(${address}:3306)/${name}`
}

type DatabaseOptions = Pick<ContainerOptions, 'entrypoint' | 'command' | 'env' | 'tmpfs'> & {
  readonly volumePath: string
  readonly files: readonly NodeFile[]
  readonly health: Health
}

/**
 * As the official images want it, which read the password from a file: in a variable, everybody could see it who may inspect containers.
 * While they set themselves up, they listen on no address of the network.
 */
export function databaseOptions(
  { databasePassword = '' }: ClusterRecord,
  datastore: ManagedDatastore,
  address: string,
): DatabaseOptions {
  // Some images have given up root when they read it. Whoever is in this container is the database.
  const password = { path: passwordPath, mode: 0o644, content: databasePassword, choice: digest(databasePassword) }
  const common = { entrypoint: ['docker-entrypoint.sh'], files: [password] }
  return datastore.engine === 'postgres'
    ? { ...common, ...postgres(address, databaseImageOf(datastore)) }
    : { ...common, ...mariadb(address) }
}

/**
 * In a folder that no image declares as a volume, for that is another one in each version. What is declared becomes a tmpfs: left alone
 * it would be a nameless volume.
 */
const postgres = (address: string, image: string) => ({
  command: ['-c', `max_connections=${connections}`],
  env: {
    POSTGRES_USER: user,
    POSTGRES_DB: name,
    POSTGRES_PASSWORD_FILE: passwordPath,
    PGDATA: `${postgresVolume}/data`,
  },
  volumePath: postgresVolume,
  tmpfs: [(databaseVersion(image)?.major ?? 18) < 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql'],
  health: { command: ['pg_isready', '-q', '-h', address, '-U', user, '-d', name] },
})

const postgresVolume = '/var/lib/sampan-db'

/** The variables are those that MySQL's own image knows, too. */
const mariadb = (address: string) => ({
  command: [`--max-connections=${connections}`, '--skip-name-resolve'],
  env: {
    MYSQL_USER: user,
    MYSQL_DATABASE: name,
    MYSQL_PASSWORD_FILE: passwordPath,
    MYSQL_ROOT_PASSWORD_FILE: passwordPath,
    MARIADB_AUTO_UPGRADE: '1',
  },
  volumePath: '/var/lib/mysql',
  tmpfs: [],
  // It counts as alive for whoever has no password, too.
  health: { command: ['sh', '-c', `mariadb-admin ping -h ${address} || mysqladmin ping -h ${address}`] },
})
