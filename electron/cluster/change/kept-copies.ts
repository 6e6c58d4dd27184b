import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { keptData } from '../model/kept-data.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import type { Phase, Step } from '../model/plan.ts'
import { observeCluster } from '../read/observe.ts'
import { removeLeftHelpers } from './copies.ts'
import type { Work } from './operate.ts'

/** Whether anything of before an upgrade is kept, or is about to be: nobody asks Docker for it at each start. */
export const keepsCopy = (observed: ObservedCluster, phases: readonly Phase[]): boolean =>
  keptData(observed).length > 0 ||
  phases.some(({ steps }) => steps.some((step) => step.kind === 'copyData' || ('keeping' in step && step.keeping)))

/** Of what was kept from before an upgrade, where there is anything: nobody goes back from a k3s that is Ready. */
export async function removalOfKept(
  runtime: ContainerRuntime,
  cluster: string,
  { signal, operationId }: Pick<Work, 'signal' | 'operationId'>,
): Promise<Phase[]> {
  await removeLeftHelpers(runtime, cluster, operationId)
  const kept = keptData(await observeCluster(runtime, cluster, signal))
  const steps = kept.map(({ from }): Step => ({ kind: 'removeVolume', name: from }))
  return steps.length === 0 ? [] : [{ stage: 'containers', steps }]
}
