import { chmod, constants, copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { folderNameFor } from './data-folder.ts'

const keptBackups = 5
const inName = '.bak-sampan-'

/** Whether a file is one of ours: here, or beside the kubeconfig, where the first versions put them. Such a file is never read as a kubeconfig. */
export function isBackup(path: string): boolean {
  return basename(path).includes(inName)
}

/**
 * What the user's kubeconfigs were before Sampan changed them. In Sampan's own folder: for many tools everything in ~/.kube is a
 * kubeconfig, and a copy there shows up as clusters.
 */
export class KubeconfigBackups {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** For a file whose own folder takes no lock. */
  lockFor(path: string): string {
    return join(this.#folder, `${folderNameFor(path)}.lock`)
  }

  /** Copies a file, for its owner only, since it has the same secrets; the oldest of more than five go. Returns the copy's path. */
  async keep(path: string): Promise<string> {
    const folder = join(this.#folder, folderNameFor(path))
    const prefix = `${basename(path)}${inName}`
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      const backup = await copyTo(path, join(folder, prefix))
      const all = (await readdir(folder)).filter((name) => name.startsWith(prefix)).sort()
      await Promise.all(all.slice(0, -keptBackups).map((name) => rm(join(folder, name), { force: true })))
      return backup
    } catch (error) {
      const cause = fileProblem(folder, error)
      if (cause.problem.code === 'disk.full') throw cause
      throw new ProblemError(problem('kubeconfig.backup_failed', { path, folder }, { detail: cause.problem.detail }), {
        cause: error,
      })
    }
  }
}

/** Under the first time of now and later that no other backup has. */
async function copyTo(path: string, prefix: string): Promise<string> {
  for (let atMs = Date.now(); ; atMs += 1) {
    const backup = prefix + new Date(atMs).toISOString().replaceAll(/[-:]/g, '')
    try {
      await copyFile(path, backup, constants.COPYFILE_EXCL)
      await chmod(backup, 0o600)
      return backup
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      await rm(backup, { force: true })
      throw error
    }
  }
}
