import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Problem, problem } from '#shared/problem.ts'
import { resolveLinks } from '../files/resolve-links.ts'
import type { UserPlace } from './data-folder.ts'
import { isBackup } from './kubeconfig-backups.ts'
import { unmeant, unmeantList } from './meant-path.ts'

export interface KubeconfigPaths {
  readonly paths: readonly string[]
  /** Why nothing is written: what the variable says cannot be meant. */
  readonly refused?: Problem
}

/**
 * The files that kubectl reads, in its order: $KUBECONFIG, which may name several, or ~/.kube/config. Backups of Sampan among them are
 * passed over: whoever lists a whole folder did not mean them.
 */
export function kubeconfigPaths({ env, home, platform = process.platform }: UserPlace): KubeconfigPaths {
  const variable = 'KUBECONFIG'
  const list = env[variable] ?? ''
  const unmeantAsAWhole = unmeantList(list, { variable, platform })
  if (unmeantAsAWhole) return { paths: [], refused: unmeantAsAWhole }
  const named = [...new Set(list.split(platform === 'win32' ? ';' : ':'))].filter((path) => path !== '')
  if (named.length === 0) return { paths: [join(home, '.kube', 'config')] }
  const refusals = named.map((path) => unmeant(path, { variable, platform }))
  const meant = named.filter((_, index) => refusals[index] === undefined)
  const paths = meant.filter((path) => !isBackup(path))
  const onlyBackups = paths.length === 0 ? problem('kubeconfig.is_backup', { path: named[0] ?? '' }) : undefined
  const refused = refusals.find((each) => each !== undefined) ?? onlyBackups
  return refused ? { paths, refused } : { paths }
}

/** A file under several names (a link, a mount, another way to write its path) is one, under the first of them. */
export async function distinctFiles(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>()
  for (const path of paths) {
    const key = await identityOf(path)
    if (!found.has(key)) found.set(key, path)
  }
  return [...found.values()]
}

async function identityOf(path: string): Promise<string> {
  const target = await resolveLinks(path).catch(() => path)
  const found = await stat(target, { bigint: true }).catch(() => undefined)
  // Some network file systems number no files.
  return found && found.ino !== 0n ? `${found.dev}:${found.ino}` : target
}

/** Where kubectl puts what is new: the first of its files that exists, else the last one (client-go, PathOptions.GetDefaultFilename). */
export async function defaultPath(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return paths.at(-1) ?? ''
}
