import { problemOf } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import { type ApiConnection, ApiSilentError, ApiStatusError } from '../kubernetes/api-connection.ts'
import { type ContainerStatus, Pod } from '../kubernetes/objects.ts'
import { type FollowerEvents, type FollowOptions, isCutByUs, mostHistoryLines } from './node-follower.ts'
import { leadingTime, TimedLines, timeOfFirst } from './timed-lines.ts'

export interface PodContainer {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** The one before the last restart; it says nothing more. */
  readonly isPrevious: boolean
}

/** One run of a container: another uid is another pod of that name. */
interface Run {
  readonly uid: string
  readonly restarts: number
  readonly isOver: boolean
}

/** As much as holds the time of a line. */
const firstLineBytes = 100
const pauseMs = 1000
/** Containers may be silent for days; a connection that has gone without a word is found by this. */
const silenceMs = 2 * 24 * 3600 * 1000

/**
 * Follows what a container in a pod prints. One that is not there yet joins when it comes; one that was started again goes on as the
 * same source, after the rest of the run before.
 */
export async function followPod(
  target: PodContainer,
  api: () => Promise<ApiConnection>,
  events: FollowerEvents,
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const { historyLines, sinceMs, isOnlyHistory = false } = options
  /** Of a history that is about to come. */
  let oldestTime: number | undefined
  const lines = new TimedLines(
    leadingTime(),
    (bytes, start, end, time, level) => {
      if (oldestTime !== undefined && time > oldestTime) events.mark({ kind: 'cut', lines: mostHistoryLines }, time)
      oldestTime = undefined
      if (time >= (sinceMs ?? 0)) events.line(bytes, start, end, time, level)
    },
    // The kubelet gives out a log's newest file alone. Whether all of the one before was read, nobody can say.
    (from, until) => events.mark({ kind: 'rotated', from, until, isCertain: false }, until),
  )
  let known: Run | undefined
  let isEnded = false
  let hasWaited = false
  let lostAt: number | undefined

  const logOf = async (query: Record<string, string>, own: AbortSignal) => {
    const connection = await api()
    const all = new URLSearchParams({ container: target.container, timestamps: 'true', ...query })
    return connection.stream(`${podPath(target)}/log?${all}`, own, silenceMs)
  }
  const read = async (query: Record<string, string>) => {
    if (lines.lastTime === undefined && isCutByUs(options)) {
      const begin = { ...(query.previous ? { previous: query.previous } : {}), limitBytes: String(firstLineBytes) }
      oldestTime = await timeOfFirst(leadingTime(), (own) => logOf(begin, own), signal)
    }
    lines.resume()
    const answer = await logOf(query, signal)
    if (lostAt !== undefined) events.mark({ kind: 'resumed', lostAt })
    lostAt = undefined
    events.state({ kind: 'following' })
    for await (const chunk of answer) {
      lines.push(chunk)
      await events.batch()
    }
    lines.end()
  }
  const since = (): Record<string, string> => {
    if (lines.lastTime !== undefined) return { sinceTime: wholeSecond(lines.lastTime) }
    return {
      ...(isCutByUs(options) ? { tailLines: String(mostHistoryLines) } : {}),
      ...(historyLines === undefined ? {} : { tailLines: String(historyLines) }),
      ...(sinceMs === undefined ? {} : { sinceTime: wholeSecond(sinceMs) }),
    }
  }
  /** What the run before still said while nobody listened. */
  const readRestOf = async (before: Run, now: Run) => {
    const isSamePod = now.uid === before.uid
    const isNext = isSamePod ? now.restarts === before.restarts + 1 : now.restarts === 0
    const isUnread = lostAt !== undefined && !isEnded
    if (isUnread && isSamePod && isNext) {
      await read({ previous: 'true', ...since() }).catch(() => {
        if (!signal.aborted) events.mark({ kind: 'lost' })
      })
    } else if (isUnread || !isNext) events.mark({ kind: 'lost' })
  }

  while (!signal.aborted) {
    try {
      if (target.isPrevious) {
        await read({ previous: 'true', ...since() })
        events.state({ kind: 'ended' })
        return
      }
      const run = await findRun(await api(), target, signal)
      if (isOnlyHistory) {
        if (run) await read(since())
        return
      }
      if (!run || (isEnded && isSame(run, known))) {
        if (!run && known && !isEnded) {
          events.mark({ kind: 'ended' })
          isEnded = true
        }
        hasWaited = true
        events.state({ kind: isEnded ? 'ended' : 'waiting' })
        await delay(pauseMs, signal)
        continue
      }
      if (!known && hasWaited) events.mark({ kind: 'joined' })
      if (known && !isSame(run, known)) {
        await readRestOf(known, run)
        lines.restart()
        events.mark({ kind: 'restarted' })
      }
      known = run
      isEnded = false
      await read({ follow: 'true', ...since() })
      const now = await findRun(await api(), target, signal)
      if (now && isSame(now, run) && now.isOver) {
        events.mark({ kind: 'ended' })
        isEnded = true
        events.state({ kind: 'ended' })
        await events.batch()
      }
    } catch (error) {
      if (signal.aborted) break
      if (error instanceof ApiSilentError) continue // A container that prints nothing is answered with its first line.
      // 400: the container waits to be started, or there was none before.
      if (error instanceof ApiStatusError && error.status < 500) events.state({ kind: 'waiting' })
      else {
        lostAt ??= Date.now()
        events.state({ kind: 'reconnecting', problem: problemOf(error) })
      }
      if (isOnlyHistory) return
    }
    await delay(pauseMs, signal).catch(() => undefined)
  }
}

const podPath = ({ namespace, pod }: PodContainer) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`

/** Kubernetes takes no fractions of a second here. */
const wholeSecond = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z')

const isSame = (run: Run, other: Run | undefined) => run.uid === other?.uid && run.restarts === other.restarts

/** Undefined while there is no such pod, or its container was never started. */
async function findRun(connection: ApiConnection, target: PodContainer, signal: AbortSignal): Promise<Run | undefined> {
  let pod: Pod
  try {
    pod = Pod.parse(await connection.json(podPath(target), signal))
  } catch (error) {
    if (error instanceof ApiStatusError && error.status === 404) return undefined
    throw error
  }
  const statuses = [
    ...(pod.status.containerStatuses ?? []),
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.ephemeralContainerStatuses ?? []),
  ]
  const status = statuses.find(({ name }) => name === target.container)
  if (!status || !hasStarted(status)) return undefined
  return {
    uid: pod.metadata.uid ?? '',
    restarts: status.restartCount ?? 0,
    isOver: status.state?.running === undefined,
  }
}

/** One that crashes again and again waits between its runs, and its last log can be read all the while. */
const hasStarted = ({ state, lastState }: ContainerStatus) =>
  state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined
