import type { ClusterSpec } from '#shared/cluster.ts'
import { secretMask as mask } from '../../registry/registry-secrets.ts'
import { databaseFlag, maskedEndpoint } from './datastore-endpoint.ts'

/** Names of variables whose values are nobody else's business. */
const secretVariable =
  /passw(?:or)?d$|passphrase$|secret$|token$|(?:^|_)(?:pass|auth|credentials?|(?:api|access|account|private|secret|encryption)_?key)$/i

/** Flags whose values k3s keeps out of its own annotations, too. */
const secretFlags = new Set([
  '--agent-token',
  '--etcd-s3-access-key',
  '--etcd-s3-secret-key',
  '--etcd-s3-session-token',
  '--token',
  '--vpn-auth',
])

/** Of a proxy, for example. Whatever unencoded characters are in it. */
const withoutLogin = (text: string) => text.replace(/(\/\/[^\s/:@]*:)\S*@/g, `$1${mask}@`)

export function shownVariable(name: string, value: string): string {
  return secretVariable.test(name) && value !== '' ? mask : withoutLogin(value)
}

/** The same with what is secret in them hidden. */
export function shownVariables(env: ClusterSpec['env']): ClusterSpec['env'] {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, shownVariable(name, value)]))
}

/** Those that everybody may see who can look at a container, and the others. */
export function dividedVariables(env: Readonly<Record<string, string>>) {
  const isOpen = ([name, value]: readonly [string, string]) => shownVariable(name, value) === value
  const all = Object.entries(env)
  return {
    open: Object.fromEntries(all.filter(isOpen)),
    secret: Object.fromEntries(all.filter((each) => !isOpen(each))),
  }
}

export function shownFlag(flag: string): string {
  if (flag.startsWith(databaseFlag)) return `${databaseFlag}${maskedEndpoint(flag.slice(databaseFlag.length))}`
  const [name = ''] = flag.split('=', 1)
  return secretFlags.has(name) && flag.length > name.length + 1 ? `${name}=${mask}` : withoutLogin(flag)
}
