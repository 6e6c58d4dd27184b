/** What of an entry of the image library counts here. */
export interface Kept {
  readonly id: string
  readonly k3sVersion: string
  readonly platform: string
  readonly forEngine: readonly string[]
  readonly forNodes: readonly string[]
  /** The digest of each image's configuration, by its name. Absent in what an older Sampan has kept. */
  readonly ids?: Readonly<Record<string, string>> | undefined
}

type Part = 'forEngine' | 'forNodes'

/**
 * The entries that can go without a loss: others of their version and architecture have all of their images. All of them can go together.
 * `parts`: which images are looked at; an entry without any of these is no duplicate.
 */
export function duplicatesOf(
  entries: readonly Kept[],
  parts: readonly Part[] = ['forEngine', 'forNodes'],
): Set<string> {
  const duplicates = new Set<string>()
  for (const entry of entries) {
    const others = entries.filter(({ id }) => id !== entry.id && !duplicates.has(id))
    if (coverOf(entry, others, parts)) duplicates.add(entry.id)
  }
  return duplicates
}

/** Those of the others that together have all images of an entry; undefined where one is missing. */
export function coverOf<T extends Kept>(
  entry: Kept,
  others: readonly T[],
  parts: readonly Part[] = ['forEngine', 'forNodes'],
): T[] | undefined {
  const images = imagesOf(entry, parts)
  if (images === undefined || images.length === 0) return undefined
  const alike = others.filter(
    ({ k3sVersion, platform }) => k3sVersion === entry.k3sVersion && platform === entry.platform,
  )
  const holders = images.map((image) => alike.find((other) => imagesOf(other, parts)?.includes(image)))
  const found = holders.flatMap((holder) => holder ?? [])
  return found.length === images.length ? [...new Set(found)] : undefined
}

/** The same image may be for Docker in one archive and for nodes in another. */
function imagesOf({ ids, ...entry }: Kept, parts: readonly Part[]): string[] | undefined {
  return ids && parts.flatMap((part) => entry[part].map((name) => `${part} ${name} ${ids[name]}`))
}
