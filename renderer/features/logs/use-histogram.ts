import { useQuery } from '@tanstack/react-query'
import type { LogRequestOutput } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useLogState } from '../../ui/log/use-log-state.ts'

export const bucketCount = 160
/** While lines come, the picture is made again this often; it shows the whole log, so that little changes at a time. */
const refreshMs = 1000

export type Histogram = LogRequestOutput<'histogram'>

/** How many lines came when. Undefined before the first answer. */
export function useHistogram(session: LogSession): Histogram | undefined {
  const hasLines = useLogState(session, (state) => (state?.lines ?? 0) > 0)
  const { data } = useQuery({
    queryKey: ['logs.histogram', session],
    queryFn: () => session.ask('histogram', { buckets: bucketCount }),
    enabled: hasLines,
    refetchInterval: refreshMs,
    gcTime: 0,
    retry: false,
  })
  return data
}
