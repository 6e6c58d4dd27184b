import { ProblemError, problem } from '#shared/problem.ts'
import { isThere, type ObservedCluster } from '../model/observed-cluster.ts'
import { planRemoval } from '../model/plan.ts'
import { observeCluster, observeExisting } from '../read/observe.ts'
import { type ChangeDependencies, runPhases } from './bring-about.ts'
import { type OperationOptions, operate } from './operate.ts'

const rounds = 3

/**
 * Removes everything of the cluster, complete or not. A cluster of which nothing is there is `cluster.not_found`, and one that is made
 * again as fast as it is removed `cluster.comes_back`.
 */
export async function deleteCluster(
  dependencies: Pick<ChangeDependencies, 'runtime' | 'claims' | 'records'>,
  cluster: string,
  options: OperationOptions,
): Promise<void> {
  const { runtime, records } = dependencies
  await operate<undefined>({ kind: 'delete', cluster, stages: ['remove'] }, options, dependencies, async (work) => {
    const observe = work.hasStoppedAnother ? observeCluster : observeExisting
    let observed = await observe(runtime, cluster, work.signal)
    // What Docker was still making when its maker died appears while the rest is removed.
    for (let round = 0; round < rounds && isThere(observed); round += 1) {
      await runPhases(dependencies, planRemoval(observed), work)
      observed = await observeCluster(runtime, cluster, work.signal)
    }
    if (isThere(observed)) throw new ProblemError(problem('cluster.comes_back', { cluster, left: namesIn(observed) }))
    records.forget(cluster)
    return undefined
  })
}

function namesIn({ containers, strays, networks, volumes }: ObservedCluster): string {
  const made = containers.map(({ containerName }) => ({ name: containerName }))
  return [...made, ...strays, ...networks, ...volumes].map(({ name }) => name).join(', ')
}
