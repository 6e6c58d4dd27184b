import { createHash } from 'node:crypto'
import type { YAMLMap } from 'yaml'
import { bodyIn, entriesOf, type KubeconfigText, type ListName, listNames, nameOf, textAt } from './kubeconfig-text.ts'
import type { Mark } from './mark.ts'
import type { OwnEntry, Owner } from './own-entries.ts'
import type { WrittenEntry } from './written-entries.ts'

/** By which fields an entry is known again. */
const provingFields: Readonly<Record<ListName, readonly string[]>> = {
  clusters: ['server', 'certificate-authority-data'],
  contexts: ['cluster', 'user'],
  users: ['client-certificate-data'],
}

/** A digest of what an entry leads to. Line breaks within base64 and a slash at the end of an address are other tools' handwriting. */
export function proofOf(list: ListName, fields: Readonly<Record<string, unknown>>): string {
  const values = provingFields[list].map((field) => {
    const value = fields[field]
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    return field.endsWith('-data') ? text.replaceAll(/\s/g, '') : text.replace(/\/$/, '')
  })
  return createHash('sha256').update(values.join('\n')).digest('hex')
}

/** Entries without a mark that stand as they were written: by name, and by what they lead to. */
export function unmarkedOf(
  file: KubeconfigText,
  written: readonly WrittenEntry[],
  marked: readonly OwnEntry[],
): OwnEntry[] {
  const found: OwnEntry[] = []
  for (const list of listNames) {
    for (const entry of written.filter((each) => each.list === list)) {
      const node = unmarkedNamed(file, list, entry.name, marked)
      if (!node || proofOf(list, fieldsOf(node, list)) !== entry.proof) continue
      // A context leads to nothing of ours where somebody else's cluster has taken the name.
      if (list === 'contexts' && leadsToOthers(file, node, [...marked, ...found])) continue
      found.push({ list, node, name: entry.name, mark: entry.mark })
    }
  }
  return found
}

/** Entries of the usual name that lead to the cluster, which were made before anything was remembered. */
export function unmarkedBySight(
  file: KubeconfigText,
  { cluster, server, certificateAuthority }: Owner,
  marked: readonly OwnEntry[],
): OwnEntry[] {
  if (server === undefined || certificateAuthority === undefined) return []
  const wanted = proofOf('clusters', { server, 'certificate-authority-data': certificateAuthority })
  const mark: Mark = { cluster: cluster.name, engine: cluster.engineId }
  const usual = `sampan-${cluster.name}`
  for (const node of entriesOf(file.root, 'clusters')) {
    const name = nameOf(node)
    const isUsual = name === usual || (name.startsWith(`${usual}-`) && /^\d+$/.test(name.slice(usual.length + 1)))
    if (!isUsual || marked.some((own) => own.node === node)) continue
    if (proofOf('clusters', fieldsOf(node, 'clusters')) !== wanted) continue
    const context = unmarkedNamed(file, 'contexts', name, marked)
    const isOurs =
      context &&
      proofOf('contexts', fieldsOf(context, 'contexts')) === proofOf('contexts', { cluster: name, user: name })
    const user = unmarkedNamed(file, 'users', name, marked)
    return [
      { list: 'clusters', node, name, mark },
      ...(isOurs ? [{ list: 'contexts' as const, node: context, name, mark }] : []),
      ...(user && hasOnlyCertificate(user) ? [{ list: 'users' as const, node: user, name, mark }] : []),
    ]
  }
  return []
}

/** Names that Sampan wrote and that lead elsewhere by now: not ours any more, and yet worth a word. */
export function changedEntries(
  file: KubeconfigText,
  written: readonly WrittenEntry[],
  own: readonly OwnEntry[],
): string[] {
  const taken = new Set(own.map(({ node }) => node))
  const names = written.flatMap(({ list, name }) =>
    entriesOf(file.root, list).some((node) => nameOf(node) === name && !taken.has(node)) ? [name] : [],
  )
  return [...new Set(names)]
}

function unmarkedNamed(
  file: KubeconfigText,
  list: ListName,
  name: string,
  marked: readonly OwnEntry[],
): YAMLMap | undefined {
  return entriesOf(file.root, list).find((node) => nameOf(node) === name && !marked.some((own) => own.node === node))
}

function leadsToOthers(file: KubeconfigText, context: YAMLMap, own: readonly OwnEntry[]): boolean {
  const body = bodyIn(context, 'contexts')
  const name = body && textAt(body, 'cluster')
  const cluster = entriesOf(file.root, 'clusters').find((node) => nameOf(node) === name)
  return cluster !== undefined && !own.some(({ node }) => node === cluster)
}

function fieldsOf(node: YAMLMap, list: ListName): Record<string, unknown> {
  const body = bodyIn(node, list)
  return Object.fromEntries(provingFields[list].map((field) => [field, body && textAt(body, field)]))
}

/** As Sampan writes it: somebody's token below the same name is not ours. */
function hasOnlyCertificate(user: YAMLMap): boolean {
  const body = bodyIn(user, 'users')
  const keys = (body?.items ?? []).map(({ key }) => String(key))
  return (
    keys.length > 0 && keys.every((key) => ['client-certificate-data', 'client-key-data', 'extensions'].includes(key))
  )
}
