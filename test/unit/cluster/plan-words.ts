import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import type { Phase, Step } from '../../../electron/cluster/model/plan.ts'
import { testFacts, testRecord } from './record.ts'

export const blueprintOf = (more: Parameters<typeof testRecord>[0] = {}) => blueprint(testRecord(more), testFacts)

const subject = (step: Step): string => {
  if ('container' in step) return step.container.name
  if ('network' in step) return step.network.name
  if ('volume' in step) return step.volume.name
  return 'name' in step ? step.name : ''
}

/** A plan of the cluster `demo` as phases of short words. */
export const summary = (phases: readonly Phase[]) =>
  phases.map(({ steps }) => steps.map((step) => `${step.kind} ${subject(step).replace('sampan-demo-', '')}`.trim()))
