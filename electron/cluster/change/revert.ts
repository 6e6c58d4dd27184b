import type { Cluster } from '#shared/cluster.ts'
import { type ProblemAction, ProblemError, problem } from '#shared/problem.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { planStop } from '../model/plan.ts'
import { observeCluster, observeExisting } from '../read/observe.ts'
import { bringAbout, type ChangeDependencies, runPhases } from './bring-about.ts'
import { copyState } from './copy-state.ts'
import { ensureImages } from './images.ts'
import { keptData } from './kept-data.ts'
import { type OperationOptions, operate } from './operate.ts'
import { reportStep } from './progress.ts'

const lookMs = 10_000

/** The way back from an upgrade that failed: the k3s of before, with the data of before. Whoever is interrupted can do it again. */
export async function revertUpgrade(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<Cluster> {
  const stages = ['stop', 'image', 'containers', 'api', 'nodes', 'dns'] as const
  return operate({ kind: 'change', cluster, stages }, options, dependencies, async (work) => {
    const { runtime, records } = dependencies
    const observed = await observeExisting(runtime, cluster, work.signal)
    const { before, ...record } = await records.readOrCopy(observed, work.signal)
    const kept = keptData(observed)
    if (!before || !kept) throw new ProblemError(problem('cluster.nothing_to_revert', { cluster }))
    const info = await runtime.info(work.signal)
    const spec = { ...before, desired: 'running' as const }
    await ensureImages(dependencies, imagesOf(spec), work, spec)
    await runPhases(dependencies, planStop(observed), work)
    await work.confirm()
    await reportStep(work.emit, { stage: 'containers', action: 'write files', target: kept.to }, () =>
      copyState(
        runtime,
        { ...kept, image: spec.image, isBack: true },
        { [label.cluster]: cluster, [label.operation]: work.operationId },
      ),
    )
    const generation = Math.max(record.generation, record.tried) + 1
    return bringAbout(dependencies, { record: { ...record, spec, generation }, info, before: record.spec }, work)
  })
}

/** The button for it, where there is a way back. None while Docker does not answer: then the failure itself is what counts. */
export async function wayBack(
  { runtime }: Pick<ChangeDependencies, 'runtime'>,
  { record, engineId }: { record: ClusterRecord; engineId: string },
): Promise<ProblemAction[]> {
  const { name } = record.spec
  const observed = await observeCluster(runtime, name, AbortSignal.timeout(lookMs)).catch(() => undefined)
  return observed && keptData(observed) ? [{ kind: 'revertUpgrade', cluster: { engineId, name } }] : []
}
