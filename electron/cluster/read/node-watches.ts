import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerDetails, ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Emit } from '../change/progress.ts'
import { NodeWatch } from './node-watch.ts'

export interface WatchableNode {
  /** Of the node and of its container. */
  readonly name: string
  readonly image: string
}

/** The watches over a cluster's nodes, of which some may be started later than others. They end with the signal. */
export class NodeWatches {
  readonly #nodes: readonly WatchableNode[]
  readonly #context: {
    readonly runtime: ContainerRuntime
    readonly logsSinceMs: number | undefined
    readonly emit: Emit
    readonly signal: AbortSignal
  }
  readonly #watches = new Map<string, NodeWatch>()
  readonly #lost: Promise<never>
  #lose: (error: unknown) => void = () => undefined

  constructor(
    nodes: readonly WatchableNode[],
    context: {
      runtime: ContainerRuntime
      /** On the engine's clock; what the nodes logged before does not matter. Undefined: each from its start. */
      logsSinceMs: number | undefined
      emit: Emit
      signal: AbortSignal
    },
  ) {
    this.#nodes = nodes
    this.#context = context
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject
    })
    this.#lost.catch(() => undefined)
  }

  /** Watches every node from now on, or for now only those that run. Throws when one has no container. */
  async begin({ onlyRunning }: { onlyRunning: boolean }): Promise<void> {
    const { runtime, signal } = this.#context
    const waiting = this.#nodes.filter(({ name }) => !this.#watches.has(name))
    const found = await Promise.all(
      waiting.map(async (node) => ({ node, container: await runtime.inspectContainer(node.name, signal) })),
    )
    for (const { node, container } of found) {
      if (!container) throw new ProblemError(problem('cluster.node_missing', { node: node.name }))
      if (!onlyRunning || isUp(container)) this.#watch(node, container)
    }
  }

  #watch(node: WatchableNode, container: ContainerDetails): void {
    const watch = new NodeWatch({ ...this.#context, node, container })
    watch.failure.catch(this.#lose)
    this.#watches.set(node.name, watch)
  }

  /** The work's result, unless a node is lost before: then its failure. */
  orLost<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#lost])
  }

  /** When the node's present run was started, on the engine's clock; undefined before it was. */
  startedMs(name: string): number | undefined {
    return this.#watches.get(name)?.startedMs
  }

  /** When the first of all nodes was started. */
  get firstStartMs(): number {
    return Math.min(...[...this.#watches.values()].map(({ startedMs }) => startedMs ?? Number.POSITIVE_INFINITY))
  }

  /** What the logs tell of nodes that are late. */
  evidence(names: readonly string[]): Pick<NodeWatch, 'suspicion' | 'lastBadLine'> {
    const late = names.flatMap((name) => this.#watches.get(name) ?? [])
    return {
      suspicion: late.find(({ suspicion }) => suspicion)?.suspicion,
      lastBadLine: late.find(({ lastBadLine }) => lastBadLine)?.lastBadLine,
    }
  }
}

function isUp({ state }: ContainerDetails): boolean {
  return state === 'running' || state === 'restarting'
}
