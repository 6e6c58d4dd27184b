import { problemOf } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import type { ApiConnection } from '../kubernetes/api-connection.ts'
import { KubeEvent } from '../kubernetes/objects.ts'
import { eventTimeMs } from '../kubernetes/pod-events.ts'
import { type Collection, watchCollection } from '../kubernetes/watch.ts'
import { levelNumber } from './line-level.ts'
import type { FollowerEvents, FollowOptions } from './node-follower.ts'

const everywhere: Collection<KubeEvent> = { path: '/api/v1/events', schema: KubeEvent }
const pauseMs = 1000

/** Follows a cluster's events, each a line; one that happened again is a line again. Kubernetes keeps them for an hour. */
export async function followEvents(
  api: () => Promise<ApiConnection>,
  events: FollowerEvents,
  signal: AbortSignal,
  { isOnlyHistory = false, historyLines, sinceMs = 0 }: FollowOptions = {},
): Promise<void> {
  let seen = new Map<string, string>()
  while (!signal.aborted) {
    try {
      for await (const objects of watchCollection(await api(), everywhere, signal)) {
        const isFirst = seen.size === 0
        const now = [...objects.values()]
        const fresh = now.filter(({ metadata }) => seen.get(metadata.uid) !== metadata.resourceVersion)
        seen = new Map(now.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]))
        const inOrder = fresh
          .filter((event) => timeOf(event) >= sinceMs)
          .sort((left, right) => timeOf(left) - timeOf(right))
        for (const event of isFirst && historyLines !== undefined ? inOrder.slice(-historyLines) : inOrder) {
          const line = Buffer.from(textOf(event))
          events.line(line, 0, line.length, timeOf(event), levelNumber(event.type === 'Warning' ? 'warn' : 'info'))
        }
        events.state({ kind: 'following' })
        await events.batch()
        if (isOnlyHistory) return
      }
    } catch (error) {
      if (signal.aborted) break
      events.state({ kind: 'reconnecting', problem: problemOf(error) })
      if (isOnlyHistory) return
    }
    await delay(pauseMs, signal).catch(() => undefined)
  }
}

/** `Warning BackOff kube-system/Pod/coredns-1: Back-off restarting failed container (x5)` */
function textOf({ type, reason, involvedObject, message, count, series }: KubeEvent): string {
  const { namespace, kind, name } = involvedObject
  const about = [namespace, kind, name].filter((part) => part).join('/')
  const times = series?.count ?? count ?? 1
  const text = (message ?? '').trim().replaceAll('\n', '\\n')
  return `${type ?? 'Normal'} ${reason ?? '-'} ${about}: ${text}${times > 1 ? ` (x${times})` : ''}`
}

const timeOf = (event: KubeEvent): number => eventTimeMs(event) ?? Date.now()
