import { readlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** More than any system allows in a row. */
const longestChain = 40

/** The file that a path leads to, also where the last link leads to a file that is not there yet. */
export async function resolveLinks(path: string): Promise<string> {
  let at = resolve(path)
  for (let step = 0; step <= longestChain; step += 1) {
    const next = await readlink(at).catch(() => undefined)
    if (next === undefined) return at
    at = resolve(dirname(at), next)
  }
  throw Object.assign(new Error(`ELOOP: too many symbolic links, '${path}'`), { code: 'ELOOP' })
}
