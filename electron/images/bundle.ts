import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import { ArchiveDamage } from './archive-damage.ts'
import { ArchiveCollector } from './archive-files.ts'
import { type ArchiveImage, imagesIn } from './archive-index.ts'
import { unendedParts } from './archive-parts.ts'
import { familiarReference } from './references.ts'
import { packedEntry, tarEnd } from './tar-entries.ts'

/** All that a cluster needs on a computer without a network. */
export const BundleDescription = z.object({
  version: z.literal(1),
  /** As k3s writes it. */
  k3sVersion: z.string(),
  /** Which of the images are for Docker itself. */
  forEngine: z.array(z.string()),
  /** The cluster's own, to be read as a file of the user. */
  spec: z.record(z.string(), z.unknown()),
})
export type BundleDescription = z.infer<typeof BundleDescription>

export const descriptionPath = 'sampan-bundle.json'

/** Files that every archive has, but that a bundle may contain only once. */
const tables = new Set(['manifest.json', 'index.json', 'oci-layout', 'repositories'])

/**
 * One archive of several, as they come: what `docker load` takes too, with the description before it. Fails with `images.archive_damaged`
 * where one of them is cut off.
 */
export async function* bundle(
  description: BundleDescription,
  archives: readonly { readonly source: string; readonly tar: AsyncIterable<Buffer> }[],
): AsyncGenerator<Buffer, void, undefined> {
  yield packedEntry(descriptionPath, Buffer.from(`${JSON.stringify(description, null, 2)}\n`))
  const present = new Set<string>()
  const images: ArchiveImage[] = []
  for (const { source, tar } of archives) {
    const collector = new ArchiveCollector()
    try {
      yield* unendedParts(tar, { files: { has: (name) => !tables.has(name) && !present.has(name) } }, collector)
      for (const name of collector.sizes.keys()) present.add(name)
      const found = imagesIn(collector)
      if (!found) throw new ArchiveDamage('no images', 0)
      images.push(...found)
    } catch (error) {
      if (!(error instanceof ArchiveDamage)) throw error
      const { offset, message: detail } = error
      throw new ProblemError(problem('images.archive_damaged', { path: source, offset }, { detail }), { cause: error })
    }
  }
  const manifest = images.map(({ names, config, layerFiles }) => ({
    Config: config,
    RepoTags: names.map(familiarReference),
    Layers: layerFiles,
  }))
  yield packedEntry('manifest.json', Buffer.from(JSON.stringify(manifest)))
  yield tarEnd
}
