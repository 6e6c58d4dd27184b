import { writeFile } from 'node:fs/promises'
import { ProblemError, problem } from '#shared/problem.ts'

/** The Problem of a file that could not be read or written. */
export function fileProblem(path: string, error: unknown): ProblemError {
  const detail = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC') return new ProblemError(problem('disk.full', { path }, { detail }), { cause: error })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new ProblemError(problem('file.read_only', { path }, { detail }), { cause: error })
  }
  return new ProblemError(problem('file.failed', { path }, { detail }), { cause: error })
}

/** Writes a file that holds a secret: only its owner can read it. */
export async function writeSecret(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 })
  } catch (error) {
    throw fileProblem(path, error)
  }
}
