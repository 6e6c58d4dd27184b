import type { Problem } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'

const cancelledCodes: ReadonlySet<ProblemCode> = new Set([
  'cluster.cancelled',
  'cluster.restart_cancelled',
  'cluster.delete_cancelled',
])

/** A cancellation by the user is no failure. */
export const isCancelled = ({ code }: Problem): boolean => cancelledCodes.has(code)

const futile: ReadonlySet<ProblemCode> = new Set([
  'image.invalid',
  'image.not_found',
  'image.not_k3s',
  'image.wrong_platform',
  'image.wrong_architecture',
  'port.taken',
  'cgroup.v1_deprecated',
  'k3s.unknown_flag',
  'k3s.invalid_flag',
  'k3s.registries_unreadable',
  'k3s.cgroup_v1_refused',
  'registries.invalid',
])

/** Whether the same input fails again: what is to be changed comes first then. */
export const failsAgain = ({ code }: Problem): boolean =>
  futile.has(code) || code.startsWith('spec.') || code.startsWith('flag.')
