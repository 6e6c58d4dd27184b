import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, realpath, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { ClusterRef, refKey } from '#shared/cluster.ts'
import { fileProblem } from '../files/file-problem.ts'
import { replaceFile } from '../files/replace-file.ts'
import { resolveLinks } from '../files/resolve-links.ts'
import { folderNameFor } from './data-folder.ts'
import { listNames } from './kubeconfig-text.ts'
import { Mark } from './mark.ts'

/** One entry as Sampan wrote it. */
export const WrittenEntry = z.object({
  list: z.enum(listNames),
  name: z.string(),
  mark: Mark,
  /** A digest of what it leads to: an entry of the same name that leads elsewhere is somebody else's. */
  proof: z.string(),
})
export type WrittenEntry = z.infer<typeof WrittenEntry>

/** What Sampan wrote into one kubeconfig for one cluster. It has no secrets. */
const WrittenFile = z.object({ path: z.string(), cluster: ClusterRef, entries: z.array(WrittenEntry).readonly() })
export type WrittenFile = z.infer<typeof WrittenFile>

const digestLength = 12

/**
 * A private copy of what was written, for each kubeconfig and cluster: it finds entries again when KUBECONFIG names other files by now,
 * and knows them when another tool has dropped their marks. Whoever changes it has the kubeconfig's lock.
 */
export class WrittenEntries {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** What was written into a file, for whichever cluster. */
  async in(path: string): Promise<WrittenFile[]> {
    return readAll(join(this.#folder, folderNameFor(await lastingPath(path))))
  }

  /** The files that have entries of any cluster, as far as Sampan knows. */
  async everywhere(): Promise<WrittenFile[]> {
    const folders = await readdir(this.#folder).catch(() => [])
    return (await Promise.all(folders.map((name) => readAll(join(this.#folder, name))))).flat()
  }

  /** The files that have a cluster's entries, as far as Sampan knows. */
  async filesOf(cluster: ClusterRef): Promise<string[]> {
    const all = await this.everywhere()
    return all.filter((each) => refKey(each.cluster) === refKey(cluster)).map(({ path }) => path)
  }

  async keep(path: string, cluster: ClusterRef, entries: readonly WrittenEntry[]): Promise<void> {
    const lasting = await lastingPath(path)
    const file = this.#fileFor(lasting, cluster)
    const text = `${JSON.stringify({ path: lasting, cluster, entries } satisfies WrittenFile)}\n`
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    } catch (error) {
      throw fileProblem(file, error)
    }
    await replaceFile(file, text)
  }

  async forget(path: string, cluster: ClusterRef): Promise<void> {
    const file = this.#fileFor(await lastingPath(path), cluster)
    try {
      await rm(file, { force: true })
      await rmdir(dirname(file))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      // Another cluster's are in it, or it was never made.
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw fileProblem(file, error)
    }
  }

  #fileFor(lasting: string, cluster: ClusterRef): string {
    const engine = createHash('sha256').update(cluster.engineId).digest('hex').slice(0, digestLength)
    return join(this.#folder, folderNameFor(lasting), `${engine}-${cluster.name}.json`)
  }
}

/** What cannot be read was not written by us, or is of a later version: the marks in the kubeconfig still speak. */
async function readAll(folder: string): Promise<WrittenFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  const found = await Promise.all(
    names.map(async (name) =>
      WrittenFile.safeParse(parseJson(await readFile(join(folder, name), 'utf8').catch(() => ''))),
    ),
  )
  return found.flatMap(({ data }) => data ?? [])
}

/** Of the file itself: a link may lead to another one by tomorrow, and the current folder is another one in every terminal. */
async function lastingPath(path: string): Promise<string> {
  const target = await resolveLinks(path).catch(() => path)
  const folder = await realpath(dirname(target)).catch(() => dirname(target))
  return join(folder, basename(target))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // Cut off, or not ours.
  }
}
