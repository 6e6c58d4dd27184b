import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { maskedRegistries, meantRegistries } from '../../registry/registry-secrets.ts'
import { databaseImageOf } from './database.ts'

/** Stands where a password is. */
const mask = '********'

/**
 * Between the user's colon and the last @, whatever unencoded characters are in it; what NATS takes for a token, without a colon; and what
 * is given as a parameter.
 */
const masked = (endpoint: string): string =>
  endpoint
    .replace(/^(nats:\/\/)[^:@/]+@/is, `$1${mask}@`)
    .replace(/^([a-z0-9+]+:\/\/[^:@/]*):.*@/is, `$1:${mask}@`)
    .replace(/([?&][a-z_]*password=)[^&]*/gi, `$1${mask}`)

/** Where it leads: without the user, the password, and how the connection is made. */
export const placeOf = (endpoint: string): string => endpoint.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '')

/** A spec as it is shown: the passwords of its database and of its registries stay where the nodes are. */
export function shownSpec(given: ClusterSpec): ClusterSpec {
  const { datastore } = given
  const spec = { ...given, registries: maskedRegistries(given.registries) }
  return datastore.kind === 'external'
    ? { ...spec, datastore: { ...datastore, endpoint: masked(datastore.endpoint) } }
    : spec
}

/**
 * A spec that was made from one that was shown: the secrets in it are those that are there. The image of a database of the cluster's own
 * is chosen once: files of one version are nothing to another.
 */
export function meantSpec(given: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec {
  const { datastore } = given
  const registries = meantRegistries(given.registries, old?.registries ?? '')
  if ('missing' in registries)
    throw new ProblemError(
      problem('spec.invalid', { field: 'registries', reason: 'reason.hiddenSecret', subject: registries.missing }),
    )
  const spec = { ...given, registries: registries.text }
  if (datastore.kind === 'managed' && datastore.image === undefined) {
    const before =
      old?.datastore.kind === 'managed' && old.datastore.engine === datastore.engine ? old.datastore : datastore
    return { ...spec, datastore: { ...datastore, image: databaseImageOf(before) } }
  }
  if (datastore.kind !== 'external' || !datastore.endpoint.includes(mask)) return spec
  if (old?.datastore.kind === 'external' && masked(old.datastore.endpoint) === datastore.endpoint)
    return { ...spec, datastore: old.datastore }
  throw new ProblemError(
    problem('spec.invalid', { field: 'datastore.endpoint', reason: 'reason.hiddenPassword', subject: mask }),
  )
}
