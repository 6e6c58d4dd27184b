import type { Cluster } from '#shared/cluster.ts'
import { entryName } from '#shared/cluster-origin.ts'
import type { LogSource } from '#shared/log-view.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import { nodeName } from '../cluster/model/labels.ts'
import type { AvailableLogs } from '../logs/log-sources.ts'

export interface SourceOptions {
  readonly node?: string[]
  readonly pod?: string[]
  readonly containerd?: boolean
  readonly events?: boolean
  readonly previous?: boolean
}

type Pod = Extract<LogSource, { kind: 'pod' }>

/** As long as kubectl waits for a pod by itself (`--pod-running-timeout`). */
const podWaitMs = 20_000
const betweenLooksMs = 500

/** Which logs the options mean: those that were named, or every node's when none was. */
export async function chooseSources(
  cluster: Cluster,
  options: SourceOptions,
  available: () => Promise<AvailableLogs>,
): Promise<LogSource[]> {
  const nodes = nodesOf(cluster, options.node)
  const isNamed = options.pod !== undefined || options.containerd || options.events
  const isNodeWanted = options.node !== undefined || !isNamed
  const there: AvailableLogs = options.pod ? await available() : { sources: [] }
  return [
    ...(isNodeWanted ? nodes.map((node) => ({ kind: 'node' as const, node })) : []),
    ...(options.containerd ? nodes.map((node) => ({ kind: 'containerd' as const, node })) : []),
    ...(options.events ? [{ kind: 'events' as const }] : []),
    ...(options.pod ?? []).flatMap((query) => podsNamed(query, there, options.previous ?? false)),
  ]
}

/**
 * What is followed may come a moment later than the command that follows it, as in `sampan logs -f & kubectl apply`: a pod that is not
 * there yet gets its time. `waits` is told once, with what was asked for; then `cluster.pod_missing` after 20 s.
 */
export async function awaitSources(
  choose: () => Promise<LogSource[]>,
  waits: (pod: string) => void,
  signal: AbortSignal,
): Promise<LogSource[]> {
  const end = performance.now() + podWaitMs
  for (let isTold = false; ; isTold = true) {
    try {
      return await choose()
    } catch (error) {
      const missing = problemOf(error)
      if (missing.code !== 'cluster.pod_missing' || performance.now() >= end) throw error
      if (!isTold) waits(String(missing.params.pod))
    }
    await delay(betweenLooksMs, signal)
  }
}

/** Nodes by their names, whole or without the cluster's. */
function nodesOf(cluster: Cluster, wanted: readonly string[] | undefined): string[] {
  const { name, nodes } = cluster
  const prefix = `${entryName(cluster)}-`
  const isCalled = (node: string, query: string) => node === query || node === `${prefix}${query}`
  const short = nodes.map((node) => node.name.replace(prefix, ''))
  const unknown = wanted?.find((query) => !nodes.some((node) => isCalled(node.name, query)))
  if (unknown !== undefined)
    throw new ProblemError(problem('cluster.no_such_node', { cluster: name, node: unknown, known: short.join(', ') }))
  const there = nodes.filter(({ container }) => container !== 'missing').map((node) => node.name)
  const find = (query: string) => there.find((node) => isCalled(node, query))
  const found = wanted?.map((query) => ({ query, node: find(query) })) ?? there.map((node) => ({ query: node, node }))
  const missing = found.find(({ node }) => node === undefined)
  if (missing || found.length === 0) {
    const node = missing?.query ?? nodeName(name, { role: 'server', index: 0 })
    throw new ProblemError(problem('cluster.node_missing', { node }))
  }
  return found.flatMap(({ node }) => node ?? [])
}

/**
 * `[namespace/]name[/container]`: a workload of that name, for it also has the pods of tomorrow; or else the pods whose names begin so,
 * as kubectl and stern take them.
 */
function podsNamed(
  query: string,
  { sources: there, problem: unasked }: AvailableLogs,
  isPrevious: boolean,
): LogSource[] {
  const parts = query.split('/')
  const [namespace, name = '', container] = parts.length === 1 ? [undefined, ...parts] : parts
  const isIn = (source: { readonly namespace: string }) => namespace === undefined || source.namespace === namespace
  const workloads = there.filter((source) => source.kind === 'workload' && isIn(source) && source.name === name)
  if (workloads.length > 0 && container === undefined && !isPrevious) return workloads
  const pods = there.filter(
    (source): source is Pod =>
      source.kind === 'pod' &&
      isIn(source) &&
      source.pod.startsWith(name) &&
      (container === undefined || source.container === container) &&
      source.isPrevious === isPrevious,
  )
  const exact = pods.filter(({ pod }) => pod === name)
  // Pods that could not be asked for are not missing.
  if (pods.length === 0 && unasked) throw new ProblemError(unasked)
  if (pods.length === 0) throw new ProblemError(problem('cluster.pod_missing', { pod: query }))
  return exact.length > 0 ? exact : pods
}
