import { problemOf } from '#shared/problem.ts'
import { delay } from '../async/deadline.ts'
import { type ApiConnection, ApiStatusError } from '../kubernetes/api-connection.ts'
import { type ContainerStatus, Pod } from '../kubernetes/objects.ts'
import type { FollowerEvents, FollowOptions } from './node-follower.ts'
import { leadingTime, TimedLines } from './timed-lines.ts'

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

const mostHistoryLines = 100_000
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
  { historyLines = mostHistoryLines, isOnlyHistory = false }: FollowOptions = {},
): Promise<void> {
  const lines = new TimedLines(leadingTime(), events.line)
  let known: Run | undefined
  let isEnded = false
  let hasWaited = false
  let lostAt: number | undefined

  const read = async (query: Record<string, string>) => {
    const connection = await api()
    const path = `${podPath(target)}/log?${new URLSearchParams({ container: target.container, timestamps: 'true', ...query })}`
    lines.resume()
    const answer = await connection.stream(path, signal, silenceMs)
    if (lostAt !== undefined) events.resumed(lostAt)
    lostAt = undefined
    events.state({ kind: 'following' })
    for await (const chunk of answer) {
      lines.push(chunk)
      await events.batch()
    }
    lines.end()
  }
  const since = (): Record<string, string> =>
    lines.lastTime === undefined
      ? { tailLines: String(historyLines) }
      : { sinceTime: new Date(Math.floor(lines.lastTime / 1000) * 1000).toISOString().replace('.000Z', 'Z') }

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
          events.ended()
          isEnded = true
        }
        hasWaited = true
        events.state({ kind: isEnded ? 'ended' : 'waiting' })
        await delay(pauseMs, signal)
        continue
      }
      if (!known && hasWaited) events.joined()
      if (known && !isSame(run, known)) {
        // What the run before still said while nobody listened.
        if (lostAt !== undefined && run.uid === known.uid && run.restarts === known.restarts + 1)
          await read({ previous: 'true', ...since() }).catch(() => undefined)
        lines.restart()
        events.restarted()
      }
      known = run
      isEnded = false
      await read({ follow: 'true', ...since() })
      const now = await findRun(await api(), target, signal)
      if (now && isSame(now, run) && now.isOver) {
        events.ended()
        isEnded = true
        events.state({ kind: 'ended' })
        await events.batch()
      }
    } catch (error) {
      if (signal.aborted) break
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

const podPath = ({ namespace, pod }: PodContainer) => `/api/v1/namespaces/${namespace}/pods/${pod}`

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
