import { useQuery } from '@tanstack/react-query'
import { type Matters, mattersOf } from '#shared/log-explanations.ts'
import type { LogFinding } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'

export type WeighedFinding = LogFinding & { readonly matters: Matters }

/** The known lines of a log, by what they ask of their reader; in each part what matters first, then the latest. */
export interface Findings {
  readonly open: readonly WeighedFinding[]
  /** Findings that usually pass, and were not repeated for a while although the log went on. */
  readonly resolved: readonly WeighedFinding[]
  readonly harmless: readonly WeighedFinding[]
}

const weight: Record<Matters, number> = { act: 0, wait: 1, harmless: 2 }

/** Findings that a boot usually resolves. They need action only if they are repeated for a while. */
const settling: ReadonlySet<string> = new Set(['config-missing', 'volume-not-mounted'])
const settlesWithinMs = 60_000
/** A passing finding counts as resolved when it was not repeated for this long. */
const resolvedAfterMs = 60_000
/** How soon it is asked again after there were no lines. */
const firstLinesMs = 500

/** The distinct known lines of a log, as far as this version knows whether they matter. Undefined before the first answer about its lines. */
export function useFindings(session: LogSession, everyMs: number): Findings | undefined {
  const { data } = useQuery({
    queryKey: ['logs.findings', session],
    queryFn: async () => {
      const hadLines = hasLines(session)
      return { findings: await session.ask('findings', undefined), hadLines, now: Date.now() }
    },
    refetchInterval: ({ state: { data } }) => (data?.hadLines ? everyMs : firstLinesMs),
    // Opening the panel always asks again.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  // An empty answer from before the first line says nothing about the lines that came later.
  if (!data || (!data.hadLines && hasLines(session))) return undefined
  const weighed = data.findings
    .flatMap((finding): WeighedFinding[] => {
      const matters = weightOf(finding)
      return matters ? [{ ...finding, matters }] : []
    })
    .toSorted((a, b) => weight[a.matters] - weight[b.matters] || b.lastTime - a.lastTime)
  const followed = new Set(session.state?.sources.flatMap(({ id, state }) => (state === 'following' ? [id] : [])))
  // Silence counts only while there is somebody to speak: where a log has ended, the clock stops at its newest line.
  const untilOf = ({ sources, sourcesUntil }: LogFinding) =>
    sources.some((id) => followed.has(id)) ? data.now : sourcesUntil
  const isResolved = (finding: WeighedFinding) =>
    finding.matters === 'wait' && untilOf(finding) - finding.lastTime >= resolvedAfterMs
  return {
    open: weighed.filter((finding) => finding.matters !== 'harmless' && !isResolved(finding)),
    resolved: weighed.filter(isResolved),
    harmless: weighed.filter(({ matters }) => matters === 'harmless'),
  }
}

const hasLines = (session: LogSession): boolean => (session.state?.lines ?? 0) > 0

function weightOf({ explanation, firstTime, lastTime }: LogFinding): Matters | undefined {
  const isYoung = settling.has(explanation) && lastTime - firstTime < settlesWithinMs
  return isYoung ? 'wait' : mattersOf(explanation)
}
