import { useQuery } from '@tanstack/react-query'
import { mattersOf } from '#shared/log-explanations.ts'
import type { LogSession } from '../../api/log-session.ts'

/** The distinct known lines of a log, as far as this version knows whether they matter. */
export function useFindings(session: LogSession, everyMs: number) {
  const { data } = useQuery({
    queryKey: ['logs.findings', session],
    queryFn: () => session.ask('findings', undefined),
    refetchInterval: everyMs,
    gcTime: 0,
    retry: false,
  })
  return (data ?? []).flatMap((finding) => {
    const matters = mattersOf(finding.explanation)
    return matters ? [{ ...finding, matters }] : []
  })
}
