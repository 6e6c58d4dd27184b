import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ContainerIdentity } from '../model/labels.ts'
import { lastLines } from './last-lines.ts'
import type { WatchableNode } from './node-watches.ts'

/** What stands beside the nodes, and without which nobody would ever hear of them. */
export type WatchableCompanion = WatchableNode & Pick<ContainerIdentity, 'role'>

/** How many questions to the API go by until they are looked at once more. */
const betweenLooks = 10

/** A look at the load balancer and the database, where there are any, now and then: fails where one is down. */
export function lookingAt(
  companions: readonly WatchableCompanion[],
  runtime: ContainerRuntime,
): (signal: AbortSignal) => Promise<void> {
  let asked = 0
  return async (signal) => {
    asked += 1
    if (asked % betweenLooks === 0) for (const each of companions) await refuseStopped(runtime, each, signal)
  }
}

async function refuseStopped(
  runtime: ContainerRuntime,
  { name, image, role }: WatchableCompanion,
  signal: AbortSignal,
): Promise<void> {
  const { state, error = '' } = (await runtime.inspectContainer(name, signal)) ?? {}
  if (state === undefined) throw new ProblemError(problem('cluster.node_missing', { node: name }))
  if (state === 'running' || state === 'created') return
  const detail = error || (await lastLines(runtime, name, signal))
  const code = role === 'datastore' ? 'cluster.database_down' : 'cluster.balancer_stopped'
  throw new ProblemError(problem(code, { container: name, image }, { detail }))
}
