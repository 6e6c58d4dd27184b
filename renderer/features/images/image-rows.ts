import type { Cluster } from '#shared/cluster.ts'
import type { ClusterImage } from '#shared/images.ts'

/** Of an image without a name the id tells it from others. */
export const keyOfImage = ({ name, id }: ClusterImage): string => `${name} ${id}`

/** By name; those without one come last. `words` are looked for in names, ids and nodes. */
export function shownImages(images: readonly ClusterImage[], words: string): ClusterImage[] {
  const wanted = words.trim().toLowerCase()
  const found = images.filter(
    ({ name, id, nodes }) => wanted === '' || [name, id, ...nodes].some((each) => each.toLowerCase().includes(wanted)),
  )
  return found.sort((one, other) => Number(one.name === '') - Number(other.name === ''))
}

/** Each image once, with every name that was given of it, in the order of the first one. */
export function byImage(images: readonly ClusterImage[]): { image: ClusterImage; names: string[] }[] {
  const groups = new Map<string, { image: ClusterImage; names: string[] }>()
  for (const image of images) {
    const group = groups.get(image.id) ?? { image, names: [] }
    group.names.push(...(image.name === '' ? [] : [image.name]))
    groups.set(image.id, group)
  }
  return [...groups.values()]
}

/** What it is there for. */
export const purposeOf = ({ isUsed, isKept }: ClusterImage): 'used' | 'kept' | 'unused' =>
  isUsed ? 'used' : isKept ? 'kept' : 'unused'

/** Those that can have images. */
export const runningNodes = ({ nodes }: Pick<Cluster, 'nodes'>): string[] =>
  nodes
    .filter(({ role, container }) => (role === 'server' || role === 'agent') && container === 'running')
    .map(({ name }) => name)
