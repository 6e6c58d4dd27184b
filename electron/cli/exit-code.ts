import type { Problem } from '#shared/problem.ts'

/** The command line itself cannot be read: an unknown word, or a value that is none of its kind. */
const misuses = new Set<Problem['code']>([
  'usage.invalid',
  'logs.invalid_pattern',
  'logs.slow_pattern',
  'engine.unknown',
])

/** 2 for wrong usage; 1 for everything else that went wrong or was refused, such as a name, an image or a file. */
export function exitCodeOf({ code }: Pick<Problem, 'code'>): 1 | 2 {
  return misuses.has(code) ? 2 : 1
}
