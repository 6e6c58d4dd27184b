import type { Stage } from '#shared/operation.ts'
import type { NetworkOptions } from '../../docker/container-runtime.ts'
import { type Blueprint, type ContainerBlueprint, passwordVolume, type VolumeBlueprint } from './blueprint.ts'
import { changedFiles, type FileStates, fileStates, type NodeFile, needsRestart, recordFiles } from './node-files.ts'
import { currentNodes, type ObservedCluster, type ObservedNode } from './observed-cluster.ts'

/** One thing to be done. It carries all that it needs. */
export type Step =
  | { readonly kind: 'createNetwork'; readonly network: NetworkOptions }
  | { readonly kind: 'createVolume'; readonly volume: VolumeBlueprint }
  /** Made under another name, filled, then renamed: a container without its files never counts as a node. */
  | { readonly kind: 'createContainer'; readonly container: ContainerBlueprint }
  /** The new one is complete before the old one is touched. Address and ports are only taken when a container starts. */
  | {
      readonly kind: 'replaceContainer'
      readonly container: ContainerBlueprint
      readonly old: ObservedNode
      readonly isToRun: boolean
    }
  | ({ readonly kind: 'writeFiles'; readonly name: string; readonly id: string } & Writing)
  /** `writing`: while it is down. A node that runs has read all that lies in it, or nobody would know that it is to be restarted. */
  | {
      readonly kind: 'restartContainer'
      readonly name: string
      readonly id: string
      readonly timeoutSeconds: number
      readonly writing?: Writing
    }
  /** One that Docker cannot start any more is made again: what must last is in its volumes. */
  | { readonly kind: 'startContainer'; readonly container: ContainerBlueprint }
  /** Until the API answers: only then do agents find what they ask for, and only then may the next server go down. */
  | { readonly kind: 'waitForApi' }
  | { readonly kind: 'stopContainer'; readonly name: string; readonly id: string; readonly timeoutSeconds: number }
  /** `isUp`: it has to be stopped first. */
  | { readonly kind: 'removeContainer'; readonly name: string; readonly id: string; readonly isUp: boolean }
  | { readonly kind: 'removeVolume'; readonly name: string }
  | { readonly kind: 'removeNetwork'; readonly name: string; readonly id: string }

export interface Writing {
  readonly files: readonly NodeFile[]
  /** How all files of the container look afterwards. */
  readonly states: FileStates
}

/** Steps that do not need each other and run at the same time. Phases run one after the other. */
export interface Phase {
  readonly stage: Stage
  readonly steps: readonly Step[]
}

/** The suffix of a container that does not count yet: it is being filled, or waits for the one that it replaces to be gone. */
export const nextSuffix = '-next'

/**
 * From what is there to what is wanted, in the fewest steps. Total and without options: creating is a plan from nothing, stopping
 * and starting are blueprints. Nothing is left to do where both agree, and a plan that was interrupted anywhere is finished by
 * the next one.
 */
export function plan(wanted: Blueprint, observed: ObservedCluster): Phase[] {
  const isToRun = wanted.desired === 'running'
  const current = new Map(
    currentNodes(observed)
      .filter(({ state }) => state !== 'dead')
      .map((node) => [node.name, withRecord(node, wanted)]),
  )
  const changes = wanted.containers.map((container) => changeOf(container, current.get(container.name)))
  const changing: Phase[] = [
    // The record comes first: whoever finishes this plan after an interruption goes by it.
    ...planRecord(wanted, observed),
    ...(isToRun ? [] : planStop(observed)),
    { stage: 'containers', steps: uselessContainers(wanted, observed) },
    { stage: 'containers', steps: foundations(wanted, observed) },
    {
      stage: 'containers',
      steps: changes.flatMap(({ kind, container }): Step[] =>
        kind === 'make' ? [{ kind: 'createContainer', container }] : [],
      ),
    },
    ...changes.flatMap((change) => rollingPhases(change, isToRun)),
    ...(isToRun ? startPhases(changes) : []),
  ]
  // Data goes last: until then everything can be put back.
  const removing: Phase = { stage: 'containers', steps: uselessVolumes(wanted, observed) }
  const phases = [...withoutNeedlessWaits(changing.filter(hasSteps)), removing]
  return phases.filter(hasSteps)
}

/** Whether a phase takes data away. Such phases are the last of a plan, and nothing after them can be put back. */
export const removesData = ({ steps }: Phase): boolean => steps.some(({ kind }) => kind === 'removeVolume')

const hasSteps = ({ steps }: Phase) => steps.length > 0

/** Everything of the cluster goes: containers, then the volumes and the network that they held. */
export function planRemoval(observed: ObservedCluster): Phase[] {
  const phases: Phase[] = [
    {
      stage: 'remove',
      steps: [
        ...observed.nodes.map(removal),
        ...observed.strays.map(({ name, id }): Step => ({ kind: 'removeContainer', name, id, isUp: true })),
      ],
    },
    {
      stage: 'remove',
      steps: [
        ...observed.volumes.map(({ name }): Step => ({ kind: 'removeVolume', name })),
        ...observed.networks.map(({ id, name }): Step => ({ kind: 'removeNetwork', id, name })),
      ],
    },
  ]
  return phases.filter(hasSteps)
}

/**
 * Stops what runs and nothing else, whatever state the cluster is in. Agents go with the servers: a node that outlives the others
 * only waits for its own time-out.
 */
export function planStop(observed: ObservedCluster): Phase[] {
  const isUp = ({ state }: ObservedNode) => state === 'running' || state === 'restarting' || state === 'paused'
  const steps = observed.nodes
    .filter(isUp)
    .map(({ containerName, id }): Step => ({ kind: 'stopContainer', name: containerName, id, timeoutSeconds: 30 }))
  return steps.length > 0 ? [{ stage: 'stop', steps }] : []
}

/** Names of agents that Docker no longer has after this plan and that Kubernetes would go on waiting for. */
export function leavingAgents(wanted: Blueprint, observed: ObservedCluster): string[] {
  const names = new Set(wanted.containers.map(({ name }) => name))
  const nodes = currentNodes(observed).flatMap(({ role, name }) => (role === 'agent' ? [name] : []))
  // Of an agent whose container somebody removed by hand the password is left.
  const ofVolumes = observed.volumes.flatMap(({ name }) => agentOfVolume(wanted, name) ?? [])
  return [...new Set([...nodes, ...ofVolumes])].filter((name) => !names.has(name))
}

/**
 * Names in Kubernetes of agents that come back without the volume in which their password was: Kubernetes still has the one of before,
 * under which no node of that name could join again.
 */
export function rebornAgents(wanted: Blueprint, observed: ObservedCluster): string[] {
  return wanted.containers.flatMap(({ role, name, kubernetesName }) => {
    const hasPassword = observed.volumes.some((volume) => volume.name === passwordVolume(name).name)
    return role === 'agent' && kubernetesName !== undefined && !hasPassword ? [kubernetesName] : []
  })
}

function agentOfVolume({ network }: Blueprint, volume: string): string | undefined {
  const isAgents = volume.startsWith(`${network.name}-agent-`)
  return isAgents ? volume.slice(0, volume.lastIndexOf('-')) : undefined
}

type Change =
  | { readonly kind: 'make'; readonly container: ContainerBlueprint }
  | { readonly kind: 'replace'; readonly container: ContainerBlueprint; readonly old: ObservedNode }
  | {
      readonly kind: 'keep'
      readonly container: ContainerBlueprint
      readonly node: ObservedNode
      readonly files: readonly NodeFile[]
      readonly isForRestart: boolean
    }

function changeOf(container: ContainerBlueprint, node: ObservedNode | undefined): Change {
  if (!node) return { kind: 'make', container }
  if (node.digest !== container.digest) return { kind: 'replace', container, old: node }
  const present = node.files ?? {}
  const files = changedFiles(container.files, present)
  return { kind: 'keep', container, node, files, isForRestart: needsRestart(files, present) }
}

/** Gives every server the wanted record. */
export function planRecord({ record }: Pick<Blueprint, 'record'>, observed: ObservedCluster): Phase[] {
  const files = recordFiles(record)
  const servers = currentNodes(observed).filter(({ role, state }) => role === 'server' && state !== 'dead')
  const steps = servers.flatMap((node): Step[] => {
    const present = node.files ?? {}
    const own = fileStates(files)
    const differs = files.filter(({ path }) => present[path]?.content !== own[path]?.content)
    if (differs.length === 0) return []
    return [{ kind: 'writeFiles', name: node.name, id: node.id, files: differs, states: { ...present, ...own } }]
  })
  return steps.length > 0 ? [{ stage: 'containers', steps }] : []
}

/** A node as it looks once it has the wanted record, which is written before anything else. */
function withRecord(node: ObservedNode, { record }: Blueprint): ObservedNode {
  return node.role === 'server' ? { ...node, files: { ...node.files, ...fileStates(recordFiles(record)) } } : node
}

/** Half-made containers, those of nodes that are not wanted, and those that Docker could not remove the first time. */
function uselessContainers(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const names = new Set(wanted.containers.map(({ name }) => name))
  return observed.nodes
    .filter((node) => node.containerName !== node.name || !names.has(node.name) || node.state === 'dead')
    .map(removal)
}

/** The data of agents that are not wanted. A server's data is never taken away by a change. */
function uselessVolumes(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const names = new Set(wanted.volumes.map(({ name }) => name))
  return observed.volumes
    .filter(({ name }) => agentOfVolume(wanted, name) !== undefined && !names.has(name))
    .map(({ name }): Step => ({ kind: 'removeVolume', name }))
}

function foundations(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const hasNetwork = observed.networks.some(({ name }) => name === wanted.network.name)
  return [
    ...(hasNetwork ? [] : [{ kind: 'createNetwork' as const, network: wanted.network }]),
    ...wanted.volumes
      .filter(({ name }) => !observed.volumes.some((volume) => volume.name === name))
      .map((volume): Step => ({ kind: 'createVolume', volume })),
  ]
}

/** One container after the other, servers first, the next only when the API answers again. */
function rollingPhases(change: Change, isToRun: boolean): Phase[] {
  const { container } = change
  const wait: Phase[] = container.role === 'server' && isToRun ? [waitPhase] : []
  if (change.kind === 'make') return []
  if (change.kind === 'replace') {
    const wasRunning = change.old.state === 'running'
    const step: Step = { kind: 'replaceContainer', container, old: change.old, isToRun: isToRun && wasRunning }
    return [{ stage: 'containers', steps: [step] }, ...(wasRunning ? wait : [])]
  }
  const { node, files, isForRestart } = change
  if (files.length === 0) return []
  const { name, id } = node
  const writing = { files, states: fileStates(container.files) }
  if (!isForRestart || !isToRun || node.state !== 'running')
    return [{ stage: 'containers', steps: [{ kind: 'writeFiles', name, id, ...writing }] }]
  const timeoutSeconds = container.container.stopTimeoutSeconds
  return [{ stage: 'containers', steps: [{ kind: 'restartContainer', name, id, timeoutSeconds, writing }] }, ...wait]
}

const waitPhase: Phase = { stage: 'api', steps: [{ kind: 'waitForApi' }] }

/** Servers, then, once the API answers, agents: one that asks too early sleeps for seconds more (recordings/README.md). */
function startPhases(changes: readonly Change[]): Phase[] {
  const toStart = changes.filter((change) => stateBefore(change) !== 'running')
  const start = (role: ContainerBlueprint['role']): Phase => ({
    stage: 'containers',
    steps: toStart
      .filter(({ container }) => container.role === role)
      .map(({ container }): Step => ({ kind: 'startContainer', container })),
  })
  const [servers, agents] = [start('server'), start('agent')]
  return [servers, ...(servers.steps.length > 0 ? [waitPhase] : []), agents]
}

const stateBefore = (change: Change) =>
  change.kind === 'make' ? undefined : change.kind === 'replace' ? change.old.state : change.node.state

/** Waiting at the very end is what whoever applies the plan does anyway, and two waits in a row are one. */
function withoutNeedlessWaits(phases: readonly Phase[]): Phase[] {
  const isWait = (phase: Phase | undefined) => phase?.steps[0]?.kind === 'waitForApi'
  return phases.filter((phase, index) => {
    const next = phases[index + 1]
    return !isWait(phase) || (next !== undefined && !isWait(next))
  })
}

const removal = ({ containerName, id, state }: ObservedNode): Step => ({
  kind: 'removeContainer',
  name: containerName,
  id,
  isUp: state === 'running' || state === 'restarting',
})
