import { ProblemError, problem } from '#shared/problem.ts'
import { addressIn } from '../model/addresses.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { label, networkName } from '../model/labels.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import { planStop, type Step } from '../model/plan.ts'
import { hasLostRules } from '../read/docker-rules.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { removeLeftHelpers } from './copies.ts'
import { ensureImages } from './images.ts'
import type { Work } from './operate.ts'
import { runSteps } from './run-phases.ts'
import { lookAround } from './surroundings.ts'

/**
 * Where Docker's firewall rules are gone, takes the cluster's network away, with its containers: Docker writes the rules of a network when
 * it makes one, and a start makes all of it again around the data. Where Docker has lost its own chains, too, only its restart helps;
 * then nothing is touched (`docker.firewall_lost`). Returns whether it was taken away; all images of the cluster are there then.
 */
export async function giveUpLostNetwork(
  dependencies: ChangeDependencies,
  { record, observed }: { record: ClusterRecord; observed: ObservedCluster },
  work: Work,
): Promise<boolean> {
  const { runtime, host } = dependencies
  const { name: cluster, image } = record.spec
  // Of somebody who died at it.
  await removeLeftHelpers(runtime, cluster, work.operationId)
  for (const { id, name } of observed.networks) if (name !== networkName(cluster)) await runtime.removeNetwork(id)
  const { info, subnets } = await lookAround({ spec: record.spec, runtime, host }, work.signal)
  if (!(await hasLostRules(runtime, { cluster, image, subnet: record.subnet, info }, work.signal))) return false
  await ensureImages(dependencies, imagesOf(record.spec), work, record.spec)
  await work.confirm()
  await tryNetwork(dependencies, { cluster, image, subnet: subnets[0] }, work)
  const steps: readonly (readonly Step[])[] = [
    ...planStop(observed).map((phase) => phase.steps),
    observed.containers.map(
      ({ containerName, id }): Step => ({ kind: 'removeContainer', name: containerName, id, isUp: true }),
    ),
    observed.networks.map(({ id, name }): Step => ({ kind: 'removeNetwork', id, name })),
  ]
  await runSteps(
    dependencies,
    steps.map((each) => ({ stage: 'containers', steps: each })),
    work,
  )
  return true
}

/** Whether Docker can write rules at all: by a network that is gone again. */
async function tryNetwork(
  { runtime }: ChangeDependencies,
  { cluster, image, subnet }: { cluster: string; image: string; subnet: string | undefined },
  { signal, operationId }: Work,
): Promise<void> {
  if (subnet === undefined) throw new ProblemError(problem('subnet.none_free', {}))
  const id = await runtime.createNetwork({
    name: `${networkName(cluster)}-trial`,
    labels: { [label.cluster]: cluster, [label.operation]: operationId },
    subnet,
    gateway: addressIn(subnet, 1),
  })
  try {
    const info = await runtime.info(signal)
    if (await hasLostRules(runtime, { cluster, image, subnet, info }, signal))
      throw new ProblemError(problem('docker.firewall_lost', {}))
  } finally {
    await runtime.removeNetwork(id)
  }
}
