import type { Stage } from '#shared/operation.ts'
import type { NetworkOptions } from '../../docker/container-runtime.ts'
import { currentNodes, firstServer, type ObservedCluster, type ObservedNode } from '../read/observe.ts'
import type { Blueprint, NodeBlueprint } from './blueprint.ts'
import { label } from './labels.ts'

/** One thing to be done in Docker. */
export type Step =
  | { readonly kind: 'createNetwork'; readonly network: NetworkOptions }
  | { readonly kind: 'createVolume'; readonly name: string; readonly labels: Record<string, string> }
  | { readonly kind: 'createNode'; readonly node: NodeBlueprint }
  | { readonly kind: 'startNode'; readonly name: string }
  | { readonly kind: 'stopNode'; readonly name: string; readonly id: string; readonly timeoutSeconds: number }
  | {
      readonly kind: 'replaceNode'
      readonly node: NodeBlueprint
      readonly old: ObservedNode | undefined
      readonly next: ObservedNode | undefined
    }
  | { readonly kind: 'writeRecord'; readonly name: string }
  /** An agent that is no longer wanted: out of Kubernetes, then its container and its data. */
  | {
      readonly kind: 'removeNode'
      readonly node: ObservedNode
      readonly volumes: readonly string[]
      readonly server: string | undefined
    }
  /** `isUp`: it has to be stopped first. */
  | { readonly kind: 'removeContainer'; readonly name: string; readonly id: string; readonly isUp: boolean }
  | { readonly kind: 'removeVolume'; readonly name: string }
  | { readonly kind: 'removeNetwork'; readonly name: string; readonly id: string }

/** Steps that do not need each other and run at the same time. Phases run one after the other. */
export interface Phase {
  readonly stage: Stage
  readonly steps: readonly Step[]
}

export interface PlanOptions {
  readonly desired: 'running' | 'stopped'
  /** Make nodes again whose blueprint differs from their container's. Starting and stopping leaves them as they are. */
  readonly replaceChanged: boolean
  /** The record in the first server's container is no longer the wanted one. */
  readonly writeRecord: boolean
}

/** The suffix of a container that is complete, but waits for the one that it replaces to be gone. */
export const nextSuffix = '-next'

/** From what is there to what is wanted, in the fewest steps. Nothing is left to do where both agree. */
export function plan(wanted: Blueprint, observed: ObservedCluster, options: PlanOptions): Phase[] {
  const current = new Map(currentNodes(observed).map((node) => [node.name, node]))
  const waiting = new Map(
    observed.nodes.filter((node) => node.containerName !== node.name).map((node) => [node.name, node]),
  )
  const wantedNames = new Set(wanted.nodes.map(({ name }) => name))

  const surplus = observed.nodes.filter((node) => !wantedNames.has(node.name))
  const missing = wanted.nodes.filter(({ name }) => !current.has(name) && !waiting.has(name))
  const replaced = wanted.nodes.filter(({ name, hash }) => {
    const has = current.get(name)
    return waiting.has(name) || (options.replaceChanged && has !== undefined && has.blueprintHash !== hash)
  })
  const replacedNames = new Set(replaced.map(({ name }) => name))

  const server = firstServer(observed)
  const keepsServer = server !== undefined && !replacedNames.has(server.name)

  const phases: Phase[] = [
    { stage: 'containers', steps: [...removeNodes(surplus, observed), ...foundations(wanted, observed)] },
    {
      stage: 'containers',
      steps: [
        ...missing.map((node): Step => ({ kind: 'createNode', node })),
        ...(options.writeRecord && keepsServer ? [{ kind: 'writeRecord' as const, name: server.name }] : []),
      ],
    },
    // One after the other, servers first: the rest of the cluster stays up meanwhile.
    ...replaced.map(
      (node): Phase => ({
        stage: 'containers',
        steps: [{ kind: 'replaceNode', node, old: current.get(node.name), next: waiting.get(node.name) }],
      }),
    ),
    options.desired === 'running' ? startPhase(wanted, current) : stopPhase(wanted, current),
  ]
  return phases.filter(({ steps }) => steps.length > 0)
}

/** Everything of the cluster goes: containers, then the volumes and the network that they held. */
export function planRemoval(observed: ObservedCluster): Phase[] {
  const phases: Phase[] = [
    {
      stage: 'remove',
      steps: [
        ...observed.nodes.map(
          ({ containerName, id, state }): Step => ({
            kind: 'removeContainer',
            name: containerName,
            id,
            isUp: state === 'running' || state === 'restarting',
          }),
        ),
        ...observed.strays.map(({ name, id }): Step => ({ kind: 'removeContainer', name, id, isUp: true })),
      ],
    },
    {
      stage: 'remove',
      steps: [
        ...observed.volumes.map((name): Step => ({ kind: 'removeVolume', name })),
        ...observed.networks.map(({ id, name }): Step => ({ kind: 'removeNetwork', id, name })),
      ],
    },
  ]
  return phases.filter(({ steps }) => steps.length > 0)
}

/** Stops all nodes at once, agents with the servers: a node that outlives the others only waits for its own time-out. */
export function planStop(wanted: Blueprint, observed: ObservedCluster): Phase[] {
  const phase = stopPhase(wanted, new Map(currentNodes(observed).map((node) => [node.name, node])))
  return phase.steps.length > 0 ? [phase] : []
}

function foundations(wanted: Blueprint, observed: ObservedCluster): Step[] {
  const hasNetwork = observed.networks.some(({ name }) => name === wanted.network.name)
  const volumes = wanted.nodes.flatMap((node) =>
    node.container.volumes.map(({ name }) => ({ name, image: node.container.image })),
  )
  return [
    ...(hasNetwork ? [] : [{ kind: 'createNetwork' as const, network: wanted.network }]),
    ...volumes
      .filter(({ name }) => !observed.volumes.includes(name))
      .map(
        ({ name, image }): Step => ({
          kind: 'createVolume',
          name,
          labels: { [label.cluster]: wanted.cluster, [label.image]: image },
        }),
      ),
  ]
}

function removeNodes(surplus: readonly ObservedNode[], observed: ObservedCluster): Step[] {
  const server = firstServer(observed)
  return surplus.map((node) => ({
    kind: 'removeNode',
    node,
    volumes: observed.volumes.filter((name) => name.startsWith(`${node.name}-`)),
    server: server?.state === 'running' ? server.id : undefined,
  }))
}

function startPhase(wanted: Blueprint, current: ReadonlyMap<string, ObservedNode>): Phase {
  const stopped = wanted.nodes.filter(({ name }) => current.get(name)?.state !== 'running')
  return { stage: 'containers', steps: stopped.map(({ name }) => ({ kind: 'startNode', name })) }
}

function stopPhase(wanted: Blueprint, current: ReadonlyMap<string, ObservedNode>): Phase {
  const running = wanted.nodes.flatMap((node): Step[] => {
    const has = current.get(node.name)
    const isDown = has === undefined || has.state === 'exited' || has.state === 'created' || has.state === 'dead'
    return isDown
      ? []
      : [{ kind: 'stopNode', name: node.name, id: has.id, timeoutSeconds: node.container.stopTimeoutSeconds }]
  })
  return { stage: 'stop', steps: running }
}
