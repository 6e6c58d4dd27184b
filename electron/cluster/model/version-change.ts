import type { ClusterSpec } from '#shared/cluster.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { k3sVersionOfTag } from './k3s-config.ts'

interface Minor {
  readonly version: string
  readonly major: number
  readonly minor: number
}

/** As far as an image's tag tells. */
export function minorOf(image: string): Minor | undefined {
  const [, version, major, minor] = /^(v(\d+)\.(\d+))/.exec(k3sVersionOfTag(image) ?? '') ?? []
  return version === undefined ? undefined : { version, major: Number(major), minor: Number(minor) }
}

/** An image of another k3s may have brought the datastore to its own version. Only a build of the same minor version is known not to. */
export function isUpgrade(from: string, to: string): boolean {
  if (from === to) return false
  const [old, next] = [minorOf(from), minorOf(to)]
  return old === undefined || old.version !== next?.version
}

/** Whether what a k3s makes of the data may be beyond the one of before: also where nobody knows which they are. */
export function isNewer(from: string, to: string): boolean {
  const [old, next] = [minorOf(from), minorOf(to)]
  if (!old || !next) return from !== to
  return next.major > old.major || (next.major === old.major && next.minor > old.minor)
}

/** No Kubernetes reads the data of a newer minor version (kubernetes.io, version skew policy). Patch versions go both ways. */
export function downgradeProblem(
  old: Pick<ClusterSpec, 'name' | 'image'>,
  { image }: Pick<ClusterSpec, 'image'>,
): Problem | undefined {
  const [from, to] = [minorOf(old.image), minorOf(image)]
  if (!from || !to) return undefined
  const isOlder = to.major < from.major || (to.major === from.major && to.minor < from.minor)
  return isOlder
    ? problem('cluster.downgrade', { cluster: old.name, from: from.version, to: to.version, image })
    : undefined
}

/** Kubernetes is only tested from one minor version to the next. */
export function skipWarnings(
  { image: before }: Pick<ClusterSpec, 'image'>,
  { image }: Pick<ClusterSpec, 'image'>,
): Problem[] {
  const [from, to] = [minorOf(before), minorOf(image)]
  if (!from || !to || from.major !== to.major || to.minor - from.minor < 2) return []
  return [
    problem('cluster.skips_versions', { from: from.version, to: to.version, next: `v${from.major}.${from.minor + 1}` }),
  ]
}
