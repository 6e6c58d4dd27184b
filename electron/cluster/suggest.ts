import { ClusterSpec } from '#shared/cluster.ts'

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
