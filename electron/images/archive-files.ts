import { posix } from 'node:path'
import type { ArchiveFiles } from './archive-index.ts'
import type { SkippingChunks } from './byte-reader.ts'
import { tarEntries } from './tar-entries.ts'

/** A manifest or a configuration is some kilobytes, an index of many platforms some more. */
const largestTextBytes = 4 * 1024 ** 2
const textsBytes = 64 * 1024 ** 2

/** Collects what an archive consists of, while its entries go by. */
export class ArchiveCollector implements ArchiveFiles {
  readonly texts = new Map<string, Buffer>()
  readonly sizes = new Map<string, number>()
  readonly links = new Map<string, string>()
  #keptBytes = 0

  /** As Docker writes a layer that several images have. */
  link(name: string, target: string): void {
    this.sizes.set(name, 0)
    this.links.set(name, posix.join(posix.dirname(name), target))
  }

  /** Of an entry; the function takes its content, piece by piece. Undefined where that does not matter. */
  entry(name: string, size: number): ((piece: Buffer) => void) | undefined {
    this.sizes.set(name, size)
    if (size > largestTextBytes || this.#keptBytes + size > textsBytes) return undefined
    const pieces: Buffer[] = []
    let isText: boolean | undefined
    let missing = size
    return (piece) => {
      isText ??= /^\s*[{[]/.test(piece.toString('latin1', 0, 16))
      if (!isText || missing === 0) return
      const own = piece.subarray(0, missing)
      // A copy: the piece is part of a chunk that is to be let go of.
      pieces.push(Buffer.from(own))
      missing -= own.length
      if (missing > 0) return
      this.texts.set(name, Buffer.concat(pieces))
      this.#keptBytes += size
    }
  }
}

/** Reads a tar to its end. */
export async function archiveFiles(tar: SkippingChunks): Promise<ArchiveFiles> {
  const found = new ArchiveCollector()
  for await (const { name, size, isFile, link, body } of tarEntries(tar)) {
    if (link !== undefined) found.link(name, link)
    const take = isFile ? found.entry(name, size) : undefined
    if (take) for await (const piece of body) take(piece)
  }
  return found
}
