import type { Orphan } from '#shared/cluster.ts'
import type { ContainerRuntime, VolumeSummary } from '../../docker/container-runtime.ts'
import type { Claims } from '../change/claims.ts'
import { type Labels, label, networkName } from '../model/labels.ts'
import { isRegistryHost, registryHost } from '../model/local-registries.ts'
import { nodeOfVolume } from '../model/membership.ts'
import { type ClaimHolder, currentContainers, isThere, type ObservedCluster } from '../model/observed-cluster.ts'
import { takenName } from './cluster-state.ts'
import { claimHolder, observeAll } from './observe.ts'
import type { ClusterRecords } from './records.ts'

/**
 * What carries Sampan's labels and belongs to no cluster: all that is left of one that cannot be finished any more, containers that
 * only looked at something, the data of nodes that the spec no longer has, and the claim of whoever died before anything was made. Nothing
 * of a cluster that somebody is at work on.
 */
export async function findOrphans(
  { runtime, claims, records }: { runtime: ContainerRuntime; claims: Claims; records: ClusterRecords },
  engineId: string,
  signal: AbortSignal,
): Promise<Orphan[]> {
  const [all, leftClaims] = await Promise.all([
    observeAll(runtime, signal),
    runtime
      .listVolumes({ label: label.claim }, signal)
      .then((volumes) => deadClaims(volumes, ({ cluster, holder }) => claims.seemsAlive(runtime, cluster, holder))),
  ])
  const claimsOf = (cluster: string): Orphan[] =>
    leftClaims.flatMap((left) =>
      left.cluster === cluster ? [{ cluster, kind: 'volume' as const, name: left.name }] : [],
    )
  const found = await Promise.all(
    all.map(async (observed) => {
      const { claim, name } = observed
      if (claim && (await claims.seemsAlive(runtime, name, claim))) return []
      if (!isThere(observed)) return claimsOf(name)
      if (takenName(observed, engineId)?.code === 'cluster.only_remains') return [...allOf(observed), ...claimsOf(name)]
      const record = await records.forList(observed, signal)
      return record === undefined ? strays(observed) : [...strays(observed), ...unwanted(observed, record.spec)]
    }),
  )
  const orphans = [...found.flat(), ...(await ofRegistries({ runtime, claims, claimsOf }, signal))]
  if (!orphans.some(({ kind }) => kind === 'volume')) return orphans
  const sizes = await runtime.volumeSizes(signal)
  return orphans.map((orphan) => {
    const sizeBytes = orphan.kind === 'volume' ? sizes.get(orphan.name) : undefined
    return sizeBytes === undefined ? orphan : { ...orphan, sizeBytes }
  })
}

/** Of these volumes, the claims whose holder does not live. `cluster` is the host of a local registry where it is a claim on one. */
export async function deadClaims(
  volumes: readonly VolumeSummary[],
  isAlive: (held: { cluster: string; holder: ClaimHolder }) => Promise<boolean>,
): Promise<{ cluster: string; name: string }[]> {
  const found = await Promise.all(
    volumes.map(async ({ name, labels }) => {
      const [cluster, holder] = [labels[label.cluster] ?? '', claimHolder(labels)]
      return !holder || (await isAlive({ cluster, holder })) ? [] : [{ cluster, name }]
    }),
  )
  return found.flat()
}

/** Of a local registry: what it has stored, where its container is gone, a container that was never finished, and claims. */
async function ofRegistries(
  {
    runtime,
    claims,
    claimsOf,
  }: { runtime: ContainerRuntime; claims: Claims; claimsOf: (host: string) => readonly Orphan[] },
  signal: AbortSignal,
): Promise<Orphan[]> {
  const filter = { label: label.registry }
  const [containers, volumes, changing] = await Promise.all([
    runtime.listContainers(filter, signal),
    runtime.listVolumes(filter, signal),
    runtime.listVolumes({ label: label.claim }, signal),
  ])
  const hostOf = ({ labels }: { labels: Labels }) => registryHost(labels[label.registry] ?? '')
  const whole = new Set(containers.filter((container) => container.name === hostOf(container)).map(hostOf))
  const left = [
    ...containers
      .filter((container) => container.name !== hostOf(container))
      .map((each) => ({ kind: 'container' as const, each })),
    ...volumes.filter((volume) => !whole.has(hostOf(volume))).map((each) => ({ kind: 'volume' as const, each })),
  ]
  const claimed = changing.flatMap(({ labels }) => labels[label.cluster] ?? []).filter(isRegistryHost)
  const hosts = new Set([...left.map(({ each }) => hostOf(each)), ...claimed])
  const busy = new Set<string>()
  for (const { labels } of changing) {
    const holder = claimHolder(labels)
    const host = labels[label.cluster] ?? ''
    if (holder && hosts.has(host) && (await claims.seemsAlive(runtime, host, holder))) busy.add(host)
  }
  return [...hosts]
    .filter((host) => !busy.has(host))
    .flatMap((host) => [
      ...left.flatMap(({ kind, each }) => (hostOf(each) === host ? [{ cluster: host, kind, name: each.name }] : [])),
      ...claimsOf(host),
    ])
}

const strays = ({ name: cluster, strays: found }: ObservedCluster): Orphan[] =>
  found.map(({ name }) => ({ cluster, kind: 'container', name }))

function allOf(observed: ObservedCluster): Orphan[] {
  const { name: cluster, containers, volumes, networks } = observed
  const named = <K extends Orphan['kind']>(kind: K, names: readonly string[]) =>
    names.map((name): Orphan => ({ cluster, kind, name }))
  return [
    ...named(
      'container',
      containers.map(({ containerName }) => containerName),
    ),
    ...strays(observed),
    ...named(
      'volume',
      volumes.map(({ name }) => name),
    ),
    ...named(
      'network',
      networks.map(({ name }) => name),
    ),
  ]
}

/** A node that is there, wanted or not, keeps its data: it may have yet to leave. */
function unwanted(observed: ObservedCluster, spec: { readonly servers: number; readonly agents: number }): Orphan[] {
  const network = { name: networkName(observed.name) }
  const present = new Set(currentContainers(observed).map(({ name }) => name))
  return observed.volumes.flatMap(({ name }): Orphan[] => {
    const node = nodeOfVolume({ network }, name)
    if (node === undefined || present.has(node.name)) return []
    const index = Number(/-(\d+)$/.exec(node.name)?.[1])
    const isWanted = index < (node.role === 'server' ? spec.servers : spec.agents)
    return isWanted ? [] : [{ cluster: observed.name, kind: 'volume', name }]
  })
}
