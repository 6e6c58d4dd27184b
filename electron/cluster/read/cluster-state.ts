import {
  type Cluster,
  type ClusterNode,
  type ClusterRef,
  type ClusterState,
  type Companion,
  k3sVersionOf,
} from '#shared/cluster.ts'
import type { OperationKind } from '#shared/operation.ts'
import { type Problem, problem } from '#shared/problem.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import type { TakenAddress } from '../model/foreign-addresses.ts'
import { goingBack, hasWayBack } from '../model/kept-data.ts'
import { containerName, isNode, label, nodeName } from '../model/labels.ts'
import { portsOfLabels } from '../model/node-ports.ts'
import {
  anyServer,
  currentContainers,
  currentNodes,
  isThere,
  type ObservedCluster,
  type ObservedContainer,
  type ObservedNode,
  publisher,
} from '../model/observed-cluster.ts'
import { withRemedies } from '../model/repairable.ts'

/** What is known of a cluster besides what Docker lists. */
export interface ClusterContext {
  readonly engineId: string
  /** Undefined when it was not read or cannot be. */
  readonly record: ClusterRecord | undefined
  /** What keeps one of its nodes from being started. */
  readonly taken?: TakenAddress | undefined
  /** What another process is doing to it. */
  readonly doing: OperationKind | undefined
}

/** The state of a cluster while an operation is at work on it; undefined where it goes on as it was. */
export const stateDuring: Readonly<Record<OperationKind, ClusterState | undefined>> = {
  create: 'creating',
  change: 'starting',
  start: 'starting',
  restart: 'starting',
  stop: 'stopping',
  delete: 'deleting',
  load: undefined,
  bundle: undefined,
}

/** The cluster as people see it. Pure: a broken container makes its own cluster degraded and nothing else. */
export function describeCluster(
  observed: ObservedCluster,
  { engineId, record, doing, taken }: ClusterContext,
): Cluster {
  const front = publisher(observed)
  const nodes = currentNodes(observed)
  const companions = currentContainers(observed).filter((container) => !isNode(container))
  const missing = missingNodes(observed, record)
  const gone = missing[0] ?? missingCompanion(observed, record)
  const state = (doing && stateDuring[doing]) ?? stateOf(observed, gone !== undefined)
  const image = record?.spec.image ?? nodes[0]?.image ?? ''
  const createdAtMs = Math.min(...nodes.map((node) => node.createdAtMs))
  const apiPort = Number(front?.labels[label.apiPort])
  const isBackPossible = hasWayBack(record, observed)
  const found = faultOf(observed, gone, { state, engineId, taken, record })
  const offersBack = isBackPossible && state === 'degraded'
  const fault = found && offersBack ? withRemedies(found, { engineId, name: observed.name, hasWayBack: true }) : found
  return {
    engineId,
    name: observed.name,
    state,
    image,
    ...(k3sVersionOf(image) ? { k3sVersion: k3sVersionOf(image) } : {}),
    nodes: [...nodes.map(seenNode), ...missing].sort((a, b) => b.role.localeCompare(a.role) || a.index - b.index),
    ...(Number.isInteger(apiPort) ? { apiPort } : {}),
    ...(companions.length > 0 ? { companions: companions.map(seenCompanion) } : {}),
    ports: currentContainers(observed).flatMap(({ labels }) => portsOfLabels(labels)),
    ...(record
      ? { createdAt: record.createdAt }
      : nodes.length > 0
        ? { createdAt: new Date(createdAtMs).toISOString() }
        : {}),
    ...(fault ? { problem: fault } : {}),
    ...(isBackPossible ? { hasWayBack: true as const } : {}),
  }
}

function stateOf(observed: ObservedCluster, isSomethingGone: boolean): ClusterState {
  if (isHalfMade(observed)) return 'incomplete'
  const containers = currentContainers(observed)
  const running = containers.filter(({ state }) => state === 'running').length
  if (running === containers.length && !isSomethingGone) return 'running'
  if (containers.every(({ state }) => state === 'exited' || state === 'created' || state === 'dead')) return 'stopped'
  return 'degraded'
}

/**
 * Whether somebody was stopped while making or removing it. A container that was never started is complete under its own name; it only
 * tells of an interruption where a claim is left, too.
 */
function isHalfMade(observed: ObservedCluster): boolean {
  const containers = currentContainers(observed)
  const isInterrupted = observed.claim !== undefined && containers.some(({ state }) => state === 'created')
  return !anyServer(observed) || isInterrupted || observed.containers.length > containers.length
}

/** What can be done about a cluster that is half-made. Without a server, only whoever left a record on a volume can be finished. */
function halfMade(observed: ObservedCluster, engineId: string): Problem {
  const cluster = { engineId, name: observed.name }
  const remove = { kind: 'deleteCluster' as const, cluster }
  // Without a server there is no record but a copy on a volume. Whoever died making it had not written it yet, or was removing it.
  const isUncopied = observed.claim !== undefined && ['create', 'delete'].includes(observed.claim.kind)
  const mayFinish = anyServer(observed) !== undefined || (observed.volumes.length > 0 && !isUncopied)
  return mayFinish
    ? problem(
        'cluster.incomplete',
        { cluster: observed.name },
        { actions: [{ kind: 'finishCluster', cluster }, remove] },
      )
    : problem('cluster.only_remains', { cluster: observed.name }, { actions: [remove] })
}

/** Why no cluster of this name can be made; undefined where Docker has nothing of it. */
export function takenName(observed: ObservedCluster, engineId: string): Problem | undefined {
  if (!isThere(observed)) return undefined
  return isHalfMade(observed) ? halfMade(observed, engineId) : problem('cluster.name_taken', { cluster: observed.name })
}

function faultOf(
  observed: ObservedCluster,
  gone: { readonly name: string } | undefined,
  { state, engineId, taken, record }: Pick<Cluster, 'state' | 'engineId'> & Pick<ClusterContext, 'taken' | 'record'>,
): Problem | undefined {
  if (state === 'incomplete') return halfMade(observed, engineId)
  if (record?.returning) return goingBack({ engineId, name: observed.name })
  // What a stopped cluster lacks is made when it is started.
  if (state === 'stopped') return undefined
  const cluster = { engineId, name: observed.name }
  const actions = [{ kind: 'repairCluster' as const, cluster }]
  if (gone) return problem('cluster.node_missing', { node: gone.name }, { actions })
  if (state !== 'degraded' || record?.spec.desired === 'stopped') return undefined
  if (taken) return addressTaken(taken, cluster)
  const down = currentContainers(observed).find(({ state: own }) => isAtRest(own))
  return down && problem('cluster.node_down', { node: down.name }, { actions })
}

/** Docker does not start it by itself. */
const isAtRest = (state: ObservedContainer['state']) => ['created', 'exited', 'dead', 'paused'].includes(state)

export function addressTaken({ node, container, address }: TakenAddress, cluster: ClusterRef): Problem {
  const actions = [{ kind: 'repairCluster' as const, cluster }]
  return problem('cluster.address_taken', { node, container, address }, { actions })
}

/** Containers that should run and do not, of which somebody may have taken the address. */
export const downContainers = (observed: ObservedCluster): ObservedContainer[] =>
  currentContainers(observed).filter(({ state }) => isAtRest(state))

/** What publishes the ports of several servers, or the database, where it is not there. */
function missingCompanion(
  observed: ObservedCluster,
  record: ClusterRecord | undefined,
): { readonly name: string } | undefined {
  const containers = currentContainers(observed)
  const isAlone = containers.filter(({ role }) => role === 'server').length <= 1
  const wanted = [
    ...(isAlone ? [] : ['loadbalancer' as const]),
    ...(record?.spec.datastore.kind === 'managed' ? ['datastore' as const] : []),
  ].map((role) => containerName(observed.name, { role, index: 0 }))
  const name = wanted.find((each) => containers.every((container) => container.name !== each))
  return name === undefined ? undefined : { name }
}

/** Nodes that the spec names, or that a gap in the numbers betrays, and that Docker has no container of. */
function missingNodes(observed: ObservedCluster, record: ClusterRecord | undefined): ClusterNode[] {
  const nodes = currentNodes(observed)
  const expected = (role: ClusterNode['role'], specified: number | undefined) =>
    specified ?? Math.max(0, ...nodes.filter((node) => node.role === role).map(({ index }) => index + 1))
  const missing = (role: ClusterNode['role'], count: number) =>
    Array.from(
      { length: count },
      (_, index): ClusterNode => ({
        name: nodeName(observed.name, { role, index }),
        role,
        index,
        container: 'missing',
      }),
    ).filter(({ name }) => !nodes.some((node) => node.name === name))
  return [
    ...missing('server', Math.max(1, expected('server', record?.spec.servers))),
    ...missing('agent', expected('agent', record?.spec.agents)),
  ]
}

function seenNode({ name, role, index, state }: ObservedNode): ClusterNode {
  return { name, role, index, container: state }
}

function seenCompanion({ name, role, state }: ObservedContainer): Companion {
  return { name, role, container: state }
}
