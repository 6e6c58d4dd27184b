import { randomBytes } from 'node:crypto'
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileProblem } from './file-problem.ts'

/**
 * Writes a file that only its owner can read. It is the old one or the new one, never anything between; a symlink stays one. What is
 * no regular file (/dev/stdout, a pipe) is written to as it is. Fails with `disk.full`, `file.read_only` or `file.failed`.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path)
    const present = await stat(target).catch(() => undefined)
    if (present && !present.isFile()) return await writeFile(target, text)
    await mkdir(dirname(target), { recursive: true })
    await writeBeside(target, text)
  } catch (error) {
    throw fileProblem(path, error)
  }
}

async function writeBeside(target: string, text: string): Promise<void> {
  // A name that nobody can have prepared, and never through a link that somebody has.
  const temporary = `${target}.${randomBytes(6).toString('hex')}.new`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
