import { isImageId } from '#shared/image-reference.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import { withTag } from '../docker/docker-pull.ts'
import { type ArchiveFile, named, readArchiveFile } from './archive-file.ts'
import { ArchiveCollector } from './archive-files.ts'
import { type ArchiveImage, imagesIn } from './archive-index.ts'
import { archiveParts } from './archive-parts.ts'
import { platformOf, runs } from './platform.ts'
import { familiarReference, fullReference } from './references.ts'
import { paddedBytes } from './tar-entries.ts'

/** An image that is to be in a node. */
export interface WantedImage {
  /** In full. */
  readonly name: string
  /** By any of these the node's containerd or its CRI may know it. */
  readonly digests: readonly string[]
}

/** Images from one place, which a stream brings in one go. */
export interface ImageSource {
  /** As the user named it. */
  readonly source: string
  readonly images: readonly WantedImage[]
  /** What these of its images come to, uncompressed. */
  size(names: ReadonlySet<string>): number
  /** A tar of these of its images. Fails with a Problem where the place is damaged. */
  open(names: ReadonlySet<string>, signal: AbortSignal): Promise<Stream>
}

export interface Stream {
  readonly chunks: AsyncIterable<Buffer>
  /** The images that went by, when all has been read. */
  readonly passed: () => readonly WantedImage[]
}

/** The images in an archive that a node of that platform can run. */
export async function archiveSource(path: string, platform: string, signal: AbortSignal): Promise<ImageSource> {
  const archive = await readArchiveFile(path, signal)
  const named = archive.images.filter(({ names }) => names.length > 0)
  if (named.length === 0) throw new ProblemError(problem('images.no_name', { path }))
  const fitting = bestFor(named, platform)
  const [other] = named
  if (fitting.length === 0)
    throw new ProblemError(
      problem('images.wrong_platform', { image: path, platform: other?.platform ?? '', node: platform }),
    )
  const images = fitting.flatMap(({ names, id }) => names.map((name) => ({ name, digests: [id] })))
  return {
    source: path,
    images,
    size: (names) => {
      const files = new Set(meant(fitting, names).flatMap((image) => image.files))
      return [...files].reduce((sum, file) => sum + 512 + paddedBytes(archive.sizes.get(file) ?? 0), 0)
    },
    open: async (names, own) => ({
      chunks: imageParts(archive, meant(fitting, names), own),
      passed: () => images,
    }),
  }
}

const meant = (images: readonly ArchiveImage[], names: ReadonlySet<string>) =>
  images.filter((image) => image.names.some((name) => names.has(name)))

/** Of several platforms of one image, the newest that the node runs. */
function bestFor(images: readonly ArchiveImage[], platform: string): ArchiveImage[] {
  const best = new Map<string, ArchiveImage>()
  for (const image of images.filter((each) => runs(platform, each.platform))) {
    const key = image.names.join(' ')
    const other = best.get(key)
    if (!other || other.platform < image.platform) best.set(key, image)
  }
  return [...best.values()]
}

/**
 * Only what these images consist of, with a manifest as Docker reads it and of an OCI archive an index, which lead to nothing else.
 */
export async function* imageParts(archive: ArchiveFile, images: readonly ArchiveImage[], signal: AbortSignal) {
  const digests = new Map(images.flatMap(({ layers }) => [...layers]))
  const files = new Set(images.flatMap((image) => image.files))
  const manifest = images.map(({ names, config, layerFiles }) => ({
    Config: config,
    RepoTags: names.map(familiarReference),
    Layers: layerFiles,
  }))
  const descriptors = images.flatMap(({ descriptor, names }) =>
    descriptor ? names.map((name) => ({ ...descriptor, annotations: { 'io.containerd.image.name': name } })) : [],
  )
  const instead = new Map([['manifest.json', Buffer.from(JSON.stringify(manifest))]])
  if (descriptors.length > 0) {
    instead.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'))
    instead.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: descriptors })))
  }
  yield* ofFile(archive.path, archiveParts(archive.tar(signal), { files, instead, digests }), signal)
}

async function* ofFile(path: string, chunks: AsyncGenerator<Buffer>, signal: AbortSignal) {
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await named(path, () => chunks.next())
      if (done) return
      yield value
    }
  } finally {
    await chunks.return(undefined)
  }
}

/** Images of the engine itself. Fails with `images.not_here` where it has none of that name. */
export async function engineSource(
  runtime: Pick<ContainerRuntime, 'inspectImage' | 'saveImages'>,
  references: readonly string[],
  platform: string,
  signal: AbortSignal,
): Promise<ImageSource> {
  const found = await Promise.all(
    references.map(async (reference) => {
      // An image that is saved by id or digest has no name in the archive, so no pod could use it.
      if (isImageId(reference) || reference.includes('@'))
        throw new ProblemError(problem('images.no_name', { path: reference }))
      const image = await runtime.inspectImage(reference, signal)
      if (!image) throw new ProblemError(problem('images.not_here', { image: reference }))
      const own = image.architecture === undefined ? platform : platformOf(image.architecture)
      if (own.split('/')[1] !== platform.split('/')[1])
        throw new ProblemError(problem('images.wrong_platform', { image: reference, platform: own, node: platform }))
      const tag = withTag(reference)
      return { tag, sizeBytes: image.sizeBytes ?? 0, name: fullReference(tag), digests: [image.id] }
    }),
  )
  const source = references.join(', ')
  return {
    source,
    images: found.map(({ name, digests }) => ({ name, digests })),
    size: (names) => found.reduce((sum, { name, sizeBytes }) => sum + (names.has(name) ? sizeBytes : 0), 0),
    open: async (names, own) => {
      const tags = found.filter(({ name }) => names.has(name)).map(({ tag }) => tag)
      const collector = new ArchiveCollector()
      const chunks = archiveParts(runtime.saveImages(tags, own), {}, collector)
      return { chunks: ofFile(source, chunks, own), passed: () => passedBy(collector) }
    },
  }
}

/** In a node an image is known by what it consists of, whatever the engine that it came from calls it. */
const passedBy = (collector: ArchiveCollector): WantedImage[] =>
  (imagesIn(collector) ?? []).flatMap(({ names, id }) => names.map((name) => ({ name, digests: [id] })))
