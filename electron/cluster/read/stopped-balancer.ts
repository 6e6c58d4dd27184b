import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { lastLines } from './last-lines.ts'
import type { WatchableNode } from './node-watches.ts'

/** How many questions to the API go by until it is looked at once more. */
const betweenLooks = 10

/** A look at the load balancer, where there is one, now and then: fails where it is down. */
export function lookingAt(
  balancer: WatchableNode | undefined,
  runtime: ContainerRuntime,
): (signal: AbortSignal) => Promise<void> {
  let asked = 0
  return async (signal) => {
    asked += 1
    if (balancer && asked % betweenLooks === 0) await refuseStopped(runtime, balancer, signal)
  }
}

/** Without what publishes them, nobody would ever hear of the servers. */
async function refuseStopped(
  runtime: ContainerRuntime,
  { name, image }: WatchableNode,
  signal: AbortSignal,
): Promise<void> {
  const { state, error = '' } = (await runtime.inspectContainer(name, signal)) ?? {}
  if (state === undefined) throw new ProblemError(problem('cluster.node_missing', { node: name }))
  if (state === 'running' || state === 'created') return
  const detail = error || (await lastLines(runtime, name, signal))
  throw new ProblemError(problem('cluster.balancer_stopped', { container: name, image }, { detail }))
}
