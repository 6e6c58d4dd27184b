import { isMap, isSeq, type YAMLMap } from 'yaml'
import type { ApiPlace } from '#shared/api-address.ts'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import {
  bodyIn,
  entriesOf,
  type KubeconfigText,
  type ListName,
  listNames,
  nameOf,
  textAt,
  valueAt,
} from './kubeconfig-text.ts'
import { extensionName, Mark } from './mark.ts'
import { unmarkedBySight, unmarkedOf } from './unmarked-entries.ts'
import type { WrittenEntry } from './written-entries.ts'

/** Whose entries are meant. */
export interface Owner {
  readonly cluster: ClusterRef
  /** Proves that an entry whose mark names no engine is this cluster's: no two clusters have the same one. */
  readonly certificateAuthority?: string | undefined
  /** With the authority, knows an entry that has no mark and that nothing is remembered of. */
  readonly server?: string | undefined
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

/**
 * The entries in a file that are Sampan's, of one cluster or of all: those with its mark, and those that it remembers to have written
 * and that still lead where it wrote, if another tool has dropped the marks.
 */
export function ownEntries(file: KubeconfigText, owner?: Owner): OwnEntry[] {
  const marked = listNames.flatMap((list) =>
    entriesOf(file.root, list).flatMap((node) => {
      const mark = markOf(node, list)
      return mark ? [{ list, node, mark, name: nameOf(node) }] : []
    }),
  )
  const remembered = file.remembered ?? []
  if (!owner) return [...marked, ...remembered.flatMap(({ entries }) => unmarkedOf(file, entries, marked))]
  const own = markedOf(marked, owner)
  const known = withMissing(own, unmarkedOf(file, writtenFor(file, owner.cluster), marked))
  return known.some(({ list }) => list === 'clusters')
    ? known
    : withMissing(known, unmarkedBySight(file, owner, marked))
}

/** What was written into a file for a cluster earlier, also if it is gone by now. */
export function writtenFor({ remembered = [] }: KubeconfigText, cluster: ClusterRef): WrittenEntry[] {
  return remembered.flatMap((each) => (refKey(each.cluster) === refKey(cluster) ? each.entries : []))
}

function withMissing(own: readonly OwnEntry[], others: readonly OwnEntry[]): OwnEntry[] {
  return [...own, ...others.filter(({ list }) => !own.some((each) => each.list === list))]
}

function markedOf(all: readonly OwnEntry[], owner: Owner): readonly OwnEntry[] {
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
  const body = bodyIn(node, list)
  return body !== undefined && textAt(body, 'certificate-authority-data') === certificateAuthority
}

function markOf(node: YAMLMap, list: ListName): Mark | undefined {
  const body = bodyIn(node, list)
  const extensions = body && valueAt(body, 'extensions')
  if (!isSeq(extensions)) return undefined
  for (const each of extensions.items) {
    if (!isMap(each) || each.get('name') !== extensionName) continue
    const extension = each.get('extension', true)
    return isMap(extension) ? Mark.safeParse(extension.toJSON()).data : undefined
  }
  return undefined
}
