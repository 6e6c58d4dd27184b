import { z } from 'zod'
import type { LogSource } from '#shared/log-view.ts'
import { problemOf } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import { type ApiConnection, ApiStatusError } from '../kubernetes/api-connection.ts'
import { Pod } from '../kubernetes/objects.ts'
import { watchCollection } from '../kubernetes/watch.ts'
import type { FollowerEvents, FollowOptions } from './node-follower.ts'
import { followPod, type PodContainer } from './pod-follower.ts'

export type Workload = Extract<LogSource, { kind: 'workload' }>

/** The collections that workloads lie in. */
export const workloadPaths: Readonly<Record<Workload['workload'], { group: string; plural: string }>> = {
  Deployment: { group: 'apps', plural: 'deployments' },
  DaemonSet: { group: 'apps', plural: 'daemonsets' },
  StatefulSet: { group: 'apps', plural: 'statefulsets' },
  Job: { group: 'batch', plural: 'jobs' },
}

const Selector = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .optional(),
})
const Selecting = z.object({ spec: z.object({ selector: Selector }) })

const pauseMs = 1000

/** Follows all containers of a workload's pods, those that come later too. Each line says first which pod it is of. */
export async function followWorkload(
  workload: Workload,
  api: () => Promise<ApiConnection>,
  events: FollowerEvents,
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const followers = new Map<string, AbortController>()
  try {
    while (!signal.aborted) {
      try {
        const connection = await api()
        const labelSelector = await selectorOf(workload, connection, signal)
        const path = `/api/v1/namespaces/${encodeURIComponent(workload.namespace)}/pods`
        for await (const pods of watchCollection(
          connection,
          { path, selector: { labelSelector }, schema: Pod },
          signal,
        )) {
          if (options.isOnlyHistory) {
            const targets = [...pods.values()].flatMap(containersOf)
            await Promise.all(
              targets.map((target) => followPod(target, api, ofOnePod(target, events), signal, options)),
            )
            return
          }
          const wanted = new Map([...pods.values()].flatMap(containersOf).map((target) => [keyOf(target), target]))
          for (const [key, target] of wanted) {
            if (followers.has(key)) continue
            const stop = new AbortController()
            followers.set(key, stop)
            void followPod(target, api, ofOnePod(target, events), stop.signal, options)
          }
          for (const [key, stop] of followers) {
            if (wanted.has(key)) continue
            stop.abort(new DOMException('The pod has gone', 'AbortError'))
            followers.delete(key)
          }
        }
      } catch (error) {
        if (signal.aborted) break
        if (error instanceof ApiStatusError && error.status === 404) events.state({ kind: 'waiting' })
        else events.state({ kind: 'reconnecting', problem: problemOf(error) })
        if (options.isOnlyHistory) return
      }
      await delay(pauseMs, signal).catch(() => undefined)
    }
  } finally {
    for (const stop of followers.values()) stop.abort(signal.reason)
  }
}

/** One pod that waits or ends is not the workload. */
function ofOnePod({ pod }: PodContainer, events: FollowerEvents): FollowerEvents {
  const prefix = Buffer.from(`[${pod}] `)
  return {
    ...events,
    line: (bytes, start, end, time, level) => {
      const line = Buffer.concat([prefix, bytes.subarray(start, end)])
      events.line(line, 0, line.length, time, level)
    },
    state: (state) => {
      if (state.kind === 'following' || state.kind === 'reconnecting') events.state(state)
    },
    mark: (marker, time) => {
      if (marker.kind !== 'ended') events.mark(marker, time)
    },
  }
}

const keyOf = ({ pod, container }: PodContainer) => `${pod}/${container}`

function containersOf({ metadata, spec }: Pod): PodContainer[] {
  const { namespace = '', name } = metadata
  return [...(spec.initContainers ?? []), ...spec.containers].map((container) => ({
    namespace,
    pod: name,
    container: container.name,
    isPrevious: false,
  }))
}

async function selectorOf(workload: Workload, connection: ApiConnection, signal: AbortSignal): Promise<string> {
  const { group, plural } = workloadPaths[workload.workload]
  const [namespace, name] = [workload.namespace, workload.name].map(encodeURIComponent)
  const path = `/apis/${group}/v1/namespaces/${namespace}/${plural}/${name}`
  const { matchLabels, matchExpressions } = Selecting.parse(await connection.json(path, signal)).spec.selector
  return [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(matchExpressions ?? []).map(requirement),
  ].join(',')
}

/** A requirement as label selectors of the API write it. */
function requirement({
  key,
  operator,
  values,
}: {
  key: string
  operator: string
  values?: string[] | null | undefined
}) {
  const list = `(${(values ?? []).join(',')})`
  switch (operator) {
    case 'In':
      return `${key} in ${list}`
    case 'NotIn':
      return `${key} notin ${list}`
    case 'DoesNotExist':
      return `!${key}`
    default:
      return key
  }
}
