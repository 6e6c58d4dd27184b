import type { ClusterRef } from '#shared/cluster.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { type Blueprint, databaseVolume, dataVolume, keptVolume } from './blueprint.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { endpointOf, placeOf } from './datastore-endpoint.ts'
import { containerName, networkName, nodeName } from './labels.ts'
import { currentNodes, type ObservedCluster } from './observed-cluster.ts'
import type { Copy, Phase } from './plan.ts'
import type { Change } from './plan-changes.ts'
import { isNewer } from './version-change.ts'

/** What is kept of one container from before an upgrade: the copy, and the volume whose state it is. */
export type KeptData = Pick<Copy, 'of' | 'from' | 'to'> & { readonly container: string }

const keptPattern = /-(?:server-(\d+)|(db))-before$/

export const isKeptVolume = (name: string): boolean => keptPattern.test(name)

/** The copies from before an upgrade that did not become Ready, those of servers in their order. */
export function keptData({ name: cluster, volumes }: Pick<ObservedCluster, 'name' | 'volumes'>): KeptData[] {
  return volumes
    .flatMap(({ name }): (KeptData & { index: number })[] => {
      const [suffix, server] = keptPattern.exec(name) ?? []
      if (suffix === undefined || !name.startsWith(networkName(cluster))) return []
      if (server === undefined) {
        const container = containerName(cluster, { role: 'datastore', index: 0 })
        return [{ of: 'database', container, from: name, to: databaseVolume(container), index: 0 }]
      }
      const container = nodeName(cluster, { role: 'server', index: Number(server) })
      return [{ of: 'server', container, from: name, to: dataVolume(container), index: Number(server) }]
    })
    .sort((left, right) => left.index - right.index)
    .map(({ index: _, ...kept }) => kept)
}

/** Whether there is a way back from an upgrade: with the data of before, or where that is the user's own, with the k3s alone. */
export function hasWayBack(record: ClusterRecord | undefined, observed: ObservedCluster): boolean {
  if (record?.returning !== undefined) return true
  if (record?.before === undefined) return false
  return endpointOf(record.before) !== undefined || keptData(observed).length > 0
}

/** A way back that has been begun and is not done. */
export const goingBack = (cluster: ClusterRef): Problem =>
  problem('cluster.going_back', { cluster: cluster.name }, { actions: [{ kind: 'revertUpgrade', cluster }] })

/** Which copies an upgrade of k3s makes before a newer one gets the data. */
export interface Keeping {
  readonly ofDatabase: Copy | undefined
  /** Of a server that is down: whoever else is copied is down, too. */
  readonly atRest: (change: Change) => Copy | undefined
  /** Of one of those that run: only the first one that goes down has data that no newer k3s has written to. */
  readonly ofFirst: (change: Change) => Copy | undefined
  /** A member that is down while others run: what it has is old. It comes up as it is, and is changed like the others. */
  readonly comesUpFirst: (change: Change) => boolean
}

const nothingKept: Keeping = {
  ofDatabase: undefined,
  atRest: () => undefined,
  ofFirst: () => undefined,
  comesUpFirst: () => false,
}

/**
 * What a newer k3s makes of the data no older one reads, so there is a copy of before. Of an etcd cluster that runs it is that of one member,
 * by which the whole can be begun anew: those of the others would be from later, when the newer k3s has written already. Of one
 * that is at rest all are copied, for one of them alone may be behind.
 */
export function keepingFor(changes: readonly Change[], wanted: Blueprint, observed: ObservedCluster): Keeping {
  const servers = changes.filter(({ container }) => container.role === 'server')
  const due = new Map(servers.flatMap((change) => (isDue(change) ? [[change.container.name, change] as const] : [])))
  const [some] = due.values()
  if (!some || hasBegun(servers, observed)) return nothingKept
  const { datastore } = wanted.record.spec
  if (endpointOf(wanted.record.spec) !== undefined) return nothingKept
  if (datastore.kind === 'managed') {
    const database = containerName(observed.name, { role: 'datastore', index: 0 })
    const volumes = { from: databaseVolume(database), to: keptVolume(database) }
    const copy: Copy = { of: 'database', ...volumes, image: some.old.image }
    const hasData = observed.volumes.some(({ name }) => name === copy.from)
    return hasData ? { ...nothingKept, ofDatabase: copy } : nothingKept
  }
  const isEtcd = membersOf(observed) > 1
  const kept = keptData(observed).map(({ container }) => container)
  const isOwner = ({ container: { name } }: Change) => kept.length === 0 || kept.includes(name)
  const copyOf = (change: Change): Copy | undefined => {
    const { name } = change.container
    const own = due.get(name)
    if (!own || !isOwner(change) || (isEtcd && !isMember(change))) return undefined
    return { of: 'server', from: dataVolume(name), to: keptVolume(name), image: own.old.image }
  }
  const isAtRest = wanted.desired === 'stopped' || !servers.some(isUp)
  if (isAtRest) return { ...nothingKept, atRest: copyOf }
  return {
    ...nothingKept,
    ofFirst: copyOf,
    comesUpFirst: (change) => isEtcd && due.has(change.container.name) && isMember(change) && !isUp(change),
  }
}

type Due = Extract<Change, { kind: 'replace' }>

const isDue = (change: Change): change is Due =>
  change.kind === 'replace' && isNewer(change.old.image, change.container.container.image)

const isUp = (change: Change) => change.kind !== 'make' && change.old.state === 'running'

const isMember = (change: Change) => change.kind !== 'make' && change.old.isMember === true

const membersOf = (observed: ObservedCluster) => currentNodes(observed).filter((node) => node.isMember).length

/** What an upgrade changes without a copy: a database of the user's, or what a newer k3s may have written to already. */
export function uncopiedData(
  { record: { spec } }: Blueprint,
  observed: ObservedCluster,
  phases: readonly Phase[],
): string[] {
  const steps = phases.flatMap((phase) => phase.steps)
  const isUpgrade = steps.some(
    (step) =>
      step.kind === 'replaceContainer' &&
      step.container.role === 'server' &&
      isNewer(step.old.image, step.container.container.image),
  )
  const isCopied = steps.some((step) => step.kind === 'copyData' || ('keeping' in step && step.keeping !== undefined))
  if (!isUpgrade || isCopied || keptData(observed).length > 0) return []
  const endpoint = endpointOf(spec)
  return [endpoint === undefined ? observed.name : placeOf(endpoint)]
}

/** Whether a newer k3s may have written already: one that was started, or that takes the place of a member that is not there. */
function hasBegun(servers: readonly Change[], observed: ObservedCluster): boolean {
  return servers.some((change) => {
    if (isDue(change)) return false
    if (change.kind !== 'make') return change.old.state !== 'created'
    const data = dataVolume(change.container.name)
    return membersOf(observed) > 1 && observed.volumes.some(({ name }) => name === data)
  })
}
