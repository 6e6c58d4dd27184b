import type { ClusterSpec } from '#shared/cluster.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { placeOf } from './datastore-endpoint.ts'

type Subject = Pick<ClusterSpec, 'name' | 'datastore'>

/** k3s takes SQLite's data over into etcd. It has no other way from one datastore to another. */
export function datastoreChangeProblem(
  { datastore: from }: Subject,
  { name, datastore: to }: Subject,
): Problem | undefined {
  const isSame =
    from.kind === 'external' && to.kind === 'external'
      ? placeOf(from.endpoint) === placeOf(to.endpoint)
      : from.kind === to.kind
  if (isSame || (from.kind === 'sqlite' && to.kind === 'etcd')) return undefined
  return problem('cluster.datastore_fixed', { cluster: name, from: from.kind, to: to.kind })
}
