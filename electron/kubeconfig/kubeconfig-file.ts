import { access, constants, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ClusterRef } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { isNewBeside } from '../files/new-beside.ts'
import type { Access } from '../files/replace-file.ts'
import { resolveLinks } from '../files/resolve-links.ts'
import { dataFolder, type UserPlace } from './data-folder.ts'
import { isHolderDead, withLock } from './file-lock.ts'
import { isBackup, KubeconfigBackups } from './kubeconfig-backups.ts'
import { encode, type KubeconfigText, readKubeconfigText } from './kubeconfig-text.ts'
import { rewriteKubeconfig } from './write-kubeconfig.ts'
import { WrittenEntries, type WrittenEntry } from './written-entries.ts'

export interface ReadFile {
  readonly path: string
  /** Undefined where there is no such file. */
  readonly access: Access | undefined
  readonly bytes: Buffer
  readonly content: KubeconfigText
}

/** A file as it was left, and where it is as it was before: undefined for one that was not there. */
export interface Written {
  readonly path: string
  readonly backup: string | undefined
  /** It is still the same file: it could not be replaced by another one. */
  readonly isInPlace: boolean
  /** Undefined where the file is gone now. */
  readonly bytes: Buffer | undefined
}

/** What a change makes of a file. */
export interface Change {
  /** Undefined for no file at all. */
  readonly after: string | Buffer | undefined
  /** What the file has of a cluster afterwards. A change that leaves all entries alone does not say. */
  readonly own?: { readonly cluster: ClusterRef; readonly entries: readonly WrittenEntry[] } | undefined
}

/** The files that kubectl reads, one at a time: how they are read and changed, with what is kept of them in Sampan's own folder. */
export class KubeconfigFiles {
  readonly backups: KubeconfigBackups
  readonly written: WrittenEntries
  /** A file is looked at before and under the lock, and is not parsed again where it is the same. */
  #last: { bytes: Buffer; content: KubeconfigText } | undefined

  constructor(place: UserPlace) {
    this.backups = new KubeconfigBackups(join(dataFolder(place), 'kubeconfig-backups'))
    this.written = new WrittenEntries(join(dataFolder(place), 'kubeconfig-entries'))
  }

  /** Reads a kubeconfig as it is now. A file that is not there is one without content. */
  async read(path: string): Promise<ReadFile> {
    try {
      const target = await resolveLinks(path)
      const present = await stat(target).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      })
      if (present && !present.isFile()) throw new ProblemError(problem('kubeconfig.not_a_file', { path }))
      const bytes = present ? await readFile(target) : Buffer.alloc(0)
      const access = present && { mode: present.mode & 0o777, uid: present.uid, gid: present.gid }
      const remembered = await this.written.in(path)
      return { path, access, bytes, content: { ...this.#parse(bytes, path), remembered } }
    } catch (error) {
      throw error instanceof ProblemError ? error : fileProblem(path, error)
    }
  }

  /**
   * Changes a kubeconfig under kubectl's lock: it is read anew, what it was is kept as a backup, and what was written is read back.
   * Undefined when there was nothing to change, and so nothing was written.
   */
  async change(
    path: string,
    change: (file: ReadFile) => Change | undefined | Promise<Change | undefined>,
    signal: AbortSignal,
  ): Promise<Written | undefined> {
    const target = await resolveLinks(path).catch(() => path)
    // Also one that a link leads to, or that somebody has named.
    if (isBackup(path) || isBackup(target)) throw new ProblemError(problem('kubeconfig.is_backup', { path }))
    const underLock = async () => {
      const file = await this.read(path)
      await refuseReadOnly(file)
      const next = await change(file)
      if (!next) return undefined
      const { own } = next
      // Before the file: what is remembered and not there harms nobody, and what is there and not remembered may never be found.
      if (own && own.entries.length > 0) await this.written.keep(path, own.cluster, own.entries)
      const written = next.after === file.content.text ? undefined : await this.#write(file, next.after)
      if (own && own.entries.length === 0) await this.written.forget(path, own.cluster)
      return written
    }
    return withLock(path, underLock, { signal, elsewhere: this.backups.lockFor(target) })
  }

  async #write({ path, access, bytes, content }: ReadFile, next: Change['after']): Promise<Written> {
    await sweep(path)
    const backup = access && (await this.backups.keep(await resolveLinks(path)))
    const after = typeof next === 'string' ? encode(content, next) : next
    const how = await rewriteKubeconfig(path, { access, before: bytes, after })
    const isInPlace = how === 'in place'
    const left = after ?? (isInPlace ? Buffer.alloc(0) : undefined)
    if (left) await verify(path, left)
    return { path, backup, isInPlace, bytes: left }
  }

  #parse(bytes: Buffer, path: string): KubeconfigText {
    if (!this.#last?.bytes.equals(bytes)) this.#last = { bytes, content: readKubeconfigText(bytes, path) }
    return this.#last.content
  }
}

/** A file that its owner has made read-only is not replaced by another one, though its folder would allow it. */
async function refuseReadOnly({ path, access: found }: ReadFile): Promise<void> {
  if (!found) return
  try {
    if ((found.mode & 0o222) === 0) throw Object.assign(new Error('EACCES: the file is read-only'), { code: 'EACCES' })
    await access(path, constants.W_OK)
  } catch (error) {
    throw fileProblem(path, error)
  }
}

/** What a Sampan that was killed has left beside the file. Nobody else of us writes here: we hold the lock. */
async function sweep(path: string): Promise<void> {
  const target = await resolveLinks(path)
  const [folder, name] = [dirname(target), basename(target)]
  for (const found of await readdir(folder).catch(() => [])) {
    // Another Sampan may just be preparing its lock.
    const isLeft =
      isNewBeside(found, name) || (isNewBeside(found, `${name}.lock`) && (await isHolderDead(join(folder, found))))
    if (isLeft) await rm(join(folder, found), { force: true })
  }
}

/** A disk that says yes and keeps something else is not trusted with the rest. */
async function verify(path: string, written: Buffer): Promise<void> {
  const found = await readFile(path).catch((error: unknown) => {
    throw fileProblem(path, error)
  })
  if (!found.equals(written)) throw fileProblem(path, new Error('What was read back is not what was written'))
}
