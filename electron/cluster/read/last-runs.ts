import type { LastRun } from '#shared/cluster.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'

/** How the last run of each container ended, by its name. What runs, or never ran, is left out. */
export async function lastRuns(
  runtime: ContainerRuntime,
  containers: readonly Pick<ContainerSummary, 'id' | 'name'>[],
  signal?: AbortSignal,
): Promise<Record<string, LastRun>> {
  const runs = await Promise.all(
    containers.map(async ({ id, name }): Promise<[string, LastRun][]> => {
      const { state, finishedAtMs: endedAtMs } = (await runtime.inspectContainer(id, signal)) ?? {}
      return state === 'running' || endedAtMs === undefined ? [] : [[name, { endedAtMs }]]
    }),
  )
  return Object.fromEntries(runs.flat())
}
