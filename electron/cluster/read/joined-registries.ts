import type { ClusterSpec } from '#shared/cluster.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { type JoinedRegistry, registryHost } from '../model/local-registries.ts'

/** The local registries of an engine, whether or not they run. What is not complete is none. */
export async function registryContainers(
  runtime: Pick<ContainerRuntime, 'listContainers'>,
  signal?: AbortSignal,
): Promise<ContainerSummary[]> {
  const found = await runtime.listContainers({ label: label.registry }, signal)
  return found.filter(({ name, labels }) => name === registryHost(labels[label.registry] ?? ''))
}

export function joinedRegistry({ labels }: Pick<ContainerSummary, 'labels'>): JoinedRegistry {
  const [name = '', port, caches] = [label.registry, label.registryPort, label.registryCaches].map((key) => labels[key])
  return { name, ...(port === undefined ? {} : { port: Number(port) }), ...(caches === undefined ? {} : { caches }) }
}

/** Those that a cluster is to use, in its order, and the names of those that are not there. */
export function joinedBy(
  { localRegistries = [] }: Pick<ClusterSpec, 'localRegistries'>,
  present: readonly JoinedRegistry[],
): { readonly registries: JoinedRegistry[]; readonly absent: string[] } {
  const of = (name: string) => present.find((registry) => registry.name === name)
  return {
    registries: localRegistries.flatMap((name) => of(name) ?? []),
    absent: localRegistries.filter((name) => !of(name)),
  }
}

/** A cluster without any has nothing about them in its record, as those of a Sampan that knew of none. */
export function withRegistries(
  { registries: _, ...record }: ClusterRecord,
  found: readonly JoinedRegistry[],
): ClusterRecord {
  return found.length === 0 ? record : { ...record, registries: [...found] }
}
