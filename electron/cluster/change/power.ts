import type { Cluster } from '#shared/cluster.ts'
import { ProblemError } from '#shared/problem.ts'
import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import { imagesOf } from '../model/blueprint.ts'
import { type ClusterRecord, owing } from '../model/cluster-record.ts'
import { rebornAgents } from '../model/membership.ts'
import { type ObservedCluster, publisher } from '../model/observed-cluster.ts'
import { plan, planRecord, planStop, type Step } from '../model/plan.ts'
import { joinedBy, joinedRegistry, registryContainers, withRegistries } from '../read/joined-registries.ts'
import { observeExisting, observeWithFiles } from '../read/observe.ts'
import { segments } from './apply.ts'
import { bringAbout, type ChangeDependencies, payDebts, untilServersReady, wantedBy } from './bring-about.ts'
import { ensureImages } from './images.ts'
import { type OperationOptions, operate, type Work } from './operate.ts'
import { planRejoin } from './rejoin.ts'
import { expectTexts, runPhases } from './run-phases.ts'
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
    const [record, info] = await Promise.all([records.readOrCopy(observed, work.signal), runtime.info(work.signal)])
    // Before anything is stopped that could not be started again.
    await ensureImages(dependencies, await imagesToMake(dependencies, { record, info }, work.signal), work, record.spec)
    await bringDown(dependencies, cluster, work)
    return bringUp(dependencies, cluster, work, { hasImages: true })
  })
}

/** Those of the containers that have to be made. Docker starts one that is there also where its image has lost its name. */
async function imagesToMake(
  dependencies: ChangeDependencies,
  goal: { record: ClusterRecord; info: RuntimeInfo },
  signal: AbortSignal,
): Promise<string[]> {
  const { spec, returning } = goal.record
  // What will be there once the data of before has been put back, nobody knows yet.
  if (returning) return imagesOf(spec)
  const { runtime, records } = dependencies
  expectTexts(dependencies, goal)
  const observed = await observeWithFiles(runtime, spec.name, signal, records.texts)
  const steps = plan(wantedBy(dependencies, goal, observed), observed).flatMap((phase) => phase.steps)
  const images = steps.flatMap((step) =>
    step.kind === 'createContainer' || step.kind === 'replaceContainer' ? [step.container.container.image] : [],
  )
  return [...new Set(images)]
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
  const [old, info] = await Promise.all([records.readOrCopy(observed, work.signal), runtime.info(work.signal)])
  const spec = { ...old.spec, desired: 'running' as const }
  // What publishes the API is down, so nothing runs that another address would disturb: the time to look where it can be published now.
  const api = publisher(observed)?.state === 'running' ? old.api : await exposeApi(spec, dependencies, info)
  const { registries } = joinedBy(spec, (await registryContainers(runtime, work.signal)).map(joinedRegistry))
  const record = withRegistries({ ...old, spec, api }, registries)
  if (!hasImages)
    await ensureImages(dependencies, await imagesToMake(dependencies, { record, info }, work.signal), work, spec)
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
