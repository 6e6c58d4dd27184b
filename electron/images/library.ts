import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import { LibraryEntry } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { type ArchiveFile, readArchiveFile } from './archive-file.ts'
import type { ArchiveImage } from './archive-index.ts'
import { coverOf, duplicatesOf } from './duplicates.ts'
import { halfMadeFolder, sweepHalfMade } from './half-made.ts'
import { imageParts } from './image-source.ts'
import { runs } from './platform.ts'
import { familiarReference, fullReference } from './references.ts'

const Entry = LibraryEntry.omit({ sizeBytes: true, isDuplicate: true }).extend({
  version: z.literal(1),
  ids: z.record(z.string(), z.string()).optional(),
})
type KeptEntry = Omit<z.infer<typeof Entry>, 'version'> & Pick<LibraryEntry, 'sizeBytes'>

const files = { entry: 'entry.json', engine: 'engine.tar', nodes: 'nodes.tar' } as const

/** Images that are kept on this computer for clusters without a network: a folder each, by what they consist of. */
export class ImageLibrary {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async list(): Promise<LibraryEntry[]> {
    return listed(await this.#entries())
  }

  async #entries(): Promise<KeptEntry[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const entries = await Promise.all(names.map((name) => this.#entry(name)))
    return entries
      .flatMap((entry) => entry ?? [])
      .sort(
        (one, other) =>
          one.k3sVersion.localeCompare(other.k3sVersion, 'en', { numeric: true }) ||
          one.addedAt.localeCompare(other.addedAt) ||
          one.id.localeCompare(other.id),
      )
  }

  /**
   * Keeps what is in archives. Which version of k3s they are for is said by a k3s image among them, or has to be told; which architecture,
   * by the images. What is there already is not kept twice; instead of an archive all of whose images others have, those are given.
   */
  async add(
    paths: readonly string[],
    { k3sVersion }: { readonly k3sVersion?: string | undefined },
    signal: AbortSignal,
  ): Promise<LibraryEntry[]> {
    await sweepHalfMade(this.#folder)
    const archives = await Promise.all(paths.map((path) => readArchiveFile(path, signal)))
    const named = archives.flatMap(({ images }) =>
      images.flatMap(({ names }) => names.flatMap((name) => k3sVersionOfImage(name) ?? [])),
    )
    const [only, ...others] = [...new Set(named)]
    const engineImages = new Set(
      archives.flatMap(({ description }) => (description?.forEngine ?? []).map(fullReference)),
    )
    const told = k3sVersion ?? (others.length === 0 ? only : undefined)
    const isForEngine = (image: ArchiveImage) =>
      image.names.some((name) => k3sVersionOfImage(name) || engineImages.has(name))
    const added: KeptEntry[] = []
    for (const archive of archives) {
      const version = archive.description?.k3sVersion ?? told
      added.push(...(await this.#keep(archive, { version, isForEngine }, signal)))
    }
    const ids = new Set(added.map(({ id }) => id))
    const all = await this.list()
    return [...ids].flatMap((id) => all.find((entry) => entry.id === id) ?? [])
  }

  /** Fails with `library.not_found` where there is nothing of that id. */
  async remove(id: string): Promise<void> {
    const entry = (await this.#entries()).find((each) => each.id === id)
    if (!entry) throw new ProblemError(problem('library.not_found', { id }))
    await rm(join(this.#folder, entry.id), { recursive: true, force: true })
  }

  /** What nodes of that version and platform are given before their first start. */
  async forNodes(k3sVersion: string, platform: string): Promise<KeptArchive[]> {
    const entries = await this.#entries()
    // Each node would read the same image twice.
    const duplicates = duplicatesOf(entries, ['forNodes'])
    return entries
      .filter((entry) => entry.k3sVersion === k3sVersion && runs(platform, entry.platform) && entry.forNodes.length > 0)
      .filter(({ id }) => !duplicates.has(id))
      .map(({ id }) => this.#kept(id, files.nodes))
  }

  /** Where an image for Docker itself is kept. */
  async forEngine(reference: string, platform: string): Promise<KeptArchive | undefined> {
    const entries = await this.#entries()
    const name = familiarReference(fullReference(reference))
    const entry = entries.find((each) => runs(platform, each.platform) && each.forEngine.includes(name))
    return entry && this.#kept(entry.id, files.engine)
  }

  #kept(id: string, file: string): KeptArchive {
    const path = join(this.#folder, id, file)
    return {
      id,
      path,
      sizeBytes: async () => (await stat(path)).size,
      read: () => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>, // no encoding is set
    }
  }

  async #keep(
    archive: ArchiveFile,
    {
      version,
      isForEngine,
    }: { readonly version: string | undefined; readonly isForEngine: (image: ArchiveImage) => boolean },
    signal: AbortSignal,
  ): Promise<readonly KeptEntry[]> {
    const { path } = archive
    const images = archive.images.filter(({ names }) => names.length > 0)
    const [first] = images
    if (!first) throw new ProblemError(problem('images.no_name', { path }))
    if (version === undefined) throw new ProblemError(problem('library.version_unknown', { path }))
    const own = images.filter(({ platform }) => platform === first.platform)
    const [forEngine, forNodes] = [own.filter(isForEngine), own.filter((image) => !isForEngine(image))]
    const content = [version, first.platform, ...own.map(({ id, names: all }) => [id, ...all].join(' ')).sort()].join(
      '\n',
    )
    const id = createHash('sha256').update(content).digest('hex').slice(0, 12)
    const present = await this.#entry(id)
    if (present) return [present]
    const names = (of: readonly ArchiveImage[]) => of.flatMap((image) => image.names.map(familiarReference))
    const entry: z.infer<typeof Entry> = {
      version: 1,
      id,
      k3sVersion: version,
      platform: first.platform,
      forEngine: names(forEngine),
      forNodes: names(forNodes),
      ids: Object.fromEntries(own.flatMap((image) => names([image]).map((name) => [name, image.id]))),
      addedAt: new Date().toISOString(),
    }
    const cover = coverOf(entry, await this.#entries())
    if (cover) return cover
    // It counts when it is complete.
    const folder = halfMadeFolder(this.#folder, id)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const [file, part] of [
        [files.engine, forEngine],
        [files.nodes, forNodes],
      ] as const)
        if (part.length > 0) await written(join(folder, file), imageParts(archive, part, signal), signal)
      await writeFile(join(folder, files.entry), `${JSON.stringify(entry, null, 2)}\n`)
      await rename(folder, join(this.#folder, id)).catch(async (error: unknown) => {
        // Somebody else has added the same meanwhile.
        if (!(await this.#entry(id))) throw error
        await rm(folder, { recursive: true, force: true })
      })
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      if (error instanceof ProblemError || signal.aborted) throw error
      throw fileProblem(folder, error)
    }
    const kept = await this.#entry(id)
    if (!kept) throw new ProblemError(problem('file.failed', { path: join(this.#folder, id) }))
    return [kept]
  }

  /** Undefined for what is none, or is just being made. */
  async #entry(name: string): Promise<KeptEntry | undefined> {
    if (name.startsWith('.')) return undefined
    try {
      const folder = join(this.#folder, name)
      const entry = Entry.parse(JSON.parse(await readFile(join(folder, files.entry), 'utf8')))
      const sizes = await Promise.all(
        [files.engine, files.nodes].map((file) =>
          stat(join(folder, file)).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      )
      const { version: _, ...rest } = entry
      return { ...rest, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) }
    } catch {
      return undefined
    }
  }
}

function listed(entries: readonly KeptEntry[]): LibraryEntry[] {
  const duplicates = duplicatesOf(entries)
  return entries.map(({ ids: _, ...entry }) => ({ ...entry, isDuplicate: duplicates.has(entry.id) }))
}

/** A tar of images that is ready to be sent. */
export interface KeptArchive {
  readonly id: string
  readonly path: string
  readonly sizeBytes: () => Promise<number>
  readonly read: () => AsyncIterable<Buffer>
}

async function written(path: string, chunks: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
  await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(path, { mode: 0o600 }), { signal })
}
