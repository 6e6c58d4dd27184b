import type { Sample } from './soak.ts'

const mebibyte = 2 ** 20

/** The client of Docker keeps connections for the next request, each with these on it. How many there are at one moment is chance. */
const listenersOfAConnection = 6

/**
 * What has grown, in words; empty when nothing has. The first round warms up. Rounds with a restart of Docker have requests of their
 * own and are left out of the counting; what they leave behind shows in the rounds after.
 */
export function verdict(samples: readonly Sample[], warnings: readonly string[] = []): string[] {
  const settled = samples.filter(({ round, hadRestart }) => round > 0 && !hadRestart)
  const third = Math.max(1, Math.floor(settled.length / 3))
  const [first, last] = [settled.slice(0, third), settled.slice(-third)]
  const grown = (
    what: string,
    of: (sample: Sample) => number,
    slack: { readonly part?: number; readonly plus: number },
    before = median(first.map(of)),
  ) => {
    const after = median(last.map(of))
    const allowed = slack.plus + before * (slack.part ?? 0)
    return after - before > allowed ? [`${what}: ${round(before)} → ${round(after)}`] : []
  }
  const moreFiles = median(last.map(({ files }) => files)) - median(first.map(({ files }) => files))
  const ofConnections = Math.max(0, moreFiles) * listenersOfAConnection
  const rss = ({ rssBytes }: Sample) => rssBytes / mebibyte
  return [
    ...grown('requests to Docker in a round', ({ requests }) => requests, { plus: 10, part: 0.2 }),
    ...grown('requests to Docker while nothing happens', ({ idleRequests }) => idleRequests, { plus: 3 }),
    ...grown('listeners', ({ listeners }) => listeners, { plus: 10 + ofConnections }),
    ...grown('handles', ({ handles }) => handles, { plus: 5 }),
    ...grown('open files', ({ files }) => files, { plus: 5 }),
    ...grown('RSS in MB', rss, { plus: 20 }, settled.slice(0, 1).map(rss)[0]),
    ...samples.flatMap(({ round: at, failedWith }) =>
      failedWith
        .filter((end) => !end.includes('.'))
        .map((end) => `a start of round ${at} did not fail with a Problem: ${end}`),
    ),
    ...samples.flatMap(({ round: at, notReady }) => notReady.map((what) => `in round ${at} ${what}`)),
    ...warnings,
  ]
}

export function table(samples: readonly Sample[]): string {
  const head = [
    'round',
    'minute',
    'requests',
    'idle',
    'listeners',
    'handles',
    'files',
    'heap MB',
    'RSS MB',
    'failing starts',
  ]
  const rows = samples.map((sample) => [
    `${sample.round}${sample.hadRestart ? ' ↻' : ''}`,
    round(sample.atMs / 60_000),
    sample.requests,
    sample.idleRequests,
    sample.listeners,
    sample.handles,
    sample.files,
    round(sample.heapBytes / mebibyte),
    round(sample.rssBytes / mebibyte),
    sample.failedWith.join(' '),
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const round = (value: number) => Math.round(value * 10) / 10
