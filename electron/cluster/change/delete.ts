import { ProblemError, problem } from '#shared/problem.ts'
import { isClaimVolume, label } from '../model/labels.ts'
import { isThere, type ObservedCluster } from '../model/observed-cluster.ts'
import { planRemoval } from '../model/plan.ts'
import { observeCluster, observeExisting } from '../read/observe.ts'
import { deadClaims } from '../read/orphans.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { type OperationOptions, operate } from './operate.ts'
import { runPhases } from './run-phases.ts'

const rounds = 3

export interface DeleteOptions extends OperationOptions {
  /** Containers and the network go, and a start makes the cluster again. Default: all of it goes. */
  readonly keepsVolumes?: boolean
}

/**
 * Removes everything of the cluster, complete or not. A cluster of which nothing is there is `cluster.not_found`, and one that is made
 * again as fast as it is removed `cluster.comes_back`.
 */
export async function deleteCluster(
  dependencies: Pick<ChangeDependencies, 'runtime' | 'claims' | 'records'>,
  cluster: string,
  options: DeleteOptions,
): Promise<void> {
  const { runtime, records } = dependencies
  const toGo = (found: ObservedCluster) => (options.keepsVolumes ? { ...found, volumes: [] } : found)
  await operate<undefined>({ kind: 'delete', cluster, stages: ['remove'] }, options, dependencies, async (work) => {
    const observe = work.hasStoppedAnother ? observeCluster : observeExisting
    let observed = toGo(await observe(runtime, cluster, work.signal))
    // What Docker was still making when its maker died appears while the rest is removed.
    for (let round = 0; round < rounds && isThere(observed); round += 1) {
      await runPhases(dependencies, planRemoval(observed), work)
      observed = toGo(await observeCluster(runtime, cluster, work.signal))
    }
    if (isThere(observed)) throw new ProblemError(problem('cluster.comes_back', { cluster, left: namesIn(observed) }))
    records.forget(cluster)
    return undefined
  })
}

function namesIn({ containers, strays, networks, volumes }: ObservedCluster): string {
  const made = containers.map(({ containerName }) => ({ name: containerName }))
  return [...made, ...strays, ...networks, ...volumes].map(({ name }) => name).join(', ')
}

/** Removes what belongs to no cluster any more; of a cluster that is whole, nothing that it needs. */
export async function removeOrphans(
  dependencies: Pick<ChangeDependencies, 'runtime' | 'claims' | 'records'>,
  { cluster, names }: { cluster: string; names: readonly string[] },
  options: OperationOptions,
): Promise<void> {
  const { runtime } = dependencies
  await operate<undefined>({ kind: 'change', cluster, stages: ['remove'] }, options, dependencies, async (work) => {
    // The claim of a killed process was put aside for this operation's own. It may have been all that there was.
    const isOnlyClaims = names.every((name) => isClaimVolume(cluster, name))
    const found = await (isOnlyClaims ? observeCluster : observeExisting)(runtime, cluster, work.signal)
    const isOrphan = ({ name }: { readonly name: string }) => names.includes(name)
    const containers = found.containers.filter(({ containerName }) => names.includes(containerName))
    const left = {
      ...{ ...found, containers },
      strays: found.strays.filter(isOrphan),
      volumes: found.volumes.filter(isOrphan),
      networks: found.networks.filter(isOrphan),
      attached: found.networks.some(isOrphan) ? found.attached : [],
    }
    await runPhases(dependencies, planRemoval(left), work)
    await removeDeadClaims(dependencies, { cluster, names }, work.signal)
    return undefined
  })
}

/** Of these volumes, those that are claims on the cluster, or on the local registry with this host, and whose holder does not live. */
export async function removeDeadClaims(
  { runtime, claims }: Pick<ChangeDependencies, 'runtime' | 'claims'>,
  { cluster, names }: { readonly cluster: string; readonly names: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const claimed = await runtime.listVolumes({ label: label.claim }, signal)
  const own = claimed.filter(({ name, labels }) => names.includes(name) && labels[label.cluster] === cluster)
  for (const { name } of await deadClaims(own, (held) => claims.isAlive(runtime, held, signal)))
    await runtime.removeVolume(name)
}
