import { rm, stat } from 'node:fs/promises'
import { fileProblem } from '../files/file-problem.ts'
import { type Access, replaceFile } from '../files/replace-file.ts'
import { resolveLinks } from '../files/resolve-links.ts'
import { writeInPlace } from '../files/write-in-place.ts'

/**
 * What is answered where a file can be written to and not replaced: it is a mount of its own (a dev container, a CI job), or its folder
 * takes no new files. Windows answers the same for a file that is open, and that passes.
 */
const cannotBeReplaced = new Set(['EBUSY', 'EXDEV', 'EROFS', 'EACCES', 'EPERM'])

interface Rewrite {
  /** Undefined for a file that was not there. */
  readonly access: Access | undefined
  readonly before: Buffer
  /** Undefined for no file at all. */
  readonly after: Buffer | undefined
}

/** Replaces a file as a whole, or takes it away; where it must stay the file that it is, it is written into. Says whether it was. */
export async function rewriteKubeconfig(
  path: string,
  { access, before, after }: Rewrite,
): Promise<'whole' | 'in place'> {
  const target = await resolveLinks(path)
  if (!access || !(await mustStay(target, access))) {
    try {
      if (after) await replaceFile(path, after, access)
      else await rm(target, { force: true })
      return 'whole'
    } catch (error) {
      if (!access || process.platform === 'win32' || !cannotBeReplaced.has(errnoOf(error)))
        throw after ? error : fileProblem(path, error)
    }
  }
  try {
    await writeInPlace(target, after ?? Buffer.alloc(0), before)
    return 'in place'
  } catch (error) {
    throw fileProblem(path, error)
  }
}

/** A file of several names would part from the others, and one of another owner, who may have let us write, would become ours. */
async function mustStay(target: string, { uid }: Access): Promise<boolean> {
  if (process.platform === 'win32') return false
  const { nlink } = await stat(target)
  const user = process.getuid?.()
  return nlink > 1 || (user !== undefined && user !== 0 && user !== uid)
}

function errnoOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
