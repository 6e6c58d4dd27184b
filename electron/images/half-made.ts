import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const halfMade = /^\.[0-9a-f]{12}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Nobody writes so long without a byte. */
const staleMs = 3_600_000

/** Where an entry of the image library is made, until it is complete. */
export const halfMadeFolder = (library: string, id: string): string => join(library, `.${id}-${randomUUID()}`)

/** Removes what processes have left that were killed while they made an entry. */
export async function sweepHalfMade(library: string): Promise<void> {
  const names = await readdir(library).catch(() => [])
  for (const name of names.filter((each) => halfMade.test(each))) {
    const folder = join(library, name)
    // It is litter, no more: what cannot be removed harms nobody.
    const changedMs = await lastChangeMs(folder).catch(() => Date.now())
    if (Date.now() - changedMs > staleMs) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Of the folder and of what is in it. */
async function lastChangeMs(folder: string): Promise<number> {
  const files = (await readdir(folder)).map((file) => join(folder, file))
  const found = await Promise.all([folder, ...files].map((path) => stat(path)))
  return Math.max(...found.map(({ mtimeMs }) => mtimeMs))
}
