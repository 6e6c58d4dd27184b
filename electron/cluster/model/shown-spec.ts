import type { ClusterSpec, Datastore } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { withoutLogins } from '../../registry/registries-form.ts'
import { secretMask as mask, maskedRegistries, meantRegistries } from '../../registry/registry-secrets.ts'
import type { TakenFiles } from '../../registry/taken-files.ts'
import { databaseImageOf } from './database.ts'
import { maskedEndpoint } from './datastore-endpoint.ts'
import { dividedVariables, shownFlag, shownVariable, shownVariables } from './secret-values.ts'

/** A spec as it is shown: its token, and the passwords of its database, its registries and its variables stay where the nodes are. */
export function shownSpec(spec: ClusterSpec): ClusterSpec {
  const { datastore, k3sArgs, token } = spec
  return {
    ...spec,
    registries: maskedRegistries(spec.registries),
    ...shownFiles(spec),
    env: shownVariables(spec.env),
    k3sArgs: k3sArgs.map((each) => ({ ...each, flag: shownFlag(each.flag) })),
    token: token.kind === 'given' ? { ...token, value: mask } : token,
    datastore:
      datastore.kind === 'external' ? { ...datastore, endpoint: maskedEndpoint(datastore.endpoint) } : datastore,
  }
}

/** A spec for somebody else, who has logins of their own: without what is secret, as far as a cluster can be made without it. */
export function portableSpec(spec: ClusterSpec): ClusterSpec {
  const { registryFiles = {}, ...shown } = shownSpec(spec)
  const files = Object.entries(registryFiles).filter(([, text]) => text !== mask)
  return {
    ...shown,
    ...(files.length > 0 ? { registryFiles: Object.fromEntries(files) } : {}),
    registries: withoutLogins(spec.registries),
    env: dividedVariables(spec.env).open,
    k3sArgs: shown.k3sArgs.filter(({ flag }) => !flag.includes(mask)),
  }
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
    env: meantVariables(spec, old),
    token: meantToken(spec, old),
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
  if (before?.kind === 'external' && maskedEndpoint(before.endpoint) === datastore.endpoint) return before
  throw hidden('datastore.endpoint')
}

function meantFlags({ k3sArgs }: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec['k3sArgs'] {
  return k3sArgs.map((each, at) => {
    if (!each.flag.includes(mask)) return each
    const before = old?.k3sArgs.find(({ flag }) => shownFlag(flag) === each.flag)
    if (before) return { ...each, flag: before.flag }
    throw hidden(`k3sArgs.${at}`)
  })
}

function meantVariables({ env }: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec['env'] {
  const meant = Object.entries(env).map(([name, value]) => {
    if (!value.includes(mask)) return [name, value]
    const before = old && Object.hasOwn(old.env, name) ? old.env[name] : undefined
    if (before !== undefined && shownVariable(name, before) === value) return [name, before]
    throw hidden(`env.${name}`)
  })
  return Object.fromEntries(meant)
}

function meantToken({ token }: ClusterSpec, old: ClusterSpec | undefined): ClusterSpec['token'] {
  if (token.kind !== 'given' || token.value !== mask) return token
  if (old?.token.kind === 'given') return old.token
  throw hiddenSecret('token.value')
}

function meantMirrors({ registries }: ClusterSpec, old: ClusterSpec | undefined): string {
  const meant = meantRegistries(registries, old?.registries ?? '')
  if (!('missing' in meant)) return meant.text
  throw hiddenSecret(meant.missing, 'registries')
}

const hidden = (field: string) =>
  new ProblemError(problem('spec.invalid', { field, reason: 'reason.hiddenPassword', subject: mask }))

const hiddenSecret = (subject: string, field = subject) =>
  new ProblemError(problem('spec.invalid', { field, reason: 'reason.hiddenSecret', subject }))

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
    throw hiddenSecret(path, 'registries')
  })
  return { registryFiles: Object.fromEntries(meant) }
}

/** Those that are there, and those that are to be: one that was hidden is the one that is there. */
export function knownFiles(files: TakenFiles, old: TakenFiles): TakenFiles {
  return { ...old, ...Object.fromEntries(Object.entries(files).filter(([, text]) => text !== mask)) }
}
