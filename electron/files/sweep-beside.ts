import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isNewBeside } from './new-beside.ts'

/**
 * Removes what processes that were ended in the midst of a replacement have left beside a file. Whoever may not be alone with the file
 * says how old that must be: nobody takes a minute to write a small file.
 */
export async function sweepBeside(path: string, { olderThanMs }: { readonly olderThanMs: number }): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)]
  for (const found of await readdir(folder).catch(() => [])) {
    if (!isNewBeside(found, name)) continue
    const left = join(folder, found)
    const ageMs = await stat(left).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => -1,
    )
    // It is litter, no more: what cannot be removed harms nobody.
    if (ageMs >= olderThanMs) await rm(left, { force: true }).catch(() => undefined)
  }
}
