import type { ClusterRef } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { Changes } from '../async/changes.ts'
import { delay } from '../async/delay.ts'
import { within } from '../async/scope.ts'
import type { DockerRuntime } from '../docker/docker-runtime.ts'
import type { NodeFiles } from './containerd-follower.ts'
import { LogStream } from './log-stream.ts'
import type { NodeLogs } from './node-follower.ts'

export interface DockerNodeLogs extends NodeLogs, NodeFiles {
  list(signal: AbortSignal): Promise<{ name: string; runsPods: boolean }[]>
  /** Wakes whoever waits for a node, until aborted. Fails with `engine.changed` when another engine answers at this address. */
  watch(signal: AbortSignal): Promise<void>
}

/** How nodes are told from the other containers of a cluster. */
export interface NodeLabels {
  /** Carries the cluster's name. */
  readonly cluster: string
  /** False for containers that only help: they come and go with a question. */
  readonly isNode: (labels: Readonly<Record<string, string>>) => boolean
  readonly runsPods: (labels: Readonly<Record<string, string>>) => boolean
}

const pauseMs = 1000
/** As long as the first line of a log may be in coming. */
const firstLineMs = 10_000

/** A cluster's nodes and their logs, as Docker has them. One stream of events wakes whoever waits for a node. */
export function dockerNodeLogs(
  runtime: DockerRuntime,
  { engineId, name: value }: ClusterRef,
  { cluster: label, isNode, runsPods }: NodeLabels,
): DockerNodeLogs {
  const changes = new Changes()
  return {
    changes,
    list: async (signal) => {
      const containers = await runtime.listContainers({ label, value }, signal)
      return containers
        .filter(({ labels }) => isNode(labels))
        .map(({ name, labels }) => ({ name, runsPods: runsPods(labels) }))
        .sort((left, right) => (left.name < right.name ? -1 : 1))
    },
    find: async (name, signal) => {
      const found = await runtime.inspectContainer(name, signal)
      if (found?.labels[label] !== value) return undefined
      const { id, startedAtMs, finishedAtMs = 0, logFileBytes } = found
      const isSecondRun = startedAtMs !== undefined && finishedAtMs > 0 && finishedAtMs < startedAtMs
      return {
        id,
        isRunning: found.state === 'running',
        startedAtMs,
        logFileBytes,
        // The two moments are a little off: Docker writes them down while lines are still on their way.
        runsSinceMs: isSecondRun ? (startedAtMs + finishedAtMs) / 2 : startedAtMs,
      }
    },
    chunks: (id, place, signal) => runtime.logChunks(id, place, signal),
    oldestTime: (id, tailLines, signal) =>
      within(signal, { timeoutMs: firstLineMs }, async (own, hasExpired) => {
        let oldest: number | undefined
        const stream = new LogStream((_, __, ___, time) => {
          oldest ??= time
        })
        for await (const chunk of runtime.logChunks(id, { tailLines, follow: false }, own)) {
          stream.push(chunk)
          if (oldest !== undefined) break
        }
        if (oldest === undefined && hasExpired())
          throw new ProblemError(problem('docker.slow', { seconds: firstLineMs / 1000 }))
        return oldest
      }),
    followCommand: (id, command, signal) => runtime.followCommand(id, command, signal),
    watch: async (signal) => {
      while (!signal.aborted) {
        try {
          for await (const event of runtime.events({ label }, signal)) {
            if (event.kind === 'connected') {
              const info = await runtime.info(signal)
              if (info.engineId !== engineId)
                throw new ProblemError(problem('engine.changed', { cluster: value, engine: info.name }))
            }
            changes.notify()
          }
        } catch (error) {
          if (error instanceof ProblemError && error.problem.code === 'engine.changed') throw error
          // Docker is gone; the followers say so, and find it again as this does.
          await delay(pauseMs, signal).catch(() => undefined)
        }
      }
    },
  }
}
