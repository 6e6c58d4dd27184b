import { createHash } from 'node:crypto'
import { z } from 'zod'
import { caCertificatesFile } from './ca-certificates.ts'
import { type ClusterRecord, recordCopyPath, recordPath, serializeRecord } from './cluster-record.ts'
import { aliasesManifest, aliasesPath } from './host-aliases.ts'
import { k3sConfig, k3sVersionOfTag, kubeletConfig, kubeletConfigPath, tokenPath } from './k3s-config.ts'
import type { NodeIdentity } from './labels.ts'
import { hostingManifest, hostingPath } from './local-registries.ts'
import { hostsPath, nodeRegistries, registriesFiles } from './registries-files.ts'

/** A file that Sampan lays into a container. */
export interface NodeFile {
  readonly path: string
  readonly mode: number
  readonly content: string
  /**
   * Digest of what the user chose about it, where a program only reads it when it starts or is told to: a running container is restarted
   * or reloaded when this changes. Undefined where nobody has to wait for it. A new version of Sampan may write other content from the
   * same choice, which then takes effect at the next start.
   */
  readonly choice?: string
  /** What an earlier Sampan took for it: the same text then is the same choice now. */
  readonly formerChoice?: string
  /** The program reads it again when it is told to. */
  readonly isReloadable?: boolean
}

/** What a container's files look like, as its state file says. */
export type FileStates = Readonly<Record<string, { readonly content: string; readonly choice?: string | undefined }>>

export interface FileFacts {
  readonly cgroupVersion: 1 | 2
  readonly isRootless: boolean
  /** From the image itself where its tag does not tell. */
  readonly k3sVersion?: string | undefined
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
}

export const entrypointPath = '/etc/sampan/entrypoint.sh'

/** Read by the entrypoint. */
export const variablesPath = '/etc/sampan/environment'

/** Lies beside the files that it describes and is the last of their archive: what it says has been written. */
export const statePath = '/etc/sampan/state.json'

const StateFile = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.object({ content: z.string(), choice: z.string().optional() })),
})

/** Of a text, or of data whatever the order of its keys. */
export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(typeof value === 'string' ? value : JSON.stringify(value, sortedKeys))
    .digest('hex')
    .slice(0, 32)

const sortedKeys = (_: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value

/** All files of a node. Servers carry the record too, so that losing any one of them loses nothing. */
export function nodeFiles(
  record: ClusterRecord,
  node: NodeIdentity,
  facts: FileFacts & {
    readonly begins: boolean
    readonly endpoint?: string | undefined
    /** Of the user's variables those that Docker is not to show. */
    readonly variables?: Readonly<Record<string, string>>
  },
): NodeFile[] {
  const { spec, token } = record
  const k3sVersion = k3sVersionOfTag(spec.image) ?? facts.k3sVersion
  const flags = spec.k3sArgs.filter(({ on }) => on === 'all' || on === node.role).map(({ flag }) => flag)
  const disable = node.role === 'server' ? spec.disable : []
  // SQLite is what there was before anything else could be chosen: nodes with it are not restarted for the word.
  const hasDatastore = node.role === 'server' && spec.datastore.kind !== 'sqlite'
  const datastore = hasDatastore ? { datastore: spec.datastore } : {}
  return [
    { path: entrypointPath, mode: 0o755, content: facts.entrypoint },
    { path: tokenPath, mode: 0o600, content: `${token}\n`, choice: digest(token) },
    { path: kubeletConfigPath, mode: 0o644, content: kubeletConfig },
    {
      path: '/etc/rancher/k3s/config.yaml',
      mode: 0o600,
      content: k3sConfig(spec, node, { ...facts, k3sVersion, apiNames: record.api.names, ranges: record.ranges }),
      choice: digest({ flags, disable, ...datastore }),
    },
    ...(node.role === 'server' && spec.hostAliases?.length
      ? [{ path: aliasesPath, mode: 0o644, content: aliasesManifest(spec.hostAliases) }]
      : []),
    ...variablesFile(facts.variables ?? {}),
    ...caCertificatesFile(spec),
    ...registriesFiles(nodeRegistries(record), k3sVersion),
    ...(node.role === 'server' ? hostingFiles(record) : []),
    ...(node.role === 'server' ? recordFiles(record) : []),
  ]
}

/** Other variables take another container, as those do that stand in it. */
function variablesFile(variables: Readonly<Record<string, string>>): NodeFile[] {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
  return lines.length === 0 ? [] : [{ path: variablesPath, mode: 0o600, content: lines.join('') }]
}

function hostingFiles({ registries = [] }: ClusterRecord): NodeFile[] {
  const content = hostingManifest(registries)
  return content === undefined ? [] : [{ path: hostingPath, mode: 0o600, content }]
}

export function recordFiles(record: ClusterRecord): NodeFile[] {
  const content = serializeRecord(record)
  return [recordPath, recordCopyPath].map((path) => ({ path, mode: 0o600, content }))
}

/** How files look once they have been written and have taken effect. */
export function fileStates(files: readonly NodeFile[]): FileStates {
  return Object.fromEntries(
    files.map(({ path, content, choice }) => [path, { content: digest(content), ...(choice ? { choice } : {}) }]),
  )
}

/** What a container's files need so that it has the wanted ones, and works by them. */
export interface FileChange {
  /** Those to be written. */
  readonly files: readonly NodeFile[]
  /** What has to happen to a container that runs before they take effect. For a restart they are written while it is down. */
  readonly effect: 'none' | 'reload' | 'restart'
  /** How all its files look once they are written and have taken effect. */
  readonly states: FileStates
  /** The same while a reload is yet to come: whoever is interrupted then finds that they have not taken effect. */
  readonly unread: FileStates
}

/** An archive cannot remove anything: a file that is no longer wanted becomes an empty one, which k3s reads like none. */
export function fileChange(wanted: readonly NodeFile[], present: FileStates): FileChange {
  const gone = Object.keys(present)
    .filter((path) => !wanted.some((file) => file.path === path))
    .map((path): NodeFile => {
      const empty = { path, mode: 0o600, content: '' }
      // Nobody waits for what nobody waited for before.
      if (present[path]?.choice === undefined) return empty
      const read = { ...empty, choice: digest('') }
      return path === hostsPath ? { ...read, isReloadable: true } : read
    })
  const files = [...wanted, ...gone].filter(({ path, content }) => present[path]?.content !== digest(content))
  // One that was never there has been read as an empty one.
  const hasState = Object.keys(present).length > 0
  const readChoice = (path: string) => (path in present || !hasState ? present[path]?.choice : digest(''))
  const isUnread = ({ path, choice, formerChoice }: NodeFile) =>
    choice !== undefined && readChoice(path) !== choice && readChoice(path) !== (formerChoice ?? choice)
  const needsRestart = files.some((file) => isUnread(file) && !file.isReloadable)
  const toReload = [...wanted, ...gone].filter((file) => file.isReloadable && isUnread(file))
  const states = fileStates(wanted)
  const asBefore = ({ path, content }: NodeFile) => {
    const choice = present[path]?.choice
    return [path, { content: digest(content), ...(choice === undefined ? {} : { choice }) }]
  }
  return {
    files,
    effect: needsRestart ? 'restart' : toReload.length > 0 ? 'reload' : 'none',
    states,
    unread: { ...states, ...Object.fromEntries(toReload.map(asBefore)) },
  }
}

export function stateFile(states: FileStates): NodeFile {
  return { path: statePath, mode: 0o600, content: `${JSON.stringify({ version: 1, files: states })}\n` }
}

/** Undefined for text that is no state file: then nothing is known of the container's files. */
export function parseStateFile(text: string): FileStates | undefined {
  try {
    return StateFile.parse(JSON.parse(text)).files
  } catch {
    return undefined
  }
}
