import type { ClusterSpec } from '#shared/cluster.ts'
import { hostsFiles } from '../../registry/hosts-files.ts'
import { writesHostsFiles } from '../../registry/k3s-registries.ts'
import { readRegistries } from '../../registry/registries-model.ts'
import { pathInNode, takenFiles, withPathsInNode } from '../../registry/taken-files.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { withLocalRegistries } from './local-registries.ts'
import { digest, type NodeFile } from './node-files.ts'

export const registriesPath = '/etc/rancher/k3s/registries.yaml'

/** What containerd is to read now: a running k3s looks at registries.yaml only when it starts. */
export const hostsPath = '/etc/sampan/hosts.json'

/** By the folder under certs.d, the text of its hosts.toml. */
export type HostsToml = Readonly<Record<string, string>>

/** What the nodes of a cluster are told of registries: by its user, and of local registries. */
export function nodeRegistries({ spec, registries = [] }: Pick<ClusterRecord, 'spec' | 'registries'>) {
  return { ...spec, registries: withLocalRegistries(spec.registries, registries) }
}

/**
 * registries.yaml for the next start, and where containerd reads mirrors at each pull, what it is to read until then. Credentials stand in
 * config.toml, which it reads when it starts: a change of those takes a restart, and so does any in a version without hosts.toml.
 */
export function registriesFiles(
  spec: Pick<ClusterSpec, 'registries' | 'registryFiles' | 'k3sArgs'>,
  k3sVersion: string | undefined,
): NodeFile[] {
  if (spec.registries.trim() === '') return []
  const taken = takenFiles(spec.registries, spec.registryFiles ?? {}, () => undefined)
  const content = withPathsInNode(spec.registries, taken)
  const file = { path: registriesPath, mode: 0o600, content }
  const hosts = hostsOf(spec, k3sVersion)
  const files = Object.entries(taken).map(([path, text]) => ({ path: pathInNode(path), mode: 0o600, content: text }))
  if (!hosts)
    return [...files.map((each) => ({ ...each, choice: digest(each.content) })), { ...file, choice: digest(content) }]
  const logins = (readRegistries(content)?.configs ?? []).filter(({ auth }) => auth)
  const restarts = logins.length === 0 ? digest('') : digest(logins.map(({ host, auth }) => ({ host, auth })))
  const now = `${JSON.stringify(hosts, null, 2)}\n`
  return [
    // Read at each pull.
    ...files,
    { ...file, choice: restarts, formerChoice: digest(content) },
    { path: hostsPath, mode: 0o600, content: now, choice: digest(now), isReloadable: true },
  ]
}

/** Undefined where only k3s itself can say what containerd reads, when it starts. */
export function hostsOf(
  { registries, registryFiles = {}, k3sArgs }: Pick<ClusterSpec, 'registries' | 'registryFiles' | 'k3sArgs'>,
  k3sVersion: string | undefined,
): HostsToml | undefined {
  const has = (flag: string) => k3sArgs.some((given) => given.flag === flag || given.flag === `${flag}=true`)
  // With its own mirror k3s adds an endpoint that has certificates of its own.
  if (writesHostsFiles(k3sVersion) !== true || has('--embedded-registry')) return undefined
  const read = readRegistries(withPathsInNode(registries, registryFiles))
  return read && Object.fromEntries(hostsFiles(read, { withoutDefault: has('--disable-default-registry-endpoint') }))
}

/** The same from the file that says it; nothing where it is empty. */
export function parseHosts(content: string): HostsToml {
  if (content === '') return {}
  const parsed: unknown = JSON.parse(content)
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
  return Object.fromEntries(entries.map(([folder, text]) => [folder, String(text)]))
}
