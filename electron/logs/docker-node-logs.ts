import { delay } from '../async/deadline.ts'
import type { DockerRuntime } from '../docker/docker-runtime.ts'
import type { NodeFiles } from './containerd-follower.ts'
import type { NodeLogs } from './node-follower.ts'

export interface DockerNodeLogs extends NodeLogs, NodeFiles {
  list(): Promise<{ name: string; runsPods: boolean }[]>
  /** Wakes whoever waits for a node, until aborted. */
  watch(signal: AbortSignal): Promise<void>
}

/** A cluster's nodes and their logs, as Docker has them. One stream of events wakes whoever waits for a node. */
export function dockerNodeLogs(
  runtime: DockerRuntime,
  {
    label,
    value,
    runsPods,
  }: { label: string; value: string; runsPods: (labels: Readonly<Record<string, string>>) => boolean },
): DockerNodeLogs {
  const wakes = new Set<() => void>()
  let changes = 0
  const wanted = { label, value }
  return {
    get changes() {
      return changes
    },
    list: async () => {
      const containers = await runtime.listContainers(wanted)
      return containers
        .map(({ name, labels }) => ({ name, runsPods: runsPods(labels) }))
        .sort((left, right) => (left.name < right.name ? -1 : 1))
    },
    find: async (name, signal) => {
      const found = await runtime.inspectContainer(name, signal)
      if (found?.labels[label] !== value) return undefined
      const { id, startedAtMs, finishedAtMs = 0 } = found
      const isSecondRun = startedAtMs !== undefined && finishedAtMs > 0 && finishedAtMs < startedAtMs
      return {
        id,
        isRunning: found.state === 'running',
        startedAtMs,
        // The two moments are a little off: Docker writes them down while lines are still on their way.
        runsSinceMs: isSecondRun ? (startedAtMs + finishedAtMs) / 2 : startedAtMs,
      }
    },
    chunks: (id, options, signal) => runtime.logChunks(id, options, signal),
    followCommand: (id, command, signal) => runtime.followCommand(id, command, signal),
    untilChanged: (ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          wakes.delete(done)
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, signal.aborted ? 0 : ms)
        signal.addEventListener('abort', done, { once: true })
        wakes.add(done)
      }),
    watch: async (signal) => {
      while (!signal.aborted) {
        try {
          for await (const _ of runtime.events({ label }, signal)) {
            changes += 1
            for (const wake of [...wakes]) wake()
          }
        } catch {
          // Docker is gone; the followers say so, and find it again as this does.
          await delay(1000, signal).catch(() => undefined)
        }
      }
    },
  }
}
