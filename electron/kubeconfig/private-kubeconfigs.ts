import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileProblem } from '../files/file-problem.ts'
import { replaceFile } from '../files/replace-file.ts'

/** The folder for Sampan's own kubeconfigs: 0700, where each system keeps such things. */
export function privateFolder({
  env,
  home,
  platform,
}: {
  env: Readonly<Record<string, string | undefined>>
  home: string
  platform: NodeJS.Platform
}): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Sampan', 'kubeconfigs')
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Sampan', 'kubeconfigs')
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'sampan', 'kubeconfigs')
  }
}

/**
 * A kubeconfig for each cluster that no other tool writes to, and that tools are pointed to without anybody's current context being
 * touched. Two engines may have clusters of the same name: each engine has a folder.
 */
export class PrivateKubeconfigs {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  folder(engineId: string): string {
    return join(this.#folder, createHash('sha256').update(engineId).digest('hex').slice(0, 12))
  }

  path(engineId: string, cluster: string): string {
    return join(this.folder(engineId), `${cluster}.yaml`)
  }

  /** Writes it where it is new or was changed, for its owner only. Returns its path. */
  async keep(engineId: string, cluster: string, kubeconfig: string): Promise<string> {
    const path = this.path(engineId, cluster)
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await chmod(dirname(path), 0o700)
    } catch (error) {
      throw fileProblem(path, error)
    }
    const present = await readFile(path, 'utf8').catch(() => undefined)
    if (present !== kubeconfig) await replaceFile(path, kubeconfig)
    return path
  }

  async forget(engineId: string, cluster: string): Promise<void> {
    await rm(this.path(engineId, cluster), { force: true })
  }
}
