import { setTimeout as delay } from 'node:timers/promises'
import type { DockerEngine } from '#shared/engine.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { type EngineSearch, type FoundEngine, findEngines } from './discovery.ts'
import { DockerRuntime } from './docker-runtime.ts'

const pauseMs = 500

/**
 * The engine that is selected among those that can be found. Fails with the Problem why there is none, or why it does not answer. One
 * that takes connections and says nothing may be starting: it is asked again until `patienceMs` have passed.
 */
export async function openRuntime(
  { patienceMs = 0, ...search }: EngineSearch & { readonly patienceMs?: number },
  signal: AbortSignal,
): Promise<{ engine: DockerEngine; version: string; runtime: DockerRuntime }> {
  const endMs = performance.now() + patienceMs
  for (;;) {
    const found = await findEngines(search, signal)
    const selected = found.find(({ engine }) => engine.isSelected)
    if (!selected?.isSilent || performance.now() + pauseMs > endMs) return opened(selected)
    await delay(pauseMs, undefined, { signal })
  }
}

function opened(selected: FoundEngine | undefined): { engine: DockerEngine; version: string; runtime: DockerRuntime } {
  if (!selected) throw new ProblemError(problem('docker.not_found', {}))
  const { engine, connection } = selected
  if (engine.status.kind === 'unavailable') throw new ProblemError(engine.status.problem)
  if (!connection) throw new ProblemError(problem('docker.unreachable', { endpoint: engine.address }))
  return { engine, version: engine.status.version, runtime: new DockerRuntime(connection) }
}
