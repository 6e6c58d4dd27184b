import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileProblem } from './file-problem.ts'
import { newBeside } from './new-beside.ts'
import { type RenameOver, renameOver } from './rename-over.ts'
import { resolveLinks } from './resolve-links.ts'
import { sweepBeside } from './sweep-beside.ts'

/** Who may read a file: its permission bits and its owner. */
export interface Access {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Writes a file that only its owner can read, or with the access that is given. It is the old one or the new one, never anything
 * between, also when the power fails; a symlink stays one. What is no regular file (/dev/stdout, a pipe) is written to as it is.
 * Fails with `disk.full`, `file.read_only`, `file.missing` or `file.failed`.
 */
export async function replaceFile(
  path: string,
  text: string | Buffer,
  access?: Access,
  renaming: RenameOver = {},
): Promise<void> {
  try {
    const target = await resolveLinks(path)
    const present = await stat(target).catch(() => undefined)
    if (present && !present.isFile()) return await writeFile(target, text)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeBeside(target, text, { access, renaming })
  } catch (error) {
    throw fileProblem(path, error)
  }
}

async function writeBeside(
  target: string,
  text: string | Buffer,
  { access, renaming }: { access: Access | undefined; renaming: RenameOver },
): Promise<void> {
  // A name that nobody can have prepared, and never through a link that somebody has.
  const temporary = newBeside(target)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text)
      if (access) {
        // Only root can give a file away; everybody else owns what was there before.
        if (process.getuid?.() === 0) await file.chown(access.uid, access.gid)
        await file.chmod(access.mode)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await renameOver(temporary, target, renaming)
    await syncFolder(dirname(target))
    await sweepBeside(target, { olderThanMs: 60_000 })
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** A rename lasts only when its folder is on the disk too. Windows cannot and need not. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
