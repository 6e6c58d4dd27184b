import { ProblemError, problem } from '#shared/problem.ts'

/** The Problem of a file that could not be read or written. */
export function fileProblem(path: string, error: unknown): ProblemError {
  const detail = error instanceof Error ? error.message : String(error)
  const errno = error instanceof Error && 'code' in error ? error.code : undefined
  return new ProblemError(problem(codeOf(errno), { path }, { detail }), { cause: error })
}

function codeOf(errno: unknown): 'disk.full' | 'file.read_only' | 'file.missing' | 'file.failed' {
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return 'disk.full'
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return 'file.missing'
  return errno === 'EROFS' || errno === 'EACCES' || errno === 'EPERM' ? 'file.read_only' : 'file.failed'
}
