import type { YAMLMap } from 'yaml'
import { bodyIn, entriesOf, type KubeconfigText, nameOf, textAt } from './kubeconfig-text.ts'
import type { OwnEntry } from './own-entries.ts'

/** A context that somebody else has made with an entry of ours. */
export interface ForeignContext {
  readonly node: YAMLMap
  readonly name: string
  /** It leads to our cluster, and not only borrows its user. */
  readonly isOnCluster: boolean
}

/** The contexts of the user's own that refer to entries of ours. */
export function contextsOn(file: KubeconfigText, own: readonly OwnEntry[]): ForeignContext[] {
  const namesOf = (list: string) => own.flatMap((each) => (each.list === list ? [each.name] : []))
  const [clusters, users] = [namesOf('clusters'), namesOf('users')]
  return entriesOf(file.root, 'contexts').flatMap((node) => {
    if (own.some((each) => each.node === node)) return []
    const body = bodyIn(node, 'contexts')
    const refersTo = (names: readonly string[], key: string) =>
      body !== undefined && names.includes(textAt(body, key) ?? '')
    const isOnCluster = refersTo(clusters, 'cluster')
    return isOnCluster || refersTo(users, 'user') ? [{ node, name: nameOf(node), isOnCluster }] : []
  })
}
