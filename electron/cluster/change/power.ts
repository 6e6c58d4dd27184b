import type { Cluster } from '#shared/cluster.ts'
import { ProblemError } from '#shared/problem.ts'
import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import { type ClusterRecord, owing } from '../model/cluster-record.ts'
import { rebornAgents } from '../model/membership.ts'
import { type ObservedCluster, publisher } from '../model/observed-cluster.ts'
import { planRecord, planStop, type Step } from '../model/plan.ts'
import { joinedBy, joinedRegistry, registryContainers, withRegistries } from '../read/joined-registries.ts'
import { observeExisting, observeWithFiles } from '../read/observe.ts'
import { segments } from './apply.ts'
import { bringAbout, type ChangeDependencies, payDebts, untilServersReady, wantedBy } from './bring-about.ts'
import { ensureImages } from './images.ts'
import { imagesToMake } from './images-to-make.ts'
import { type OperationOptions, operate, type Work } from './operate.ts'
import { planRejoin } from './rejoin.ts'
import { runPhases } from './run-phases.ts'
import { exposeApi } from './surroundings.ts'

/** Starts a stopped cluster; finishes what was interrupted and makes what is missing. */
export function startCluster(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<Cluster> {
  const stages = ['image', 'containers', 'api', 'nodes', 'dns'] as const
  return operate({ kind: 'start', cluster, stages }, options, dependencies, (work) =>
    bringUp(dependencies, cluster, work),
  )
}

/** Stops what runs of the cluster, whatever state it is in. Its data stays. */
export async function stopCluster(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<void> {
  await operate<undefined>({ kind: 'stop', cluster, stages: ['stop'] }, options, dependencies, async (work) => {
    await bringDown(dependencies, cluster, work)
    return undefined
  })
}

export function restartCluster(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<Cluster> {
  const stages = ['image', 'stop', 'containers', 'api', 'nodes', 'dns'] as const
  return operate({ kind: 'restart', cluster, stages }, options, dependencies, async (work) => {
    const { runtime, records } = dependencies
    const observed = await observeExisting(runtime, cluster, work.signal)
    const record = await records.readOrCopy(observed, work.signal)
    // Before anything is stopped that could not be started again.
    const goal = await runningGoal(dependencies, { record, observed: undefined }, work.signal)
    await ensureImages(dependencies, await imagesToMake(dependencies, goal, work.signal), work, record.spec)
    await bringDown(dependencies, cluster, work)
    return bringUp(dependencies, cluster, work, { hasImages: true })
  })
}

/** The cluster when it runs. `observed`: as it is now, unless it will have been stopped by then. */
export async function runningGoal(
  dependencies: ChangeDependencies,
  { record, observed }: { record: ClusterRecord; observed: ObservedCluster | undefined },
  signal: AbortSignal,
): Promise<{ record: ClusterRecord; info: RuntimeInfo }> {
  const { runtime } = dependencies
  const info = await runtime.info(signal)
  const spec = { ...record.spec, desired: 'running' as const }
  // Where what publishes the API is down, nothing runs that another address would disturb: the time to look where it can be published now.
  const isPublished = observed !== undefined && publisher(observed)?.state === 'running'
  const api = isPublished ? record.api : await exposeApi(spec, dependencies, info)
  const { registries } = joinedBy(spec, (await registryContainers(runtime, signal)).map(joinedRegistry))
  return { record: withRegistries({ ...record, spec, api }, registries), info }
}

/** `stale`: further names of nodes in Kubernetes that it is to forget before agents start. `hasImages`: they have been looked for. */
export async function bringUp(
  dependencies: ChangeDependencies,
  cluster: string,
  work: Work,
  { stale = [], hasImages = false }: { readonly stale?: readonly string[]; readonly hasImages?: boolean } = {},
): Promise<Cluster> {
  const { runtime, records } = dependencies
  const observed = await observeExisting(runtime, cluster, work.signal)
  const old = await records.readOrCopy(observed, work.signal)
  const { record, info } = await runningGoal(dependencies, { record: old, observed }, work.signal)
  if (!hasImages)
    await ensureImages(dependencies, await imagesToMake(dependencies, { record, info }, work.signal), work, record.spec)
  await rejoin(dependencies, { record, info, observed }, work)
  const reborn = rebornAgents(wantedBy(dependencies, { record, info }, observed), observed)
  // Where a server runs, nobody waits for its API before agents start.
  const paid = await payDebts(dependencies, owing(record, [...reborn, ...stale]), work)
  return bringAbout(dependencies, { record: paid, info }, work)
}

/** The nodes that Kubernetes does not know, and are restarted; who has not been by then is not waited for. */
async function rejoin(
  dependencies: ChangeDependencies,
  { record, info, observed }: { record: ClusterRecord; info: RuntimeInfo; observed: ObservedCluster },
  work: Work,
): Promise<void> {
  const [first = [], ...rest] = segments(await planRejoin(dependencies, { record, info, observed }, work.signal))
  await runPhases(dependencies, first, work)
  if (rest.length === 0) return
  const wanted = wantedBy(dependencies, { record, info }, observed)
  for (const [at, part] of rest.entries()) {
    const unknown = rest.slice(at).flatMap((phases) => phases.flatMap(({ steps }) => steps.flatMap(restarted)))
    await untilServersReady(dependencies, wanted, work, { without: unknown })
    await runPhases(dependencies, part, work)
  }
}

const restarted = (step: Step): string[] => (step.kind === 'restartContainer' ? [step.name] : [])

async function bringDown(dependencies: ChangeDependencies, cluster: string, work: Work): Promise<void> {
  const { runtime, records } = dependencies
  await runPhases(dependencies, planStop(await observeExisting(runtime, cluster, work.signal)), work)
  const stopped = await observeWithFiles(runtime, cluster, work.signal, records.texts)
  const old = await readable(records.read(stopped, work.signal))
  if (!old) return
  const record: ClusterRecord = { ...old, spec: { ...old.spec, desired: 'stopped' } }
  await runPhases(dependencies, planRecord({ record }, stopped), work)
  records.forget(cluster)
}

/** A cluster whose record cannot be read can be stopped all the same. */
async function readable(record: Promise<ClusterRecord>): Promise<ClusterRecord | undefined> {
  try {
    return await record
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'cluster.spec_unreadable') return undefined
    throw error
  }
}
