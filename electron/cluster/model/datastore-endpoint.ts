import type { ClusterSpec } from '#shared/cluster.ts'
import { secretMask as mask } from '../../registry/registry-secrets.ts'

/**
 * Between the user's colon and the last @, whatever unencoded characters are in it; what NATS takes for a token, without a colon; and what
 * is given as a parameter.
 */
export const maskedEndpoint = (endpoint: string): string =>
  endpoint
    .replace(/^(nats:\/\/)[^:@/]+@/is, `$1${mask}@`)
    .replace(/^([a-z0-9+]+:\/\/[^:@/]*):.*@/is, `$1:${mask}@`)
    .replace(/([?&][a-z_]*password=)[^&]*/gi, `$1${mask}`)

/** Where it leads: without the user, the password, and how the connection is made. */
export const placeOf = (endpoint: string): string => endpoint.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '')

/** By which k3s takes an address, too. */
export const databaseFlag = '--datastore-endpoint='

/** Where k3s finds the user's database, however it was told. Undefined where there is none. */
export function endpointOf({ datastore, k3sArgs }: Pick<ClusterSpec, 'datastore' | 'k3sArgs'>): string | undefined {
  if (datastore.kind === 'external') return datastore.endpoint
  const given = k3sArgs.filter(({ flag, on }) => on !== 'agent' && flag.startsWith(databaseFlag)).at(-1)
  return given?.flag.slice(databaseFlag.length)
}
