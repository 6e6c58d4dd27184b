import { createHash } from 'node:crypto'
import { ArchiveDamage } from './archive-damage.ts'
import { ArchiveCollector } from './archive-files.ts'
import { packedEntry, type TarEntry, tarEnd, tarEntries } from './tar-entries.ts'

/** What is to be sent on of an archive. */
export interface WantedParts {
  /** Which of its files; undefined for all. */
  readonly files?: { has(name: string): boolean } | undefined
  /** Files that are sent in their place, first of all. */
  readonly instead?: ReadonlyMap<string, Buffer>
  /** What some must hash to, besides those that are named by their digests. */
  readonly digests?: ReadonlyMap<string, string>
}

/**
 * A tar with a part of what another has, as that goes by: nothing is kept. Each file that is named by its digest is checked, and
 * whoever is damaged is never ended: nobody takes it for whole. `collector` hears of all files.
 */
export async function* archiveParts(
  tar: AsyncIterable<Buffer>,
  wanted: WantedParts,
  collector?: ArchiveCollector,
): AsyncGenerator<Buffer, void, undefined> {
  yield* unendedParts(tar, wanted, collector)
  yield tarEnd
}

/** The same to be gone on with. */
export async function* unendedParts(
  tar: AsyncIterable<Buffer>,
  { files, instead = new Map(), digests = new Map() }: WantedParts,
  collector = new ArchiveCollector(),
): AsyncGenerator<Buffer, void, undefined> {
  for (const [name, content] of instead) yield packedEntry(name, content)
  for await (const entry of tarEntries(tar)) {
    const { name, size, isFile, link, head, body } = entry
    if (link !== undefined) collector.link(name, link)
    const take = isFile ? collector.entry(name, size) : undefined
    const isWanted = !instead.has(name) && (files?.has(name) ?? true)
    if (!isWanted && !take) continue
    const check = isFile && isWanted ? checkOf(entry, digests.get(name) ?? digestIn(name)) : undefined
    if (isWanted) yield head
    for await (const piece of body) {
      take?.(piece)
      check?.take(piece)
      if (isWanted) yield piece
    }
    check?.end()
  }
}

/** The digest that a file's name says: `blobs/sha256/…`, or the configuration of an image as `docker save` has it. */
const digestIn = (name: string) =>
  /^(?:blobs\/sha256\/([0-9a-f]{64})|([0-9a-f]{64})\.json)$/.exec(name)?.slice(1).join('')

function checkOf({ name, size, offset }: TarEntry, digest: string | undefined) {
  if (digest === undefined) return undefined
  const hash = createHash('sha256')
  let missing = size
  return {
    take: (piece: Buffer) => {
      const own = piece.subarray(0, missing)
      hash.update(own)
      missing -= own.length
    },
    end: () => {
      const found = hash.digest('hex')
      if (found === digest.replace('sha256:', '')) return
      throw new ArchiveDamage(`${name} has the digest sha256:${found}`, offset)
    },
  }
}
