import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster, ClusterRef, ClusterSpec } from '#shared/cluster.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { isEngineAway } from '../../docker/connection-problems.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { isThere, madeBy } from '../model/observed-cluster.ts'
import { planRemoval } from '../model/plan.ts'
import { areUsual } from '../model/pod-ranges.ts'
import { meantSpec } from '../model/shown-spec.ts'
import { nextFreePort } from '../model/subnets.ts'
import { takenName } from '../read/cluster-state.ts'
import { observeAll, observeCluster } from '../read/observe.ts'
import { bringAbout, type ChangeDependencies, upStages } from './bring-about.ts'
import { ClaimLostError } from './claims.ts'
import { ensureImages, offlineGaps } from './images.ts'
import { NotUndoneError, type OperationOptions, operate, UndoneError, type Work } from './operate.ts'
import { lookAgainMs } from './outlasting.ts'
import { reportStep, reportWarnings } from './progress.ts'
import { blueprintOf, runPhases } from './run-phases.ts'
import { findSurroundings, type Surroundings } from './surroundings.ts'
import { testDatastore } from './test-datastore.ts'

export interface CreateOptions extends OperationOptions {
  /** What Sampan may choose itself, also once more when somebody else was faster. Default: nothing, the spec is meant as it is. */
  readonly choose?: readonly 'apiPort'[]
}

/** Others that make clusters at the same moment take ports and networks too; each try loses to one of them at most. */
const tries = 20

/** How long an undo waits for an engine that went away in the middle, milliseconds. */
const undoPatienceMs = 120_000

/**
 * Makes a cluster that must not be there yet. One that fails or is aborted leaves nothing behind; what others have made stays as it is.
 * Fails with `cluster.name_taken`, `cluster.incomplete` or `cluster.only_remains` where anything of that name is there, and with
 * `cluster.busy` where somebody is making it right now.
 */
export async function createCluster(
  dependencies: ChangeDependencies,
  given: ClusterSpec,
  options: CreateOptions,
): Promise<Cluster> {
  const spec = meantSpec(given, undefined)
  const isFree = options.choose?.includes('apiPort') ?? false
  return operate({ kind: 'create', cluster: spec.name, stages: upStages }, options, dependencies, async (work) => {
    const cluster = { engineId: await dependencies.engineId(work.signal), name: spec.name }
    const found = await observeCluster(dependencies.runtime, spec.name, work.signal)
    const taken = takenName({ ...found, claim: work.tookOverFrom }, cluster.engineId)
    if (taken) throw new ProblemError(taken)
    const lost: number[] = []
    for (let attempt = 1; ; attempt += 1) {
      // What was offered is taken as long as nobody was faster.
      const apiPort = lost.length > 0 ? await freeApiPort(dependencies, work.signal, lost) : spec.apiPort
      try {
        return await make(dependencies, { ...spec, apiPort }, work)
      } catch (error) {
        if (error instanceof ClaimLostError) throw error
        await undo(dependencies, cluster, work, error)
        const taken = takenMeanwhile(problemOf(error), isFree ? apiPort : undefined)
        if (!taken || attempt === tries || work.signal.aborted) throw new UndoneError(error)
        reportWarnings(work.emit, spec.name, [taken])
        if (taken.code === 'port.taken_meanwhile') lost.push(apiPort)
      }
    }
  })
}

/** The warning for something that is taken and that Sampan replaces by another one; `apiPort` only where it may be replaced. */
function takenMeanwhile({ code, params, detail }: Problem, apiPort: number | undefined): Problem | undefined {
  const isPortLost = code === 'port.taken' ? params.port === apiPort : params.reason === 'reason.shape.portOfApi'
  if (apiPort !== undefined && isPortLost) return problem('port.taken_meanwhile', { port: apiPort })
  // Without the words of the engine it was looked for, and none is left.
  return code === 'subnet.none_free' && detail !== undefined ? problem('subnet.taken_meanwhile', {}) : undefined
}

/** The first API port from 6443 on that no cluster has, no container publishes and no process holds. */
export async function freeApiPort(
  { runtime, host }: Pick<ChangeDependencies, 'runtime' | 'host'>,
  signal?: AbortSignal,
  lost: readonly number[] = [],
): Promise<number> {
  const [clusters, published] = await Promise.all([observeAll(runtime, signal), runtime.listPublishedPorts(signal)])
  const taken = new Set([...lost, ...published.map(({ hostPort }) => hostPort)])
  for (const { containers } of clusters) for (const { labels } of containers) taken.add(Number(labels[label.apiPort]))
  const port = await nextFreePort(
    6443,
    async (candidate) => taken.has(candidate) || !(await host.isPortFree(candidate, '127.0.0.1', 'tcp')),
  )
  if (port === undefined) throw new ProblemError(problem('port.none_free', { from: 6443 }))
  return port
}

async function make(dependencies: ChangeDependencies, spec: ClusterSpec, work: Work): Promise<Cluster> {
  const { runtime, host } = dependencies
  const found = await reportStep(work.emit, { stage: 'check' }, () =>
    findSurroundings({ spec, runtime, host, isChange: false }, work.signal),
  )
  reportWarnings(work.emit, spec.name, found.warnings)
  const [gap] = work.options.offline ? await offlineGaps(dependencies, spec, work.signal) : []
  if (gap) throw new ProblemError(gap)
  await ensureImages(dependencies, imagesOf(spec), work, spec)
  const goal = { record: newRecord(dependencies, spec, found), info: found.info }
  await testDatastore(dependencies, blueprintOf(dependencies, goal), { work, isNew: true })
  return bringAbout(dependencies, goal, work)
}

/** The record of a cluster that is to be made. */
export function newRecord(
  { host }: ChangeDependencies,
  spec: ClusterSpec,
  { subnets, ranges, api, registries }: Surroundings,
): ClusterRecord {
  const [subnet] = subnets
  const now = host.now()
  if (subnet === undefined) throw new ProblemError(problem('subnet.none_free', {}))
  return {
    spec,
    subnet,
    ...(areUsual(ranges) ? {} : { ranges }),
    token: spec.token.kind === 'given' ? spec.token.value : randomBytes(32).toString('hex'),
    ...(spec.datastore.kind === 'managed' ? { databasePassword: randomBytes(24).toString('hex') } : {}),
    api,
    generation: now,
    tried: 0,
    owed: [],
    createdAt: new Date(now).toISOString(),
    ...(registries.length > 0 ? { registries: [...registries] } : {}),
  }
}

/**
 * Removes what this operation has made and nothing else, also when the reason is that the user wants to stop, hence not with the
 * user's signal. An engine that went away in the middle is waited for, and looked at twice: it may still have been at the last thing
 * that it was told. What cannot be undone is told with the reason why it had to be.
 */
async function undo(dependencies: ChangeDependencies, cluster: ClusterRef, work: Work, reason: unknown): Promise<void> {
  const { runtime } = dependencies
  const signal = AbortSignal.timeout(undoPatienceMs)
  const wasCutOff = isEngineAway(reason)
  let quietLooks = 0
  while (quietLooks < (wasCutOff ? 2 : 1)) {
    try {
      const own = madeBy(await observeCluster(runtime, cluster.name, signal), work.operationId)
      if (isThere(own)) await runPhases(dependencies, planRemoval(own), { ...work, signal })
      else quietLooks += 1
    } catch (error) {
      if (error instanceof ClaimLostError) throw error
      if (!isEngineAway(error) || signal.aborted) throw notUndone(cluster, reason, error)
    }
    if (wasCutOff) await delay(lookAgainMs)
  }
}

function notUndone(cluster: ClusterRef, reason: unknown, error: unknown): ProblemError {
  const { code, params, detail } = problemOf(reason)
  const found = { code, params, ...(detail ? { detail } : {}), actions: [{ kind: 'deleteCluster' as const, cluster }] }
  return new NotUndoneError(found, { cause: new AggregateError([reason, error], 'neither made nor undone') })
}
