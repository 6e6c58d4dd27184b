import type { Stage } from '#shared/operation.ts'
import type { NetworkOptions } from '../../docker/container-runtime.ts'
import type { Blueprint, ContainerBlueprint, VolumeBlueprint } from './blueprint.ts'
import { kubernetesName } from './k3s-config.ts'
import { isKeptVolume, keepingFor } from './kept-data.ts'
import { filesNow, isReturning, leavingServers, nodeOfVolume, startable } from './membership.ts'
import { type FileStates, fileStates, type NodeFile, recordFiles } from './node-files.ts'
import {
  currentContainers,
  currentNodes,
  type ObservedCluster,
  type ObservedContainer,
  type ObservedNode,
} from './observed-cluster.ts'
import { changeOf, runPhases, stillPhases } from './plan-changes.ts'
import type { HostsToml } from './registries-files.ts'

/** One thing to be done. It carries all that it needs. */
export type Step =
  | { readonly kind: 'createNetwork'; readonly network: NetworkOptions }
  | { readonly kind: 'createVolume'; readonly volume: VolumeBlueprint }
  /** Made under another name, filled, then renamed: a container without its files never counts as one of the cluster. */
  | { readonly kind: 'createContainer'; readonly container: ContainerBlueprint }
  /** The new one is complete before the old one is touched. Address and ports are only taken when a container starts. */
  | {
      readonly kind: 'replaceContainer'
      readonly container: ContainerBlueprint
      readonly old: ObservedContainer
      readonly isToRun: boolean
      /** Before a newer k3s gets its data: a copy of it, made while nobody writes. */
      readonly keeping?: Copy
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
  /** `states`: how its files look once it works by them. They had to be written while it runs. */
  | {
      readonly kind: 'reloadContainer'
      readonly name: string
      readonly id: string
      readonly states: FileStates
      /** Of a node: what its containerd is to read from now on. */
      readonly hosts?: HostsToml
    }
  /** One that Docker cannot start any more is made again: what must last is in its volumes. */
  | { readonly kind: 'startContainer'; readonly container: ContainerBlueprint }
  /** Until what others cannot begin without says that it is there for them. */
  | { readonly kind: 'waitForHealth'; readonly container: ContainerBlueprint }
  /** Of one that is at rest. */
  | { readonly kind: 'copyData'; readonly copy: Copy; readonly cluster: string }
  /** A server that is there already: it is to leave or to be copied, and there may be no majority without it. */
  | { readonly kind: 'resumeContainer'; readonly name: string; readonly id: string }
  /** Until the API answers and all servers that run are Ready: only then do agents find what they ask for, and may the next server go down or join. */
  | { readonly kind: 'waitForApi' }
  | { readonly kind: 'stopContainer'; readonly name: string; readonly id: string; readonly timeoutSeconds: number }
  /** `isUp`: it has to be stopped first. */
  | { readonly kind: 'removeContainer'; readonly name: string; readonly id: string; readonly isUp: boolean }
  /** Its Node goes first, and with it its vote: a member that is only gone still counts. `through`: the servers that stay. */
  | {
      readonly kind: 'removeServer'
      readonly name: string
      readonly id: string
      readonly isUp: boolean
      readonly node: string | undefined
      readonly through: readonly string[]
    }
  | { readonly kind: 'removeVolume'; readonly name: string }
  | { readonly kind: 'removeNetwork'; readonly name: string; readonly id: string }
  /** A local registry, which is not the cluster's own, on its network. */
  | { readonly kind: 'connectRegistry' | 'disconnectRegistry'; readonly name: string; readonly on: string }

/** Of what a volume has of a cluster, into another one: the state of k3s, or all files of a database. `image`: of the k3s that works with it. */
export interface Copy {
  readonly of: 'server' | 'database'
  readonly from: string
  readonly to: string
  readonly image: string
}

export interface Writing {
  readonly files: readonly NodeFile[]
  /** How all files of the container look afterwards. */
  readonly states: FileStates
}

/** Steps that do not need each other and run at the same time. Phases run one after the other. */
export interface Phase {
  readonly stage: Stage
  readonly steps: readonly Step[]
  /** Only right once the API has answered: left for later where nobody waits for that. */
  readonly isAfterApi?: boolean
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
    currentContainers(observed)
      .filter(({ state }) => state !== 'dead')
      .map((container) => [container.name, withRecord(container, wanted)]),
  )
  const changes = wanted.containers.map((container) =>
    changeOf({ ...container, files: filesNow(container, wanted, observed) }, current.get(container.name)),
  )
  const keeping = keepingFor(changes, wanted, observed)
  const changing: Phase[] = [
    // The record comes first: whoever finishes this plan after an interruption goes by it.
    ...planRecord(wanted, observed),
    ...(isToRun ? [] : planStop(observed)),
    { stage: 'containers', steps: uselessContainers(wanted, observed) },
    { stage: 'containers', steps: foundations(wanted, observed) },
    { stage: 'containers', steps: joining(wanted, observed) },
    {
      stage: 'containers',
      steps: changes.flatMap(({ kind, container }): Step[] =>
        kind === 'make' ? [{ kind: 'createContainer', container }] : [],
      ),
    },
    ...(isToRun
      ? runPhases(changes, {
          wanted,
          keeping,
          canStart: startable(wanted, observed),
          isReturning: ({ container }) => isReturning(container, wanted, observed),
          leaving: leavingServers(wanted, observed).map((server) => removalOfServer(server, wanted)),
        })
      : stillPhases(changes, { wanted, keeping })),
    { stage: 'containers', steps: leaving(wanted, observed) },
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
    // One that does not run could never be started again once the network is gone.
    { stage: 'remove', steps: observed.networks.flatMap(({ name }) => leavingOf(observed.attached, name)) },
    {
      stage: 'remove',
      steps: [
        ...observed.containers.map(removal),
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
 * only waits for its own time-out. The database goes when nobody writes to it any more.
 */
export function planStop(observed: ObservedCluster): Phase[] {
  const isUp = ({ state }: ObservedContainer) => state === 'running' || state === 'restarting' || state === 'paused'
  const isLast = ({ role }: ObservedContainer) => role === 'datastore'
  const stop = ({ containerName, id, role }: ObservedContainer): Step => {
    return { kind: 'stopContainer', name: containerName, id, timeoutSeconds: role === 'datastore' ? 60 : 30 }
  }
  const up = observed.containers.filter(isUp)
  const phases: Phase[] = [up.filter((each) => !isLast(each)), up.filter(isLast)].map((containers) => {
    return { stage: 'stop', steps: containers.map(stop) }
  })
  return phases.filter(hasSteps)
}

/** Gives every server the wanted record. */
export function planRecord({ record }: Pick<Blueprint, 'record'>, observed: ObservedCluster): Phase[] {
  const files = recordFiles(record)
  const servers = currentNodes(observed).filter(({ role, state }) => role === 'server' && state !== 'dead')
  const steps = servers.flatMap(({ name, id, files: present = {} }): Step[] => {
    const own = fileStates(files)
    const differing = files.filter(({ path }) => present[path]?.content !== own[path]?.content)
    if (differing.length === 0) return []
    return [{ kind: 'writeFiles', name, id, files: differing, states: { ...present, ...own } }]
  })
  return steps.length > 0 ? [{ stage: 'containers', steps }] : []
}

/** A server as it looks once it has the wanted record, which is written before anything else. */
function withRecord(container: ObservedContainer, { record }: Blueprint): ObservedContainer {
  if (container.role !== 'server') return container
  return { ...container, files: { ...container.files, ...fileStates(recordFiles(record)) } }
}

function removalOfServer({ name, id, state }: ObservedNode, wanted: Blueprint): Leaving {
  const through = wanted.containers.filter(({ role }) => role === 'server').map((server) => server.name)
  const node = kubernetesName(wanted.record.spec, { role: 'server', name })
  const isUp = state === 'running' || state === 'restarting'
  return { kind: 'removeServer', name, id, isUp, node, through }
}

type Leaving = Extract<Step, { kind: 'removeServer' }>

/** Half-made containers, those that are not wanted, and those that Docker could not remove the first time. */
function uselessContainers(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const names = new Set([...wanted.containers, ...leavingServers(wanted, observed)].map(({ name }) => name))
  return observed.containers
    .filter(
      (container) =>
        container.containerName !== container.name || !names.has(container.name) || container.state === 'dead',
    )
    .map(removal)
}

/** The data of nodes that are not wanted, unless they have yet to leave. */
function uselessVolumes(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const names = new Set(wanted.volumes.map(({ name }) => name))
  const resting = wanted.desired === 'running' ? [] : leavingServers(wanted, observed).map(({ name }) => name)
  return observed.volumes
    .filter(({ name }) => !names.has(name))
    .filter(({ name }) => {
      const node = nodeOfVolume(wanted, name)
      // What was kept from before an upgrade goes when the new k3s is Ready.
      return !isKeptVolume(name) && node !== undefined && !resting.includes(node.name)
    })
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

/** Before any node asks it for an image. */
function joining({ registries, network }: Blueprint, { attached }: ObservedCluster): Step[] {
  const absent = registries.filter((name) => !attached.includes(name))
  return absent.map((name) => ({ kind: 'connectRegistry', name, on: network.name }))
}

/** When no node asks it any more. */
const leaving = ({ registries, network }: Blueprint, { attached }: ObservedCluster): Step[] =>
  leavingOf(
    attached.filter((name) => !registries.includes(name)),
    network.name,
  )

const leavingOf = (names: readonly string[], on: string): Step[] =>
  names.map((name) => ({ kind: 'disconnectRegistry', name, on }))

/** Waiting at the very end is what whoever applies the plan does anyway, and two waits in a row are one. */
function withoutNeedlessWaits(phases: readonly Phase[]): Phase[] {
  const isWait = (phase: Phase | undefined) => phase?.steps[0]?.kind === 'waitForApi'
  return phases.filter((phase, index) => {
    const next = phases[index + 1]
    return !isWait(phase) || (next !== undefined && !isWait(next))
  })
}

const removal = ({ containerName, id, state }: ObservedContainer): Step => ({
  kind: 'removeContainer',
  name: containerName,
  id,
  isUp: state === 'running' || state === 'restarting',
})
