import { access, constants, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { isNewBeside } from '../files/new-beside.ts'
import type { Access } from '../files/replace-file.ts'
import { resolveLinks } from '../files/resolve-links.ts'
import { isHolderDead, withLock } from './file-lock.ts'
import { isBackup, type KubeconfigBackups } from './kubeconfig-backups.ts'
import { encode, type KubeconfigText, readKubeconfigText } from './kubeconfig-text.ts'
import { rewriteKubeconfig } from './write-kubeconfig.ts'

export interface ReadFile {
  readonly path: string
  /** Undefined where there is no such file. */
  readonly access: Access | undefined
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

/** What a change makes of a file: its new text, no file at all, or undefined for no change. */
export type Change = { readonly text: string } | 'remove' | undefined

/** Makes out what is in a file. */
export type Parse = typeof readKubeconfigText

/** Does not parse again what it has just parsed: a file is looked at before and under the lock. */
export function rememberingParse(): Parse {
  let last: { bytes: Buffer; content: KubeconfigText } | undefined
  return (bytes, path) => {
    if (!last?.bytes.equals(bytes)) last = { bytes, content: readKubeconfigText(bytes, path) }
    return last.content
  }
}

/** Reads a kubeconfig as it is now. A file that is not there is one without content. */
export async function readFileNow(path: string, parse: Parse = readKubeconfigText): Promise<ReadFile> {
  try {
    const target = await resolveLinks(path)
    const present = await stat(target).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    })
    if (present && !present.isFile()) throw new ProblemError(problem('kubeconfig.not_a_file', { path }))
    const bytes = present ? await readFile(target) : Buffer.alloc(0)
    const access = present && { mode: present.mode & 0o777, uid: present.uid, gid: present.gid }
    return { path, access, content: parse(bytes, path) }
  } catch (error) {
    throw error instanceof ProblemError ? error : fileProblem(path, error)
  }
}

/**
 * Changes a kubeconfig under kubectl's lock: it is read anew, what it was is kept as a backup, and what was written is read back.
 * Undefined when there was nothing to change, and so nothing was written.
 */
export async function changeFile(
  path: string,
  change: (file: ReadFile) => Change | Promise<Change>,
  { signal, backups, parse }: { signal: AbortSignal; backups: KubeconfigBackups; parse?: Parse },
): Promise<Written | undefined> {
  // Also one that a link leads to, or that somebody has named.
  if (isBackup(path) || isBackup(await resolveLinks(path).catch(() => path)))
    throw new ProblemError(problem('kubeconfig.is_backup', { path }))
  return withLock(
    path,
    async () => {
      const file = await readFileNow(path, parse)
      await refuseReadOnly(file)
      const next = await change(file)
      if (next === undefined || (next !== 'remove' && next.text === file.content.text)) return undefined
      await sweep(path)
      const backup = file.access && (await backups.keep(await resolveLinks(path)))
      const before = encode(file.content, file.content.text)
      const after = next === 'remove' ? undefined : encode(file.content, next.text)
      const how = await rewriteKubeconfig(path, { access: file.access, before, after })
      const isInPlace = how === 'in place'
      const left = after ?? (isInPlace ? Buffer.alloc(0) : undefined)
      if (left) await verify(path, left)
      return { path, backup, isInPlace, bytes: left }
    },
    { signal, elsewhere: backups.lockFor(await resolveLinks(path).catch(() => path)) },
  )
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
