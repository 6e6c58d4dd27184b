import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type Blueprint, dataVolume, keptVolume } from '../model/blueprint.ts'
import { nodeName } from '../model/labels.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import type { Phase, Step } from '../model/plan.ts'
import { observeCluster } from '../read/observe.ts'

/** The copy from before an upgrade that did not become Ready; undefined where there is none. */
export function keptData({ name, volumes }: ObservedCluster): { from: string; to: string } | undefined {
  const server = nodeName(name, { role: 'server', index: 0 })
  const from = keptVolume(server)
  return volumes.some((volume) => volume.name === from) ? { from, to: dataVolume(server) } : undefined
}

/** Of what was kept from before an upgrade, where there is anything: nobody goes back from a k3s that is Ready. */
export async function removalOfKept(
  runtime: ContainerRuntime,
  { cluster, containers }: Blueprint,
  signal: AbortSignal,
): Promise<Phase[]> {
  if (!containers.some(({ keepsData }) => keepsData)) return []
  const { volumes } = await observeCluster(runtime, cluster, signal)
  const kept = containers.map(({ name }) => keptVolume(name))
  const steps = volumes.flatMap(({ name }): Step[] => (kept.includes(name) ? [{ kind: 'removeVolume', name }] : []))
  return steps.length === 0 ? [] : [{ stage: 'containers', steps }]
}
