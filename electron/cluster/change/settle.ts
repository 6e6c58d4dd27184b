import type { ClusterRecord } from '../model/cluster-record.ts'
import { planRecord } from '../model/plan.ts'
import { observeWithFiles } from '../read/observe.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { forgetFormerNames } from './former-names.ts'
import type { Work } from './operate.ts'
import { reportStep } from './progress.ts'
import { runSteps } from './run-phases.ts'

/** Whether there is something to be done when the cluster is Ready, as its record says. */
export const isUnsettled = ({ before, renamed }: ClusterRecord): boolean =>
  before !== undefined || renamed !== undefined

/**
 * What is right only when the cluster is Ready: there is no way back from an upgrade any more, and nodes go under their new names alone. The
 * record is the last to say so: without it nobody would know of which spec a copy is. What cannot be done stays in it.
 */
export async function settle(dependencies: ChangeDependencies, cluster: string, work: Work): Promise<void> {
  const { runtime, records } = dependencies
  const observed = await observeWithFiles(runtime, cluster, work.signal, records.texts)
  const { before: _, renamed, ...record } = await records.readOrCopy(observed, work.signal)
  const words = renamed
    ? await reportStep(work.emit, { stage: 'nodes', action: 'forget nodes', target: cluster }, () =>
        forgetFormerNames(runtime, { record, observed }, work.signal),
      )
    : undefined
  const left = words === undefined ? record : { ...record, renamed }
  await runSteps(dependencies, planRecord({ record: left }, observed), work)
}
