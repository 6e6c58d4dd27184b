import type { LocalRegistry } from '#shared/local-registry.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'
import { label } from '../model/labels.ts'
import { sizeCommand } from '../model/registry-container.ts'
import { joinedRegistry, registryContainers } from './joined-registries.ts'
import { observeAll } from './observe.ts'
import type { ClusterRecords } from './records.ts'

interface Dependencies {
  readonly runtime: ContainerRuntime
  readonly records: ClusterRecords
}

/** The local registries of an engine with the clusters that use them, by name. `isMeasured`: with what they hold, where they run. */
export async function listRegistries(
  dependencies: Dependencies,
  { isMeasured }: { readonly isMeasured: boolean },
  signal?: AbortSignal,
): Promise<LocalRegistry[]> {
  const { runtime } = dependencies
  const [containers, users] = await Promise.all([registryContainers(runtime, signal), usersOf(dependencies, signal)])
  const all = await Promise.all(
    containers.map(async (container) => {
      const sizeBytes = isMeasured ? await sizeOf(runtime, container, signal) : undefined
      const registry = describeRegistry(container)
      const clusters = users.flatMap(({ cluster, registries }) => (registries.includes(registry.name) ? [cluster] : []))
      return { ...registry, clusters, ...(sizeBytes === undefined ? {} : { sizeBytes }) }
    }),
  )
  return all.sort((one, other) => one.name.localeCompare(other.name))
}

export function describeRegistry(container: ContainerSummary): Omit<LocalRegistry, 'clusters'> {
  const { image, state, labels } = container
  const upstream = labels[label.registryUpstream]
  return { ...joinedRegistry(container), image, container: state, ...(upstream === undefined ? {} : { upstream }) }
}

/** Clusters whose configuration cannot be read are left out. */
export async function usersOf(
  { runtime, records }: Dependencies,
  signal?: AbortSignal,
): Promise<{ readonly cluster: string; readonly registries: readonly string[] }[]> {
  const clusters = await observeAll(runtime, signal)
  const found = await Promise.all(
    clusters.map(async (observed) => {
      const record = await records.forList(observed, signal)
      return record ? [{ cluster: observed.name, registries: record.spec.localRegistries ?? [] }] : []
    }),
  )
  return found.flat()
}

/** One that ends in this moment has no size; nobody needs to hear of that. */
export async function sizeOf(
  runtime: ContainerRuntime,
  { id, state }: Pick<ContainerSummary, 'id' | 'state'>,
  signal?: AbortSignal,
): Promise<number | undefined> {
  if (state !== 'running') return undefined
  try {
    const { exitCode, stdout } = await runtime.exec(id, sizeCommand, signal)
    const kib = Number.parseInt(stdout, 10)
    return exitCode === 0 && Number.isFinite(kib) ? kib * 1024 : undefined
  } catch {
    signal?.throwIfAborted()
    return undefined
  }
}
