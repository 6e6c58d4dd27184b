import { z } from 'zod'
import { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'

/** The release of the `stable` channel when this version of Sampan was made (k3s.md 1.8). */
const defaultImage = 'rancher/k3s:v1.36.2-k3s1'

/** The first spec to offer: `local`, then `local-2`, `local-3`… */
export function suggestSpec({
  names,
  apiPort,
  image,
}: {
  names: readonly string[]
  apiPort: number
  image?: string | undefined
}): ClusterSpec {
  const candidates = ['local', ...Array.from({ length: names.length + 1 }, (_, index) => `local-${index + 2}`)]
  const name = candidates.find((candidate) => !names.includes(candidate)) ?? 'local'
  return ClusterSpec.parse({ version: 1, name, image: image || defaultImage, apiPort })
}

/** A spec with its defaults filled in. Fails with `spec.invalid`, which names the first field that is wrong. */
export function parseSpec(input: unknown): ClusterSpec {
  const parsed = ClusterSpec.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const params = { field: issue?.path.join('.') || 'spec', reason: issue?.message ?? '' }
  throw new ProblemError(problem('spec.invalid', params, { detail: z.prettifyError(parsed.error) }), {
    cause: parsed.error,
  })
}
