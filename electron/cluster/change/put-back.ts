import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import { dataVolume } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { keptData } from '../model/kept-data.ts'
import { label } from '../model/labels.ts'
import { planStop } from '../model/plan.ts'
import { observeCluster } from '../read/observe.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { putCopiesBack } from './copies.ts'
import { ensureImages } from './images.ts'
import type { Work } from './operate.ts'
import { reportStep } from './progress.ts'
import { resetMembership } from './reset-membership.ts'
import { blueprintOf, runPhases } from './run-phases.ts'

/**
 * Puts the data of before back, which every change begins with where the record says so: no k3s of either version may be started with what is
 * half put back. Gives the record of what is left to do.
 */
export async function putBack(
  dependencies: ChangeDependencies,
  { record: { returning: goal, ...record }, info }: { record: ClusterRecord; info: RuntimeInfo },
  work: Work,
): Promise<ClusterRecord> {
  if (!goal) return record
  const { runtime } = dependencies
  const { name: cluster, image, servers: count, datastore } = goal
  const observed = await observeCluster(runtime, cluster, work.signal)
  const kept = keptData(observed)
  if (kept.length === 0) return record
  await ensureImages(dependencies, [image], work, goal)
  await runPhases(dependencies, planStop(observed), work)
  await work.confirm()
  const labels = { [label.cluster]: cluster, [label.operation]: work.operationId }
  const volumes = observed.volumes.map(({ name }) => name).filter(isServersData)
  const target = kept.map(({ to }) => to).join(', ')
  const given = await reportStep(work.emit, { stage: 'containers', action: 'copy data', target }, () =>
    putCopiesBack(runtime, {
      ...{ labels, image, kept, servers: volumes },
      count: datastore.kind === 'managed' ? 1 : count,
    }),
  )
  const [first] = given
  if (!first || datastore.kind !== 'etcd' || given.length === count) return record
  const { containers } = blueprintOf(dependencies, { record: { ...record, spec: goal }, info })
  const server = containers.find(({ name }) => dataVolume(name) === first.to)
  if (server) {
    await work.confirm()
    const step = { stage: 'containers', action: 'forget members', target: server.name } as const
    await reportStep(work.emit, step, () => resetMembership(runtime, { labels, server }, work.signal))
  }
  return record
}

const isServersData = (volume: string) => /-server-\d+-k3s$/.test(volume)
