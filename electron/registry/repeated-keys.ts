import { type Document, isMap, type Pair, type YAMLMap } from 'yaml'
import { keyOf, mergeKey } from './registries-document.ts'

/** Of two equal keys: whether k3s puts the values of both together, or takes the second. */
interface RepeatedKey {
  readonly first: Pair
  readonly second: Pair
  readonly isMerged: boolean
}

/**
 * Leaves of each key one, as k3s does (tried with v1.36.3): it reads a field of known shape a second time into what it has of the first,
 * and replaces everything else. Changes the document, whose nodes keep their places in the text.
 */
export function settleRepeatedKeys({ contents }: Document): RepeatedKey[] {
  return isMap(contents) ? settled(contents, []) : []
}

function settled(map: YAMLMap, path: readonly string[]): RepeatedKey[] {
  const found: RepeatedKey[] = []
  const seen = new Map<string, Pair>()
  for (const second of [...map.items]) {
    const key = keyOf(second)
    const first = key === mergeKey ? undefined : seen.get(key)
    seen.set(key, second)
    if (!first) continue
    const isMerged = isField(path, key) && isMap(first.value) && isMap(second.value)
    if (isMap(first.value) && isMap(second.value) && isMerged) second.value.items.unshift(...first.value.items)
    map.items.splice(map.items.indexOf(first), 1)
    found.push({ first, second, isMerged })
  }
  return [
    ...found,
    ...map.items.flatMap((pair) => (isMap(pair.value) ? settled(pair.value, [...path, keyOf(pair)]) : [])),
  ]
}

/** What has a place of its own in k3s, other than the entry of a registry or of a host, which is made anew. */
function isField([part, ...names]: readonly string[], key: string): boolean {
  if (part === undefined) return ['mirrors', 'configs', 'auths'].includes(key)
  if (names.length !== 1) return false
  return part === 'mirrors' ? key === 'rewrite' : part === 'configs' && ['auth', 'tls'].includes(key)
}
