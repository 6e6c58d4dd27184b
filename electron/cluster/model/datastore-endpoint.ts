import type { ClusterSpec, Datastore } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { secretMask as mask, maskedRegistries, meantRegistries } from '../../registry/registry-secrets.ts'
import type { TakenFiles } from '../../registry/taken-files.ts'
import { databaseImageOf } from './database.ts'

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

/** By which k3s takes an address, too. */
const flagName = '--datastore-endpoint='

/** Where k3s finds the user's database, however it was told. Undefined where there is none. */
export function endpointOf({ datastore, k3sArgs }: Pick<ClusterSpec, 'datastore' | 'k3sArgs'>): string | undefined {
  if (datastore.kind === 'external') return datastore.endpoint
  const given = k3sArgs.filter(({ flag, on }) => on !== 'agent' && flag.startsWith(flagName)).at(-1)
  return given?.flag.slice(flagName.length)
}

const maskedFlag = (flag: string) =>
  flag.startsWith(flagName) ? `${flagName}${masked(flag.slice(flagName.length))}` : flag

/** A spec as it is shown: the passwords of its database and of its registries stay where the nodes are. */
export function shownSpec(spec: ClusterSpec): ClusterSpec {
  const { datastore, k3sArgs } = spec
  const shown = {
    ...spec,
    registries: maskedRegistries(spec.registries),
    ...shownFiles(spec),
    k3sArgs: k3sArgs.map((each) => ({ ...each, flag: maskedFlag(each.flag) })),
  }
  return datastore.kind === 'external'
    ? { ...shown, datastore: { ...datastore, endpoint: masked(datastore.endpoint) } }
    : shown
}

/**
 * A spec that was made from one that was shown: the secrets in it are those that are there. The image of a database of the cluster's own
 * is chosen once: files of one version are nothing to another.
 */
export function meantSpec(spec: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec {
  return {
    ...spec,
    datastore: meantDatastore(spec, old),
    k3sArgs: meantFlags(spec, old),
    registries: meantMirrors(spec, old),
    ...meantFiles(spec, old),
  }
}

function meantDatastore({ datastore }: ClusterSpec, old: ClusterSpec | undefined): Datastore {
  const before = old?.datastore
  if (datastore.kind === 'managed' && datastore.image === undefined) {
    const isSame = before?.kind === 'managed' && before.engine === datastore.engine
    return { ...datastore, image: databaseImageOf(isSame ? before : datastore) }
  }
  if (datastore.kind !== 'external' || !datastore.endpoint.includes(mask)) return datastore
  if (before?.kind === 'external' && masked(before.endpoint) === datastore.endpoint) return before
  throw hidden('datastore.endpoint')
}

function meantFlags({ k3sArgs }: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec['k3sArgs'] {
  return k3sArgs.map((each, at) => {
    if (!each.flag.startsWith(flagName) || !each.flag.includes(mask)) return each
    const before = old?.k3sArgs.find(({ flag }) => maskedFlag(flag) === each.flag)
    if (before) return { ...each, flag: before.flag }
    throw hidden(`k3sArgs.${at}`)
  })
}

function meantMirrors({ registries }: ClusterSpec, old: ClusterSpec | undefined): string {
  const meant = meantRegistries(registries, old?.registries ?? '')
  if (!('missing' in meant)) return meant.text
  const params = { field: 'registries', reason: 'reason.hiddenSecret', subject: meant.missing }
  throw new ProblemError(problem('spec.invalid', params))
}

const hidden = (field: string) =>
  new ProblemError(problem('spec.invalid', { field, reason: 'reason.hiddenPassword', subject: mask }))

/** Keys are secrets, certificates are not. */
function shownFiles({ registryFiles }: ClusterSpec): Pick<ClusterSpec, 'registryFiles'> {
  if (!registryFiles) return {}
  const shown = Object.entries(registryFiles).map(([path, text]) => [path, text.includes('PRIVATE KEY') ? mask : text])
  return { registryFiles: Object.fromEntries(shown) }
}

function meantFiles({ registryFiles }: ClusterSpec, old: ClusterSpec | undefined): Pick<ClusterSpec, 'registryFiles'> {
  if (!registryFiles) return {}
  const meant = Object.entries(registryFiles).map(([path, text]) => {
    const before = text === mask ? old?.registryFiles?.[path] : text
    if (before !== undefined) return [path, before]
    throw new ProblemError(
      problem('spec.invalid', { field: 'registries', reason: 'reason.hiddenSecret', subject: path }),
    )
  })
  return { registryFiles: Object.fromEntries(meant) }
}

/** Those that are there, and those that are to be: one that was hidden is the one that is there. */
export function knownFiles(files: TakenFiles, old: TakenFiles): TakenFiles {
  return { ...old, ...Object.fromEntries(Object.entries(files).filter(([, text]) => text !== mask)) }
}
