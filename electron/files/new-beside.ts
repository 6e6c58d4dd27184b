import { randomBytes } from 'node:crypto'

/** Too many to be guessed or met by chance. */
const randomLength = 6

/** A name beside a file for what is to become it. */
export function newBeside(path: string): string {
  return `${path}.${randomBytes(randomLength).toString('hex')}.new`
}

/** Whether a file's name is one that `newBeside` gave to another file's. */
export function isNewBeside(name: string, of: string): boolean {
  const rest = name.startsWith(`${of}.`) ? name.slice(of.length + 1) : ''
  return rest.length === randomLength * 2 + '.new'.length && /^[0-9a-f]+\.new$/.test(rest)
}
