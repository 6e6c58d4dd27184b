import { isMap, isSeq, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { entriesOf, type KubeconfigText, type ListName } from './kubeconfig-text.ts'
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
  /** What the list was, where an entry could not just be added to it. */
  list: Before.optional(),
  /** The current context before ours was made it: its text in the file, and its name. */
  current: z.object({ before: Before, name: z.string(), isDangling: z.boolean().optional() }).optional(),
  /** There was no file, or nothing in it. */
  made: z.enum(['file', 'content']).optional(),
})
export type Mark = z.infer<typeof Mark>

/** A cluster's own kubeconfig, taken apart. */
export interface ClusterEntry {
  readonly cluster: string
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
export function ownEntries({ root }: KubeconfigText, cluster?: string): OwnEntry[] {
  return (['clusters', 'contexts', 'users'] as const).flatMap((list) =>
    entriesOf(root, list).flatMap((node) => {
      const mark = markOf(node, list)
      return mark && (cluster === undefined || mark.cluster === cluster)
        ? [{ list, node, mark, name: String(node.get('name')) }]
        : []
    }),
  )
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
