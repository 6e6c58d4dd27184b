import { isDeepStrictEqual } from 'node:util'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import { type ProblemAction, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { imagesOf } from '../model/blueprint.ts'
import { type ClusterRecord, owing } from '../model/cluster-record.ts'
import { datastoreChangeProblem, serversChangeProblem } from '../model/datastore-change.ts'
import { endpointOf } from '../model/datastore-endpoint.ts'
import { isRenaming } from '../model/k3s-config.ts'
import { hasWayBack } from '../model/kept-data.ts'
import { rebornAgents } from '../model/membership.ts'
import { anyServer, currentNodes, type ObservedCluster } from '../model/observed-cluster.ts'
import { plan } from '../model/plan.ts'
import { meantSpec } from '../model/shown-spec.ts'
import { downgradeProblem, isUpgrade, skipWarnings } from '../model/version-change.ts'
import { withRegistries } from '../read/joined-registries.ts'
import { observeExisting, observeWithFiles } from '../read/observe.ts'
import { bringAbout, type ChangeDependencies, nothingReached, payDebts, upStages, wantedBy } from './bring-about.ts'
import { ClaimLostError, longestWayBackMs } from './claims.ts'
import { changeGaps, ensureImages } from './images.ts'
import { removalOfKept } from './kept-copies.ts'
import { isPointOfNoReturn, NotUndoneError, type OperationOptions, operate, UndoneError, type Work } from './operate.ts'
import { outlasting } from './outlasting.ts'
import { reportStep, reportWarnings } from './progress.ts'
import { wayBack } from './revert.ts'
import { blueprintOf, expectTexts, runPhases } from './run-phases.ts'
import { findSurroundings } from './surroundings.ts'
import { removeLeftTests, testDatastore } from './test-datastore.ts'
import { runBack } from './way-back.ts'

export interface ApplyOptions extends OperationOptions {
  /** The generation that the spec was made from: `cluster.changed` where the cluster has another one by now. Default: any. */
  readonly basedOn?: number
}

/**
 * Makes a cluster that is there into the one that the spec describes, touching only what differs. One that is cancelled, or fails before
 * all of its containers run, goes back to what it was.
 */
export async function changeCluster(
  dependencies: ChangeDependencies,
  given: ClusterSpec,
  options: ApplyOptions,
): Promise<Cluster> {
  const { runtime, records } = dependencies
  const frame = { kind: 'change' as const, cluster: given.name, stages: upStages }
  return operate(frame, options, dependencies, async (work) => {
    const present = await observeExisting(runtime, given.name, work.signal)
    await removeLeftTests(runtime, present)
    const found = await records.readOrCopy(present, work.signal)
    const asked = meantSpec(given, found.spec)
    refuseChange(found, asked, options.basedOn)
    const spec = options.basedOn === undefined ? asked : leftRunning(asked, found, present)
    const { info, api, registries, warnings } = await reportStep(work.emit, { stage: 'check' }, () =>
      findSurroundings({ spec, runtime, host: dependencies.host, isChange: true }, work.signal),
    )
    expectTexts(dependencies, { record: found, info })
    reportWarnings(work.emit, spec.name, [...skipWarnings(found.spec, spec), ...warnings])
    const [gap] = options.offline ? await changeGaps(dependencies, { before: found.spec, spec }, work.signal) : []
    if (gap) throw new ProblemError(gap)
    await ensureImages(dependencies, imagesOf(spec), work, spec)
    const old = spec.desired === 'running' ? await payDebts(dependencies, found, work) : found
    const hasKept = hasWayBack(found, present)
    const record = withRegistries(changedRecord(old, spec, api, hasKept), registries)
    if (endpointOf(found.spec) !== endpointOf(spec))
      await testDatastore(dependencies, blueprintOf(dependencies, { record, info }), { work, isNew: false })
    const reached = nothingReached()
    try {
      return await bringAbout(dependencies, { record, info, before: old.spec }, work, reached)
    } catch (error) {
      // What the record says already is what was begun before: nobody knows the way back from there but that of an upgrade.
      const isGoingOn = record.generation === old.generation
      // Containers that run and do not become Ready are left to be looked at, unless the user wants to go back.
      const isLeft = reached.isRemoving || isGoingOn || (reached.isPlaced && !work.signal.aborted)
      if (isPointOfNoReturn(error, work.signal)) throw error
      const isUpgrading = isUpgrade((record.before ?? old.spec).image, spec.image)
      const isTaken = isUpgrading && !reached.isRemoving && (isLeft || reached.isServed)
      const actions = isTaken ? await wayBack(dependencies, { record, engineId: info.engineId }) : []
      if (isLeft) throw withActions(error, actions)
      if (reached.isServed && isUpgrade(old.spec.image, spec.image))
        throw staysUpgraded(spec, { engineId: info.engineId, actions }, error)
      const goal = { record: { ...old, tried: record.generation }, info, before: spec }
      // The copies of an upgrade that was begun before this change are what leads back from that.
      const keepsCopy = hasKept || old.before !== undefined
      await goBack(dependencies, goal, { work, reason: error, keepsCopy })
      throw new UndoneError(error)
    }
  })
}

/**
 * Of a spec that was made from the cluster's own: one that was stopped and that somebody has started by hand goes on running, unless it is
 * this change that stops it.
 */
export function leftRunning(asked: ClusterSpec, { spec }: ClusterRecord, observed: ObservedCluster): ClusterSpec {
  const isAsStopped = asked.desired === 'stopped' && spec.desired === 'stopped'
  return isAsStopped && anyServer(observed)?.state === 'running' ? { ...asked, desired: 'running' } : asked
}

/** No Kubernetes reads the data of a newer one. Going on is the only way from here. */
function staysUpgraded(
  { name, image }: ClusterSpec,
  { engineId, actions }: { engineId: string; actions: ProblemAction[] },
  cause: unknown,
): NotUndoneError {
  const finish = { kind: 'finishCluster' as const, cluster: { engineId, name } }
  const all = [...actions, finish]
  return new NotUndoneError(problem('cluster.stays_upgraded', { cluster: name, image }, { actions: all }), { cause })
}

function withActions(error: unknown, actions: readonly ProblemAction[]): unknown {
  if (actions.length === 0) return error
  const found = problemOf(error)
  return new ProblemError({ ...found, actions: [...(found.actions ?? []), ...actions] }, { cause: error })
}

/** Fails where the spec was made from another generation, or asks for what cannot be changed. */
export function refuseChange(old: ClusterRecord, spec: ClusterSpec, basedOn: number | undefined): void {
  const cluster = spec.name
  if (basedOn !== undefined && basedOn !== old.generation)
    throw new ProblemError(problem('cluster.changed', { cluster }))
  const isSameToken = spec.token.kind === 'generated' || spec.token.value === old.token
  if (!isSameToken) throw new ProblemError(problem('spec.invalid', { field: 'token', reason: 'reason.tokenFixed' }))
  const refused =
    downgradeProblem(old.spec, spec) ?? datastoreChangeProblem(old.spec, spec) ?? serversChangeProblem(old.spec, spec)
  if (refused) throw new ProblemError(refused)
}

/**
 * The addresses under which the API is published stay as they are while the cluster runs, unless who may reach it changes: another
 * Wi-Fi is no reason to restart anything. They are looked at again at the next start. The same spec is no new generation: applied
 * twice, the second time finds nothing to do.
 */
export function changedRecord(
  old: ClusterRecord,
  spec: ClusterSpec,
  api: ClusterRecord['api'],
  hasKept = false,
): ClusterRecord {
  if (isDeepStrictEqual(old.spec, spec)) return old
  const isSameAccess = old.spec.apiAccess === spec.apiAccess
  // After an upgrade that failed, the way back leads to the spec that the copied data is from.
  const before = !(hasKept && old.before) && isUpgrade(old.spec.image, spec.image) ? { before: old.spec } : {}
  return {
    ...old,
    ...before,
    ...(isRenaming(old.spec, spec) ? { renamed: true as const } : {}),
    spec,
    api: isSameAccess ? old.api : api,
    generation: Math.max(old.generation, old.tried) + 1,
  }
}

/** There is no way back from etcd: what k3s has taken over stays there. One that the user began by a flag is none of this change. */
function onEtcd(record: ClusterRecord, tried: ClusterSpec | undefined, observed: ObservedCluster): ClusterRecord {
  const isTaken = record.spec.datastore.kind === 'sqlite' && tried?.datastore.kind === 'etcd'
  if (!isTaken || !currentNodes(observed).some(({ isMember }) => isMember)) return record
  return { ...record, spec: { ...record.spec, datastore: { kind: 'etcd' } } }
}

/** By a plan back to the old record. Not with the user's signal: who cancels wants exactly this. */
async function goBack(
  dependencies: ChangeDependencies,
  goal: Parameters<typeof wantedBy>[1],
  { work, reason, keepsCopy }: { work: Work; reason: unknown; keepsCopy: boolean },
): Promise<void> {
  const { runtime, records } = dependencies
  const own = { ...work, signal: AbortSignal.timeout(longestWayBackMs) }
  const cluster = goal.record.spec.name
  try {
    await outlasting(own.signal, async () => {
      const found = await observeWithFiles(runtime, cluster, own.signal, records.texts)
      const left = { ...goal, record: onEtcd(goal.record, goal.before, found) }
      const reborn = rebornAgents(wantedBy(dependencies, left, found), found)
      const record = await payDebts(dependencies, owing(left.record, reborn), own)
      const observed = await observeWithFiles(runtime, cluster, own.signal, records.texts)
      const before = wantedBy(dependencies, { ...left, record }, observed)
      await runBack(dependencies, { wanted: before, phases: plan(before, observed) }, own)
      await payDebts(dependencies, before.record, own)
      // A copy that this change has made is of no use: what it is of is there.
      if (!keepsCopy) await runPhases(dependencies, await removalOfKept(runtime, cluster, own), own)
    })
  } catch (error) {
    if (error instanceof ClaimLostError) throw error
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
