import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { type ClusterRecord, owing } from '../model/cluster-record.ts'
import { type Phase, plan, rebornAgents } from '../model/plan.ts'
import { observeExisting, observeWithFiles } from '../read/observe.ts'
import { wordsOf } from './apply.ts'
import {
  bringAbout,
  type ChangeDependencies,
  ensureImage,
  payDebts,
  runPhases,
  upStages,
  wantedBy,
} from './bring-about.ts'
import { NotUndoneError, type OperationOptions, operate, UndoneError, type Work } from './operate.ts'
import { outlasting } from './outlasting.ts'
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
    const found = await records.readOrCopy(await observeExisting(runtime, spec.name, work.signal), work.signal)
    refuseChange(found, spec, options.basedOn)
    const { info, api } = await reportStep(work.emit, { stage: 'check' }, () =>
      findSurroundings({ spec, runtime, host: dependencies.host, isChange: true }, work.signal),
    )
    await ensureImage(dependencies, spec.image, work)
    const old = spec.desired === 'running' ? await payDebts(dependencies, found, work) : found
    const record = changedRecord(old, spec, api)
    let isPlaced = false
    try {
      return await bringAbout(dependencies, { record, info, before: old.spec }, work, () => {
        isPlaced = true
      })
    } catch (error) {
      // Containers that run and do not become Ready are left to be looked at, unless the user wants to go back.
      if (isPlaced && !work.signal.aborted) throw error
      await goBack(dependencies, { record: { ...old, tried: record.generation }, info, before: spec }, work, error)
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
  const record = changedRecord(old, spec, api)
  return wordsOfPlan(plan(wantedBy(dependencies, { record, info, before: old.spec }, observed), observed))
}

export function wordsOfPlan(phases: readonly Phase[]): { action: string; target: string }[] {
  return phases.flatMap(({ steps }) => steps.map(wordsOf))
}

function refuseChange(old: ClusterRecord, spec: ClusterSpec, basedOn: number | undefined): void {
  const cluster = spec.name
  if (basedOn !== undefined && basedOn !== old.generation)
    throw new ProblemError(problem('cluster.changed', { cluster }))
  const isSameToken = spec.token.kind === 'generated' || spec.token.value === old.token
  if (!isSameToken) throw new ProblemError(problem('spec.invalid', { field: 'token', reason: 'reason.tokenFixed' }))
}

/**
 * The addresses under which the API is published stay as they are while the cluster runs, unless who may reach it changes: another
 * Wi-Fi is no reason to restart anything. They are looked at again at the next start.
 */
function changedRecord(old: ClusterRecord, spec: ClusterSpec, api: ClusterRecord['api']): ClusterRecord {
  const isSameAccess = old.spec.apiAccess === spec.apiAccess
  return { ...old, spec, api: isSameAccess ? old.api : api, generation: Math.max(old.generation, old.tried) + 1 }
}

/** By a plan back to the old record. Not with the user's signal: who cancels wants exactly this. */
async function goBack(
  dependencies: ChangeDependencies,
  goal: Parameters<typeof wantedBy>[1],
  work: Work,
  reason: unknown,
): Promise<void> {
  const { runtime, records } = dependencies
  const own = { ...work, signal: AbortSignal.timeout(rollBackMs) }
  const cluster = goal.record.spec.name
  try {
    await outlasting(own.signal, async () => {
      const found = await observeWithFiles(runtime, cluster, own.signal)
      const reborn = rebornAgents(wantedBy(dependencies, goal, found), found)
      const record = await payDebts(dependencies, owing(goal.record, reborn), own)
      const observed = await observeWithFiles(runtime, cluster, own.signal)
      const before = wantedBy(dependencies, { ...goal, record }, observed)
      const phases = plan(before, observed).filter(({ steps }) => steps[0]?.kind !== 'waitForApi')
      await runPhases(dependencies, phases, own)
      await payDebts(dependencies, before.record, own)
    })
  } catch (error) {
    const { code, params, detail } = problemOf(reason)
    const finish = { kind: 'finishCluster' as const, cluster: { engineId: goal.info.engineId, name: cluster } }
    throw new NotUndoneError(
      { code, params, ...(detail ? { detail } : {}), actions: [finish] },
      { cause: new AggregateError([reason, error], 'neither changed nor put back') },
    )
  } finally {
    records.forget(cluster)
  }
}
