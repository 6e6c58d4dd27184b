import { z } from 'zod'
import type { LogSource } from '#shared/log-view.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { orAborted } from '../async/or-aborted.ts'
import { within } from '../async/scope.ts'
import { ApiConnection } from '../kubernetes/api-connection.ts'
import { readAccess } from '../kubernetes/cluster-access.ts'
import { Pod } from '../kubernetes/objects.ts'
import { followContainerd } from './containerd-follower.ts'
import type { DockerNodeLogs } from './docker-node-logs.ts'
import { followEvents } from './event-follower.ts'
import { type FollowerEvents, type FollowOptions, followNode } from './node-follower.ts'
import { followPod } from './pod-follower.ts'
import { sourceName } from './source-name.ts'
import { followWorkload, type Workload, workloadPaths } from './workload-follower.ts'

/** What there is to follow. */
export interface AvailableLogs {
  readonly sources: readonly LogSource[]
  /** Why Kubernetes could not be asked: then there may be pods that are not among the sources. */
  readonly problem?: Problem
}

export interface LogSources {
  /** What there is to follow now. Kubernetes is given a moment to answer. */
  available(signal: AbortSignal): Promise<AvailableLogs>
  /** Follows one until aborted, or reads what there is of it. Never rejects. */
  follow(source: LogSource, events: FollowerEvents, signal: AbortSignal, options?: FollowOptions): Promise<void>
  close(): void
}

const apiPatienceMs = 2000

interface Connection {
  /** The kubeconfig that it was made from. */
  readonly text: string
  readonly api: ApiConnection
}

const PodList = z.object({ items: z.array(Pod).nullable() })
const NamedList = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), namespace: z.string() }) })).nullable(),
})

/** All that can be read of one cluster: nodes through Docker, the rest through its API, whose kubeconfig is asked for when needed. */
export function logSources(nodes: DockerNodeLogs, kubeconfig: () => Promise<string>): LogSources {
  let connection: Promise<Connection> | undefined
  let isClosed = false
  const connect = async (former: Connection | undefined): Promise<Connection> => {
    const text = await kubeconfig()
    if (former?.text === text) return former
    former?.api.close()
    if (isClosed) throw new Error('The sources were closed')
    return { text, api: new ApiConnection(() => readAccess(text)) }
  }
  /** A view outlives its cluster's port and CA: whoever is refused looks for another kubeconfig. */
  const api = async (): Promise<ApiConnection> => {
    if (isClosed) throw new Error('The sources were closed')
    const current = connection
    const former = await current?.catch(() => undefined)
    // Of those who were refused together, the first makes the new one.
    if (connection === current && (!former || former.api.wasRefused)) connection = connect(former)
    if (!connection || isClosed) throw new Error('The sources were closed')
    return (await connection).api
  }
  return {
    available: async (signal) => {
      const asking = within(signal, { timeoutMs: apiPatienceMs }, (own) => orAborted(own, kubernetesSources(api, own)))
      const [inDocker, inKubernetes] = await Promise.all([
        nodeSources(nodes, signal),
        asking.then(
          (sources) => ({ sources }),
          (error: unknown) => ({ sources: [], problem: unasked(error) }),
        ),
      ])
      return { ...inKubernetes, sources: [...inDocker, ...inKubernetes.sources] }
    },
    follow: (source, events, signal, options) => {
      switch (source.kind) {
        case 'node':
          return followNode(source.node, nodes, events, signal, options)
        case 'containerd':
          return followContainerd(source.node, nodes, events, signal, options)
        case 'pod':
          return followPod(source, api, events, signal, options)
        case 'workload':
          return followWorkload(source, api, events, signal, options)
        case 'events':
          return followEvents(api, events, signal, options)
      }
    },
    close: () => {
      isClosed = true
      connection?.then((open) => open.api.close()).catch(() => undefined)
      connection = undefined
    },
  }
}

/** Kubernetes did not answer: that is not the same as having no pods. */
function unasked(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return problem('logs.pods_unknown', {}, { detail: problemOf(error).detail })
}

async function nodeSources(nodes: DockerNodeLogs, signal: AbortSignal): Promise<LogSource[]> {
  const all = await nodes.list(signal)
  return [
    ...all.map(({ name }) => ({ kind: 'node' as const, node: name })),
    ...all.filter(({ runsPods }) => runsPods).map(({ name }) => ({ kind: 'containerd' as const, node: name })),
  ]
}

async function kubernetesSources(api: () => Promise<ApiConnection>, signal: AbortSignal): Promise<LogSource[]> {
  const connection = await api()
  const kinds = Object.keys(workloadPaths) as Workload['workload'][] // the keys of that very type
  const [pods, ...workloads] = await Promise.all([
    connection.json('/api/v1/pods', signal).then((list) => podSources(PodList.parse(list).items ?? [])),
    ...kinds.map(async (workload) => {
      const { group, plural } = workloadPaths[workload]
      const { items } = NamedList.parse(await connection.json(`/apis/${group}/v1/${plural}`, signal))
      return (items ?? []).map(({ metadata: { namespace, name } }) => ({
        kind: 'workload' as const,
        namespace,
        workload,
        name,
      }))
    }),
  ])
  return [{ kind: 'events' }, ...workloads.flat().sort(byName), ...pods.sort(byName)]
}

function podSources(pods: readonly Pod[]): LogSource[] {
  return pods.flatMap(({ metadata: { namespace = '', name: pod }, spec, status }) => {
    const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])]
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ name: container }) => {
      const source = { kind: 'pod' as const, namespace, pod, container }
      const hasPrevious = statuses.some(({ name, restartCount = 0 }) => name === container && restartCount > 0)
      return [{ ...source, isPrevious: false }, ...(hasPrevious ? [{ ...source, isPrevious: true }] : [])]
    })
  })
}

const byName = (left: LogSource, right: LogSource) => (sourceName(left) < sourceName(right) ? -1 : 1)
