import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import { hasHostGateway } from '../model/api-exposure.ts'
import { type Blueprint, blueprint } from '../model/blueprint.ts'
import { type ClusterRecord, serializeRecord } from '../model/cluster-record.ts'
import { k3sVersionOfTag } from '../model/k3s-config.ts'
import { fileStates, stateFile } from '../model/node-files.ts'
import type { Phase } from '../model/plan.ts'
import { apply } from './apply.ts'
import type { ChangeDependencies } from './bring-about.ts'
import type { Work } from './operate.ts'
import { reportStep } from './progress.ts'

export function blueprintOf(
  { entrypoint }: Pick<ChangeDependencies, 'entrypoint'>,
  { record, info }: { record: ClusterRecord; info: RuntimeInfo },
): Blueprint {
  const { cgroupVersion, isRootless } = info
  const k3sVersion = k3sVersionOfTag(record.spec.image)
  return blueprint(record, { cgroupVersion, isRootless, hasHostGateway: hasHostGateway(info), k3sVersion, entrypoint })
}

/** What a cluster of this record has in its containers: none of it has to be read. */
export function expectTexts(
  dependencies: Pick<ChangeDependencies, 'entrypoint' | 'records'>,
  goal: { record: ClusterRecord; info: RuntimeInfo },
): void {
  const { texts } = dependencies.records
  for (const { files, entering } of blueprintOf(dependencies, goal).containers)
    for (const each of [files, ...Object.values(entering ?? {})]) texts.add(stateFile(fileStates(each)).content)
  texts.add(serializeRecord(goal.record))
}

/** Without what is only right once the API has answered. */
export const withoutAfterApi = (phases: readonly Phase[]): Phase[] => phases.filter(({ isAfterApi }) => !isAfterApi)

/** Each stage of the phases as a whole, and within it every step. */
export async function runPhases(
  dependencies: Pick<ChangeDependencies, 'runtime' | 'library'>,
  phases: readonly Phase[],
  work: Work,
): Promise<void> {
  for (const stage of new Set(phases.map((phase) => phase.stage))) {
    const own = phases.filter((phase) => phase.stage === stage)
    await reportStep(work.emit, { stage }, () => runSteps(dependencies, own, work))
  }
}

export async function runSteps(
  { runtime, library }: Pick<ChangeDependencies, 'runtime' | 'library'>,
  phases: readonly Phase[],
  { emit, signal, operationId, confirm }: Work,
): Promise<void> {
  await apply(phases, { runtime, emit, signal, operationId, confirm, library })
}
