import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ChosenFile } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from './file-problem.ts'

/** So many are remembered; of more, the oldest are forgotten. */
const mostKept = 10_000

interface KeptFile {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
}

/** The files that the user has chosen in this run of the app. A window knows them by tokens, and so can ask for no others. */
export class ChosenFiles {
  readonly #files = new Map<string, KeptFile>()

  /** Fails with a `file.*` Problem where one of them is not there, or is a folder. */
  async take(paths: readonly string[]): Promise<ChosenFile[]> {
    const found = await Promise.all(paths.map(fileAt))
    return found.map((file) => {
      const token = randomUUID()
      this.#files.set(token, file)
      const [oldest] = this.#files.keys()
      if (oldest !== undefined && this.#files.size > mostKept) this.#files.delete(oldest)
      return { token, name: file.name, sizeBytes: file.sizeBytes }
    })
  }

  /** Fails with `ipc.invalid_input` for what was never chosen. */
  of(token: string): KeptFile {
    const file = this.#files.get(token)
    if (file) return file
    throw new ProblemError(problem('ipc.invalid_input', { name: 'file' }))
  }
}

async function fileAt(path: string): Promise<KeptFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error)
  })
  if (!found.isFile()) throw new ProblemError(problem('file.is_folder', { path }))
  return { path, name: basename(path), sizeBytes: found.size }
}
