import { useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { liveQuery } from '../../api/live-updates.ts'
import { reduceTimeline, type Timeline } from './timeline.ts'

/** A timeline holds thousands of log lines: long enough for a look at another tab. */
const keptForMs = 5 * 60_000

/** What one run of an operation has told so far. */
export function useTimeline(cluster: ClusterRef, run: number): Timeline | undefined {
  const input = { cluster }
  const query = liveQuery<'operation.watch', Timeline>('operation.watch', input, reduceTimeline, { run, keptForMs })
  return useQuery(query).data?.value
}
