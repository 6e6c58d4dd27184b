import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ContainerBlueprint } from '../model/blueprint.ts'
import { lastLines } from '../read/last-lines.ts'

/** A database that is made anew sets itself up in some seconds, on a slow disk in a minute. */
const patienceMs = 120_000
const pauseMs = 200
/** Docker starts one again that has ended; after so many times it will not come. */
const fewestRestarts = 3

/** Until a container says that it is there for others. Fails with `cluster.database_down` where it does not. */
export async function waitForHealth(
  runtime: ContainerRuntime,
  { name, health, container: { image } }: ContainerBlueprint,
  signal: AbortSignal,
): Promise<void> {
  if (!health) return
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await runtime.inspectContainer(name, signal)
    const { state, restartCount = 0, error = '' } = found ?? {}
    if (state === 'running' && (await isHealthy(runtime, name, health.command, signal))) return
    const hasGivenUp = state === undefined || state === 'exited' || state === 'dead' || restartCount >= fewestRestarts
    if (hasGivenUp || Date.now() > end) {
      const detail = error || (await lastLines(runtime, name, signal))
      throw new ProblemError(problem('cluster.database_down', { container: name, image }, { detail }))
    }
    await delay(pauseMs, undefined, { signal })
  }
}

/** One that ends in this moment is looked at again. */
async function isHealthy(
  runtime: ContainerRuntime,
  name: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await runtime.exec(name, command, signal)).exitCode === 0
  } catch (error) {
    signal.throwIfAborted()
    if ((await runtime.inspectContainer(name, signal))?.state === 'running') throw error
    return false
  }
}
