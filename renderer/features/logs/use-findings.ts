import { useQuery } from '@tanstack/react-query'
import { type Matters, mattersOf } from '#shared/log-explanations.ts'
import type { LogFinding } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'

export type WeighedFinding = LogFinding & { readonly matters: Matters }

/** What a boot settles by itself: only what is still said after a while needs somebody. */
const settling: ReadonlySet<string> = new Set(['config-missing', 'volume-not-mounted'])
const settlesWithinMs = 60_000

/** The distinct known lines of a log, as far as this version knows whether they matter. Undefined before the first answer. */
export function useFindings(session: LogSession, everyMs: number): WeighedFinding[] | undefined {
  const { data } = useQuery({
    queryKey: ['logs.findings', session],
    queryFn: () => session.ask('findings', undefined),
    refetchInterval: everyMs,
    gcTime: 0,
    retry: false,
  })
  return data?.flatMap((finding) => {
    const matters = weightOf(finding)
    return matters ? [{ ...finding, matters }] : []
  })
}

function weightOf({ explanation, firstTime, lastTime }: LogFinding): Matters | undefined {
  const isYoung = settling.has(explanation) && lastTime - firstTime < settlesWithinMs
  return isYoung ? 'wait' : mattersOf(explanation)
}
