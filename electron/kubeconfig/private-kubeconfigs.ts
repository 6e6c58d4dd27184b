import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ClusterRef } from '#shared/cluster.ts'
import { toolFiles } from '#shared/tool.ts'
import { fileProblem } from '../files/file-problem.ts'
import { replaceFile } from '../files/replace-file.ts'
import { type AdminKubeconfig, readAdminKubeconfig } from '../kubernetes/admin-kubeconfig.ts'
import { dataFolder, type UserPlace } from './data-folder.ts'

/** Enough of a digest to tell the engines of one machine apart. */
const folderNameLength = 12

/** The folder for Sampan's own kubeconfigs: 0700. */
export function privateFolder(place: UserPlace): string {
  return join(dataFolder(place), 'kubeconfigs')
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

  path(cluster: ClusterRef): string {
    return join(this.#folderOf(cluster), `${cluster.name}.yaml`)
  }

  /** Writes it where it is new or was changed, for its owner only. Returns its path. */
  async keep(cluster: ClusterRef, kubeconfig: string): Promise<string> {
    const path = this.path(cluster)
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

  /** By what the cluster's entries are known, also when it is gone or cannot be asked; undefined where it was never kept. */
  async admin(cluster: ClusterRef): Promise<AdminKubeconfig | undefined> {
    const text = await readFile(this.path(cluster), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : readAdminKubeconfig(text)
  }

  /** Removes it, and what was written beside it for tools. The engine's folder goes with its last cluster. */
  async forget(cluster: ClusterRef): Promise<void> {
    const folder = this.#folderOf(cluster)
    for (const file of [`${cluster.name}.yaml`, ...toolFiles(cluster.name)])
      await rm(join(folder, file), { force: true })
    await rmdir(folder).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      // Another cluster's are in it, or it was never made.
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw fileProblem(folder, error)
    })
  }

  #folderOf({ engineId }: ClusterRef): string {
    return join(this.#folder, createHash('sha256').update(engineId).digest('hex').slice(0, folderNameLength))
  }
}
