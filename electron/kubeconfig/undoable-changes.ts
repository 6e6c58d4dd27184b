import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import type { KubeconfigFiles, ReadFile, Written } from './kubeconfig-file.ts'

/** One file of a change: where it is as it was, and how it was left. */
interface Step {
  readonly path: string
  readonly backup: string | undefined
  /** Undefined where the file was removed. A digest, since the text has secrets. */
  readonly digest: string | undefined
}

/** What each cluster's last change of the user's kubeconfigs has written, to be put back. */
export class UndoableChanges {
  readonly #last = new Map<string, readonly Step[]>()
  readonly #files: KubeconfigFiles

  constructor(files: KubeconfigFiles) {
    this.#files = files
  }

  /** A change that has written nothing leaves the one before it undoable. */
  keep(cluster: ClusterRef, written: readonly Written[]): void {
    if (written.length === 0) return
    const steps = written.map(({ path, backup, bytes }) => ({ path, backup, digest: bytes && digestOf(bytes) }))
    this.#last.set(refKey(cluster), steps)
  }

  /** The cluster is gone: bringing its entries back would lead nowhere. */
  forget(cluster: ClusterRef): void {
    this.#last.delete(refKey(cluster))
  }

  /**
   * Puts back what the cluster's last change has written, in all files or in none. Fails with `kubeconfig.changed` when anybody has
   * written since, be it Sampan for another cluster, and with `kubeconfig.nothing_to_undo`.
   */
  async undo(cluster: ClusterRef, signal: AbortSignal): Promise<void> {
    const steps = this.#last.get(refKey(cluster))
    if (!steps) throw new ProblemError(problem('kubeconfig.nothing_to_undo', { cluster: cluster.name }))
    for (const step of steps) refuseChanged(step, await this.#files.read(step.path))
    for (const step of [...steps].reverse()) {
      const putBack = async (file: ReadFile) => {
        refuseChanged(step, file)
        return { after: step.backup === undefined ? undefined : await readBackup(step.backup) }
      }
      await this.#files.change(step.path, putBack, signal)
    }
    this.forget(cluster)
  }
}

function refuseChanged({ path, digest }: Step, { access, bytes }: ReadFile): void {
  const found = access && digestOf(bytes)
  if (found !== digest) throw new ProblemError(problem('kubeconfig.changed', { path }))
}

async function readBackup(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw fileProblem(path, error)
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
