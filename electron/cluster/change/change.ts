import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { Blueprint, blueprint } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { kubernetesName } from '../model/k3s-config.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import { leavingAgents, type Phase, plan } from '../model/plan.ts'
import { observeExisting, observeWithFiles } from '../read/observe.ts'
import { wordsOf } from './apply.ts'
import {
  blueprintOf,
  bringAbout,
  type ChangeDependencies,
  ensureImage,
  payDebts,
  runPhases,
  upStages,
} from './bring-about.ts'
import { type OperationOptions, operate, UndoneError, type Work } from './operate.ts'
import { reportStep } from './progress.ts'
import { findSurroundings } from './surroundings.ts'

export interface ApplyOptions extends OperationOptions {
  /** The generation that the spec was made from: `cluster.changed` where the cluster has another one by now. Default: any. */
  readonly basedOn?: number
}

/** How long going back may take, milliseconds: containers are stopped and started. */
const rollBackMs = 180_000

/**
 * Makes a cluster that is there into the one that the spec describes, touching only what differs. One that is cancelled, or fails before
 * all of its containers run, goes back to what it was.
 */
export async function changeCluster(
  dependencies: ChangeDependencies,
  spec: ClusterSpec,
  options: ApplyOptions,
): Promise<Cluster> {
  const { runtime, records } = dependencies
  const frame = { kind: 'change' as const, cluster: spec.name, stages: upStages }
  return operate(frame, options, dependencies, async (work) => {
    const old = await records.readOrCopy(await observeExisting(runtime, spec.name, work.signal), work.signal)
    refuseChange(old, spec, options.basedOn)
    const { info, api } = await reportStep(work.emit, { stage: 'check' }, () =>
      findSurroundings({ spec, runtime, host: dependencies.host, isChange: true }, work.signal),
    )
    await ensureImage(dependencies, spec.image, work)
    const observed = await observeWithFiles(runtime, spec.name, work.signal)
    const wanted = wantedBy(dependencies, { old, spec, observed, api, info })
    if (wanted.desired === 'running') await payDebts(dependencies, old, work)
    let hasBegun = false
    const told: Work = {
      ...work,
      emit: (event) => {
        hasBegun ||= event.kind === 'step' && event.stage === 'api'
        work.emit(event)
      },
    }
    try {
      return await bringAbout(dependencies, wanted, told)
    } catch (error) {
      // Containers that run and do not become Ready are left to be looked at, unless the user wants to go back.
      if (hasBegun && !work.signal.aborted) throw error
      await goBack(dependencies, blueprintOf(dependencies, old, info), work, error)
      throw new UndoneError(error)
    }
  })
}

/** What a change will do, in order. Nothing is touched. */
export async function previewChange(
  dependencies: ChangeDependencies,
  spec: ClusterSpec,
  signal: AbortSignal,
): Promise<{ action: string; target: string }[]> {
  const { runtime, records, host } = dependencies
  const observed = await observeWithFiles(runtime, spec.name, signal)
  const old = await records.read(observed, signal)
  refuseChange(old, spec, undefined)
  const { info, api } = await findSurroundings({ spec, runtime, host, isChange: true }, signal)
  return wordsOfPlan(plan(wantedBy(dependencies, { old, spec, observed, api, info }), observed))
}

export function wordsOfPlan(phases: readonly Phase[]): { action: string; target: string }[] {
  return phases.flatMap(({ steps }) => steps.map(wordsOf))
}

function refuseChange(old: ClusterRecord, spec: ClusterSpec, basedOn: number | undefined): void {
  const cluster = spec.name
  if (basedOn !== undefined && basedOn !== old.generation)
    throw new ProblemError(problem('cluster.changed', { cluster }))
  const isSameToken = spec.token.kind === 'generated' || spec.token.value === old.token
  if (!isSameToken)
    throw new ProblemError(
      problem('spec.invalid', { field: 'token', reason: 'cannot be changed once a cluster is made' }),
    )
}

/**
 * The addresses under which the API is published stay as they are while the cluster runs, unless who may reach it changes: another
 * Wi-Fi is no reason to restart anything. They are looked at again at the next start.
 */
function wantedBy(
  dependencies: ChangeDependencies,
  {
    old,
    spec,
    observed,
    api,
    info,
  }: {
    old: ClusterRecord
    spec: ClusterSpec
    observed: ObservedCluster
    api: ClusterRecord['api']
    info: Parameters<typeof blueprintOf>[2]
  },
): Blueprint {
  const next: ClusterRecord = {
    ...old,
    spec,
    api: old.spec.apiAccess === spec.apiAccess ? old.api : api,
    generation: old.generation + 1,
  }
  const leaving = leavingAgents(blueprintOf(dependencies, next, info), observed)
  const names = leaving.map(({ role, name }) => kubernetesName(old.spec, { role, name }) ?? name)
  return blueprintOf(dependencies, { ...next, owed: [...new Set([...old.owed, ...names])] }, info)
}

/** By a plan back to the old blueprint. Not with the user's signal: who cancels wants exactly this. */
async function goBack(
  dependencies: ChangeDependencies,
  before: ReturnType<typeof blueprint>,
  work: Work,
  reason: unknown,
): Promise<void> {
  const signal = AbortSignal.timeout(rollBackMs)
  try {
    const observed = await observeWithFiles(dependencies.runtime, before.cluster, signal)
    const phases = plan(before, observed).filter(({ steps }) => steps[0]?.kind !== 'waitForApi')
    await runPhases(dependencies, phases, { ...work, signal })
  } catch (error) {
    throw new AggregateError([reason, error], 'neither changed nor put back')
  } finally {
    dependencies.records.forget(before.cluster)
  }
}
