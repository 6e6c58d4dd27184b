import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime, ContainerSummary, VolumeSummary } from '../../docker/container-runtime.ts'
import { membershipPath } from '../model/k3s-config.ts'
import { containerIdentity, containerName, isClaimVolume, type Labels, label } from '../model/labels.ts'
import { isRegistryHost } from '../model/local-registries.ts'
import { parseStateFile, statePath } from '../model/node-files.ts'
import { type ClaimHolder, isThere, type ObservedCluster, type ObservedContainer } from '../model/observed-cluster.ts'
import { KnownTexts } from './known-texts.ts'

/** All clusters that this Docker Engine has anything of, by four questions asked at once. */
export async function observeAll(runtime: ContainerRuntime, signal?: AbortSignal): Promise<ObservedCluster[]> {
  return observe(runtime, undefined, signal)
}

/** One cluster; with nothing in it where Docker has nothing of that name. */
export async function observeCluster(
  runtime: ContainerRuntime,
  name: string,
  signal?: AbortSignal,
): Promise<ObservedCluster> {
  const [cluster] = await observe(runtime, name, signal)
  return cluster ?? { ...nothing, name }
}

const nothing: Omit<ObservedCluster, 'name'> = {
  ...{ claim: undefined, networks: [], volumes: [], containers: [], strays: [], attached: [], image: undefined },
}

/** Fails with `cluster.not_found` when Docker has nothing of that name. */
export async function observeExisting(
  runtime: ContainerRuntime,
  name: string,
  signal?: AbortSignal,
): Promise<ObservedCluster> {
  const observed = await observeCluster(runtime, name, signal)
  if (!isThere(observed)) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
  return observed
}

/** One cluster with the state of its containers' files, and which servers are etcd's members: all that a plan needs to see a difference. */
export async function observeWithFiles(
  runtime: ContainerRuntime,
  name: string,
  signal?: AbortSignal,
  texts: KnownTexts = new KnownTexts(),
): Promise<ObservedCluster> {
  const observed = await observeCluster(runtime, name, signal)
  const containers = await Promise.all(
    observed.containers.map(async (container) => {
      const [state, membership] = await Promise.all([
        texts.read(runtime, { id: container.id, path: statePath }, signal),
        container.role === 'server' ? runtime.statFile(container.id, membershipPath, signal) : undefined,
      ])
      const files = state === undefined ? undefined : parseStateFile(state)
      return { ...container, files, isMember: membership?.isFile === true }
    }),
  )
  return { ...observed, containers }
}

async function observe(
  runtime: ContainerRuntime,
  cluster: string | undefined,
  signal?: AbortSignal,
): Promise<ObservedCluster[]> {
  const filter = { label: label.cluster, ...(cluster === undefined ? {} : { value: cluster }) }
  const [containers, allNetworks, volumes, registries] = await Promise.all([
    runtime.listContainers(filter, signal),
    runtime.listNetworks(signal),
    runtime.listVolumes(filter, signal),
    runtime.listContainers({ label: label.registry }, signal),
  ])
  const networks = allNetworks.filter(({ labels }) => {
    const owner = labels[label.cluster]
    return owner !== undefined && (cluster === undefined || owner === cluster)
  })
  const names = new Set([...containers, ...networks, ...volumes].map((object) => object.labels[label.cluster] ?? ''))
  names.delete('')
  const clusters = [...names].filter((name) => !isRegistryHost(name))
  return clusters.sort().map((name) => {
    const isOurs = (object: { labels: Labels }) => object.labels[label.cluster] === name
    const own = containers.filter(isOurs)
    const ownVolumes = volumes.filter(isOurs)
    const data = ownVolumes.filter((volume) => !isClaimVolume(name, volume.name))
    const ownNetworks = networks.filter(isOurs)
    return {
      name,
      claim: mainClaim(ownVolumes),
      networks: ownNetworks.map((network) => ({
        id: network.id,
        name: network.name,
        subnet: network.subnets.find((subnet) => subnet.includes('.')),
        operation: network.labels[label.operation],
      })),
      volumes: data.map((volume) => ({ name: volume.name, operation: volume.labels[label.operation] })),
      containers: own.flatMap((container) => observedContainer(name, container)),
      strays: own
        .filter((container) => !containerIdentity(container.labels))
        .map((container) => ({ id: container.id, name: container.name, operation: container.labels[label.operation] })),
      attached: registries.flatMap((registry) =>
        ownNetworks.some((network) => registry.networks.includes(network.name)) ? [registry.name] : [],
      ),
      image: own[0]?.image ?? data.find((volume) => volume.labels[label.image])?.labels[label.image],
    }
  })
}

/** The holder of a claim, also of another version of Sampan; undefined for any other volume. */
export function claimHolder(labels: Labels): ClaimHolder | undefined {
  const operationId = labels[label.claim]
  if (operationId === undefined) return undefined
  return {
    operationId,
    kind: labels[label.claimKind] ?? '',
    maker: labels[label.claimMaker] ?? '',
    place: labels[label.claimPlace] ?? '',
    started: labels[label.claimStarted] ?? '',
    since: labels[label.claimSince] ?? '',
    answers: labels[label.claimAnswers] !== undefined,
  }
}

/** While a dead holder is put aside there are two: the last one that was taken counts. */
function mainClaim(volumes: readonly VolumeSummary[]): ClaimHolder | undefined {
  return volumes
    .flatMap(({ labels }) => claimHolder(labels) ?? [])
    .sort((left, right) => left.since.localeCompare(right.since))
    .at(-1)
}

/** Nothing for a container whose labels do not say what it is: one broken container must not break the list. */
function observedContainer(cluster: string, container: ContainerSummary): ObservedContainer[] {
  const identity = containerIdentity(container.labels)
  if (!identity) return []
  return [
    {
      ...identity,
      name: containerName(cluster, identity),
      containerName: container.name,
      id: container.id,
      state: container.state,
      digest: container.labels[label.container],
      operation: container.labels[label.operation],
      image: container.image,
      createdAtMs: container.createdAtMs,
      labels: container.labels,
    },
  ]
}
