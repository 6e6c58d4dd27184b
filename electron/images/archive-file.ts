import { open, stat } from 'node:fs/promises'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { ArchiveDamage } from './archive-damage.ts'
import { archiveFiles } from './archive-files.ts'
import { type ArchiveImage, imagesIn } from './archive-index.ts'
import { BundleDescription, descriptionPath } from './bundle.ts'
import type { SkippingChunks } from './byte-reader.ts'
import { compressionOf, decompressed } from './compression.ts'
import { FileChunks } from './file-chunks.ts'

/** An archive of images on this computer's disk. */
export interface ArchiveFile {
  readonly path: string
  readonly images: readonly ArchiveImage[]
  /** Where it is a bundle. */
  readonly description?: BundleDescription | undefined
  /** The size of each of its files. */
  readonly sizes: ReadonlyMap<string, number>
  /** The tar in it, from its beginning. */
  readonly tar: (signal: AbortSignal) => AsyncIterable<Buffer>
}

/** Looks what is in an archive, whatever its name. Fails with `images.archive_damaged` or `images.not_an_archive`. */
export async function readArchiveFile(path: string, signal: AbortSignal): Promise<ArchiveFile> {
  const start = await beginningOf(path)
  const compression = compressionOf(start)
  if (compression !== undefined && compression !== 'gzip' && compression !== 'zstd')
    throw new ProblemError(problem('images.unknown_compression', { path, format: compression }))
  const tar = (own: AbortSignal): SkippingChunks =>
    compression === undefined ? new FileChunks(path, own) : decompressed(new FileChunks(path, own), compression, own)
  return named(path, async () => {
    const files = await archiveFiles(tar(signal)).catch((error: unknown) => {
      // Where not even the first block is one, it is no damage but something else.
      const isOther = error instanceof ArchiveDamage && error.offset === 0 && compression === undefined
      throw isOther ? notAnArchive(path, error) : error
    })
    const images = imagesIn(files)
    if (!images || images.length === 0) throw notAnArchive(path)
    const description = descriptionIn(files.texts.get(descriptionPath))
    return { path, images, description, sizes: files.sizes, tar }
  })
}

/** Undefined where there is none, or one that only another version of Sampan can read. */
function descriptionIn(text: Buffer | undefined): BundleDescription | undefined {
  try {
    return text && BundleDescription.parse(JSON.parse(text.toString()))
  } catch {
    return undefined
  }
}

/** Damage that is found in the work becomes a Problem that names the archive. */
export async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ArchiveDamage)) throw error
    const { offset, message } = error
    throw new ProblemError(problem('images.archive_damaged', { path, offset }, { detail: message }), { cause: error })
  }
}

const notAnArchive = (path: string, cause?: unknown) =>
  new ProblemError(problem('images.not_an_archive', { path }), { cause })

async function beginningOf(path: string): Promise<Buffer> {
  try {
    // A pipe would be waited for, and a device may have no end.
    const found = await stat(path)
    if (found.isDirectory()) throw new ProblemError(problem('file.is_folder', { path }))
    if (!found.isFile()) throw notAnArchive(path)
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof ProblemError ? error : fileProblem(path, error)
  }
}
