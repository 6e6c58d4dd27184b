import { isMap, isSeq, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { ApiPlace } from '#shared/api-address.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { entriesOf, type KubeconfigText, type ListName, listNames } from './kubeconfig-text.ts'
import type { Rendered } from './splice.ts'

/** The extension that says that an entry is Sampan's. kubectl keeps it when it writes the file anew. */
export const extensionName = 'dev.sampan'

/** What a list, a key or a file was before Sampan came, to be put back exactly as it was. */
const Before = z.discriminatedUnion('was', [
  z.object({ was: z.literal('absent') }),
  z.object({ was: z.literal('text'), source: z.string() }),
  /** The file ended behind the key, without a line break. */
  z.object({ was: z.literal('unended') }),
])
export type Before = z.infer<typeof Before>

export const Mark = z.object({
  cluster: z.string(),
  /** Which Docker Engine has the cluster. The first marks did not say. */
  engine: z.string().optional(),
  /** In the cluster's entry: the address that Sampan wrote. Where another one stands by now, somebody else has put it there. */
  api: z.object({ place: ApiPlace, server: z.string() }).optional(),
  /** What the list was, where an entry could not just be added to it. */
  list: Before.optional(),
  /** The current context before ours was made it: its text in the file, and its name. */
  current: z.object({ before: Before, name: z.string(), isDangling: z.boolean().optional() }).optional(),
  /** There was no file, or nothing in it. */
  made: z.enum(['file', 'content']).optional(),
})
export type Mark = z.infer<typeof Mark>

/** Whose entries are meant. */
export interface Owner {
  readonly cluster: ClusterRef
  /** Proves that an entry whose mark names no engine is this cluster's: no two clusters have the same one. */
  readonly certificateAuthority?: string | undefined
  /** No proof is asked for such an entry. For a user who has named the cluster, where nobody can be asked. */
  readonly takesUnproven?: boolean | undefined
}

/** A cluster's own kubeconfig, taken apart. */
export interface ClusterEntry {
  readonly cluster: ClusterRef
  /** From where the API is called by `server`. */
  readonly place: ApiPlace
  readonly server: string
  readonly certificateAuthority: string
  readonly clientCertificate: string
  readonly clientKey: string
}

export interface OwnEntry {
  readonly list: ListName
  readonly node: YAMLMap
  readonly name: string
  readonly mark: Mark
}

/** The entries in a file that are Sampan's, of one cluster or of all. */
export function ownEntries({ root }: KubeconfigText, owner?: Owner): OwnEntry[] {
  const all = listNames.flatMap((list) =>
    entriesOf(root, list).flatMap((node) => {
      const mark = markOf(node, list)
      return mark ? [{ list, node, mark, name: String(node.get('name')) }] : []
    }),
  )
  if (!owner) return all
  const { name, engineId } = owner.cluster
  const named = all.filter(({ mark }) => mark.cluster === name)
  const marked = named.filter(({ mark }) => mark.engine === engineId)
  if (marked.length > 0) return marked
  const unproven = named.filter(({ mark }) => mark.engine === undefined)
  return owner.takesUnproven || unproven.some((own) => isProven(own, owner)) ? unproven : []
}

/** Before engines were told apart a file had one set of entries of a name, so the cluster's entry speaks for the other two. */
function isProven({ list, node }: OwnEntry, { certificateAuthority }: Owner): boolean {
  if (list !== 'clusters' || certificateAuthority === undefined) return false
  return bodyIn(node, list)?.get('certificate-authority-data') === certificateAuthority
}

const bodyOf = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

export function bodyIn(node: YAMLMap, list: ListName): YAMLMap | undefined {
  const body = node.get(bodyOf[list], true)
  return isMap(body) ? body : undefined
}

function markOf(node: YAMLMap, list: ListName): Mark | undefined {
  const extensions = bodyIn(node, list)?.get('extensions', true)
  if (!isSeq(extensions)) return undefined
  for (const each of extensions.items) {
    if (!isMap(each) || each.get('name') !== extensionName) continue
    const extension = each.get('extension', true)
    return isMap(extension) ? Mark.safeParse(extension.toJSON()).data : undefined
  }
  return undefined
}

/** The entry of one list, as it is to stand in the file. */
export function renderEntry(
  list: ListName,
  { name, entry, namespace, mark }: { name: string; entry: ClusterEntry; namespace?: string | undefined; mark: Mark },
): Rendered {
  const fields = fieldsOf(list, { name, entry, namespace })
  const body = bodyOf[list]
  const extension = JSON.stringify(mark)
  return {
    lines: [
      `${body}:`,
      ...Object.entries(fields).map(([key, value]) => `  ${key}: ${scalar(value)}`),
      '  extensions:',
      `  - extension: ${extension}`,
      `    name: ${extensionName}`,
      `name: ${scalar(name)}`,
    ],
    json: { [body]: { ...fields, extensions: [{ extension: mark, name: extensionName }] }, name },
  }
}

function fieldsOf(
  list: ListName,
  { name, entry, namespace }: { name: string; entry: ClusterEntry; namespace?: string | undefined },
): Record<string, string> {
  switch (list) {
    case 'clusters':
      return { 'certificate-authority-data': entry.certificateAuthority, server: entry.server }
    case 'contexts':
      return { cluster: name, user: name, ...(namespace ? { namespace } : {}) }
    case 'users':
      return { 'client-certificate-data': entry.clientCertificate, 'client-key-data': entry.clientKey }
  }
}

/** Plain where YAML reads it as the same text, in quotes otherwise. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./:=+@-]*$/.test(text) && !/:$|^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}
