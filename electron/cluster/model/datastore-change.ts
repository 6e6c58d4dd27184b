import { type ClusterSpec, choiceOf, type ManagedDatastore } from '#shared/cluster.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { databaseImageOf, databaseVersion } from './database.ts'
import { placeOf } from './datastore-endpoint.ts'
import { kubernetesName } from './k3s-config.ts'
import { nodeName } from './labels.ts'

type Subject = Pick<ClusterSpec, 'name' | 'datastore'>

/** k3s takes SQLite's data over into etcd. It has no other way from one datastore to another. */
export function datastoreChangeProblem(
  { datastore: from }: Subject,
  { name, datastore: to }: Subject,
): Problem | undefined {
  if (from.kind === 'managed' && to.kind === 'managed' && from.engine === to.engine) {
    const [before, after] = [databaseImageOf(from), databaseImageOf(to)]
    return readsFilesOf(from.engine, before, after)
      ? undefined
      : problem('cluster.datastore_fixed', { cluster: name, from: before, to: after })
  }
  const isSame =
    from.kind === 'external' && to.kind === 'external'
      ? placeOf(from.endpoint) === placeOf(to.endpoint)
      : choiceOf(from) === choiceOf(to)
  if (isSame || (from.kind === 'sqlite' && to.kind === 'etcd')) return undefined
  return problem('cluster.datastore_fixed', { cluster: name, from: choiceOf(from), to: choiceOf(to) })
}

/** PostgreSQL reads the files of its own major version alone, MariaDB those of older ones, too. An image that does not tell its version is believed. */
function readsFilesOf(engine: ManagedDatastore['engine'], before: string, after: string): boolean {
  const [was, is] = [before, after].map(databaseVersion)
  if (was === undefined || is === undefined) return true
  return engine === 'postgres'
    ? is.major === was.major
    : is.major > was.major || (is.major === was.major && is.minor >= was.minor)
}

/** A server's vote in etcd goes with its Node, and in no other way that k3s has. */
export function serversChangeProblem(from: ClusterSpec, to: ClusterSpec): Problem | undefined {
  const isLeaving = from.datastore.kind === 'etcd' && to.servers < from.servers
  const last = nodeName(from.name, { role: 'server', index: from.servers - 1 })
  const hasNodes = [from, to].every((spec) => kubernetesName(spec, { role: 'server', name: last }) !== undefined)
  return isLeaving && !hasNodes ? problem('cluster.servers_without_nodes', { cluster: to.name }) : undefined
}
