import type { Cluster } from '#shared/cluster.ts'
import { type ProblemAction, ProblemError, problem } from '#shared/problem.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { goingBack, hasWayBack, keptData } from '../model/kept-data.ts'
import { planRecord, planStop } from '../model/plan.ts'
import { observeCluster, observeExisting, observeWithFiles } from '../read/observe.ts'
import { bringAbout, type ChangeDependencies } from './bring-about.ts'
import { ensureImages } from './images.ts'
import { isPointOfNoReturn, NotUndoneError, type OperationOptions, operate } from './operate.ts'
import { runPhases } from './run-phases.ts'

const lookMs = 10_000

/**
 * The way back from an upgrade that failed: the k3s of before, with the data of before. Whoever is interrupted can do it again, and so does
 * every start, since the record says that it has begun.
 */
export async function revertUpgrade(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<Cluster> {
  const stages = ['stop', 'image', 'containers', 'api', 'nodes', 'dns'] as const
  return operate({ kind: 'change', cluster, stages }, options, dependencies, async (work) => {
    const { runtime, records } = dependencies
    const observed = await observeExisting(runtime, cluster, work.signal)
    const found = await records.readOrCopy(observed, work.signal)
    const isBegun = !hasWayBack(found, observed)
    // The data is back, and whoever has put it back was interrupted after that.
    if (isBegun && keptData(observed).length === 0)
      throw new ProblemError(problem('cluster.nothing_to_revert', { cluster }))
    const info = await runtime.info(work.signal)
    const record = isBegun ? running(found) : returning(found)
    await ensureImages(dependencies, imagesOf(record.spec), work, record.spec)
    await runPhases(dependencies, planStop(observed), work)
    await runPhases(dependencies, planRecord({ record }, await observeWithFiles(runtime, cluster, work.signal)), work)
    records.forget(cluster)
    try {
      return await bringAbout(dependencies, { record, info, before: found.spec }, work)
    } catch (error) {
      if (!work.signal.aborted || isPointOfNoReturn(error, work.signal)) throw error
      if (!(await isReturning(dependencies, cluster))) throw error
      throw new NotUndoneError(goingBack({ engineId: info.engineId, name: cluster }), { cause: error })
    }
  })
}

/** Whether the data is yet to be put back. Where nobody can tell, the cancel is what counts. */
async function isReturning({ runtime, records }: ChangeDependencies, cluster: string): Promise<boolean> {
  const signal = AbortSignal.timeout(lookMs)
  try {
    return (await records.read(await observeCluster(runtime, cluster, signal), signal)).returning !== undefined
  } catch (error) {
    if (error instanceof ProblemError) return false
    throw error
  }
}

const running = (record: ClusterRecord): ClusterRecord => ({ ...record, spec: { ...record.spec, desired: 'running' } })

/** The record of a cluster that is to become what it was. */
function returning({ before, ...record }: ClusterRecord): ClusterRecord {
  const goal = before ?? record.returning ?? record.spec
  const spec = { ...goal, desired: 'running' as const }
  return { ...record, spec, returning: spec, generation: Math.max(record.generation, record.tried) + 1 }
}

/** The button for it, where there is a way back. None while Docker does not answer: then the failure itself is what counts. */
export async function wayBack(
  { runtime }: Pick<ChangeDependencies, 'runtime'>,
  { record, engineId }: { record: ClusterRecord; engineId: string },
): Promise<ProblemAction[]> {
  const { name } = record.spec
  const observed = await observeCluster(runtime, name, AbortSignal.timeout(lookMs)).catch(() => undefined)
  return observed && hasWayBack(record, observed) ? [{ kind: 'revertUpgrade', cluster: { engineId, name } }] : []
}
