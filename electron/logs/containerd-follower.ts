import { problemOf } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import { untilChanged } from '../async/until-changed.ts'
import { type FollowerEvents, type FollowOptions, isCutByUs, mostHistoryLines, type NodeLogs } from './node-follower.ts'
import { logrusTime, TimedLines, timeOfFirst } from './timed-lines.ts'

/** What following a file in a node needs of Docker, besides finding the node. */
export interface NodeFiles extends Pick<NodeLogs, 'find' | 'changes'> {
  /** What a command prints in a container until it ends or the signal aborts; then the command ends too. */
  followCommand(id: string, command: readonly string[], signal: AbortSignal): AsyncIterable<Buffer>
}

/** containerd does not log to the node's output. */
const containerdLog = '/var/lib/rancher/k3s/agent/containerd/containerd.log'
const lookMs = 10_000
const pauseMs = 1000

/** Follows containerd's own log in a node, by name: k3s gives it a new file when it has become large, and the volume outlives the container. */
export async function followContainerd(
  node: string,
  files: NodeFiles,
  events: FollowerEvents,
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  const { historyLines = mostHistoryLines, isOnlyHistory = false } = options
  /** Of a history that is about to come. */
  let oldestTime: number | undefined
  const lines = new TimedLines(logrusTime(), (bytes, start, end, time, level) => {
    if (oldestTime !== undefined && time > oldestTime) events.mark({ kind: 'cut', lines: mostHistoryLines }, time)
    oldestTime = undefined
    events.line(bytes, start, end, time, level)
  })
  let lostAt: number | undefined
  let startedAtMs: number | undefined
  while (!signal.aborted) {
    try {
      const { version } = files.changes
      const container = await files.find(node, signal)
      if (!container?.isRunning) {
        if (isOnlyHistory) return
        events.state({ kind: 'waiting' })
        await untilChanged(files.changes, version, lookMs, signal)
        continue
      }
      if (startedAtMs === undefined && isCutByUs(options)) {
        const head = (own: AbortSignal) => files.followCommand(container.id, ['head', '-n', '1', containerdLog], own)
        oldestTime = await timeOfFirst(logrusTime(), head, signal)
      }
      if (startedAtMs !== undefined && container.startedAtMs !== startedAtMs) {
        lostAt = undefined
        events.mark({ kind: 'restarted' })
      }
      startedAtMs = container.startedAtMs
      lines.resume()
      // Until k3s has begun the file tail waits for it.
      const command = ['tail', '-n', String(historyLines), ...(isOnlyHistory ? [] : ['-F']), containerdLog]
      for await (const chunk of files.followCommand(container.id, command, signal)) {
        if (lostAt !== undefined) events.mark({ kind: 'resumed', lostAt })
        lostAt = undefined
        events.state({ kind: 'following' })
        lines.push(chunk)
        await events.batch()
      }
      lines.end()
      if (isOnlyHistory) return
    } catch (error) {
      if (signal.aborted) break
      lostAt ??= Date.now()
      events.state({ kind: 'reconnecting', problem: problemOf(error) })
      if (isOnlyHistory) return
    }
    await delay(pauseMs, signal).catch(() => undefined)
  }
}
