import type { Problem } from '#shared/problem.ts'

/** What was typed, or written in a file that was named, can never work. Trying again is of no use. */
const misuses = new Set<Problem['code']>([
  'usage.invalid',
  'cluster.name_invalid',
  'image.invalid',
  'registries.invalid',
  'logs.invalid_pattern',
  'logs.slow_pattern',
  'engine.unknown',
])

/** 2 for wrong usage, 1 for everything else that went wrong. */
export function exitCodeOf({ code }: Pick<Problem, 'code'>): 1 | 2 {
  return misuses.has(code) || code.startsWith('spec.') || code.startsWith('flag.') ? 2 : 1
}
