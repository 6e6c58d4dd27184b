import type { DockerEngine } from '#shared/engine.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { discoverEngines, findCandidates } from './discovery.ts'
import { DockerRuntime } from './docker-runtime.ts'
import type { DiscoveryPlace } from './known-sockets.ts'

/** The engine that is selected among those that can be found. Fails with the Problem why there is none, or why it does not answer. */
export async function openRuntime(
  place: DiscoveryPlace & { readonly preferred?: string | undefined },
  signal: AbortSignal,
): Promise<{ engine: DockerEngine; version: string; runtime: DockerRuntime }> {
  const engines = await discoverEngines(place, signal)
  const engine = engines.find(({ isSelected }) => isSelected)
  if (!engine) throw new ProblemError(problem('docker.not_found', {}))
  if (engine.status.kind === 'unavailable') throw new ProblemError(engine.status.problem)
  const candidates = await findCandidates(place)
  const target = candidates.find(({ id }) => id === engine.id)?.target
  if (!target || !('connection' in target)) throw new ProblemError(problem('docker.lost', {}))
  signal.throwIfAborted()
  return { engine, version: engine.status.version, runtime: new DockerRuntime(target.connection) }
}
