import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { plan } from '../model/plan.ts'
import { observeWithFiles } from '../read/observe.ts'
import { type ChangeDependencies, wantedBy } from './bring-about.ts'
import { missingImages } from './images.ts'
import { expectTexts } from './run-phases.ts'

/**
 * The images of containers that have to be made. Docker starts a container that is there even when its image has lost its name, but not
 * when its network is gone. None where the engine has all images of the cluster. `without`: containers that are about to be removed.
 */
export async function imagesToMake(
  dependencies: ChangeDependencies,
  goal: { record: ClusterRecord; info: RuntimeInfo },
  signal: AbortSignal,
  without: readonly string[] = [],
): Promise<string[]> {
  const { runtime, records } = dependencies
  const { spec, returning } = goal.record
  // What will be there once the data of before has been put back, nobody knows yet.
  if (returning) return imagesOf(spec)
  // The usual case, in which nobody need look at the containers and their files.
  if ((await missingImages(runtime, imagesOf(spec), signal)).length === 0) return []
  expectTexts(dependencies, goal)
  const all = await observeWithFiles(runtime, spec.name, signal, records.texts)
  const observed = { ...all, containers: all.containers.filter(({ name }) => !without.includes(name)) }
  const steps = plan(wantedBy(dependencies, goal, observed), observed).flatMap((phase) => phase.steps)
  const hasNetwork = !steps.some(({ kind }) => kind === 'createNetwork')
  const images = steps.flatMap((step) => {
    const isMade = step.kind === 'createContainer' || step.kind === 'replaceContainer'
    return isMade || (step.kind === 'startContainer' && !hasNetwork) ? [step.container.container.image] : []
  })
  return [...new Set(images)]
}
