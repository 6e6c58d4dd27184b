import { setTimeout } from 'node:timers/promises'
import type { ShellTarget, TerminalSize } from '#shared/access.ts'
import type { Cluster } from '#shared/cluster.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { DockerRuntime } from '../docker/docker-runtime.ts'
import { hangUpCommand, shellCommand } from './shell-script.ts'
import type { OpenedShell } from './shell-session.ts'

const askMs = 5000
/** Processes in a container die a moment before Docker reports that the container has stopped. */
const dyingMs = 2000
const dyingAskMs = 100
/** Killed by SIGKILL, as all processes of a container that stops are. */
const killed = 137

/** A shell in a node's container. Fails with `shell.node_stopped` where that does not run. */
export async function openNodeShell(
  runtime: Pick<DockerRuntime, 'terminal' | 'exec' | 'inspectContainer'>,
  {
    cluster,
    target: { node },
    size,
  }: { cluster: Cluster; target: Extract<ShellTarget, { kind: 'node' }>; size: TerminalSize },
  signal: AbortSignal,
): Promise<OpenedShell> {
  if (!cluster.nodes.some(({ name }) => name === node)) {
    const known = cluster.nodes.map(({ name }) => name).join(', ')
    throw new ProblemError(problem('cluster.no_such_node', { cluster: cluster.name, node, known }))
  }
  const stopped = problem('shell.node_stopped', { node })
  const isRunning = async () => (await runtime.inspectContainer(node, AbortSignal.timeout(askMs)))?.state === 'running'
  if (!(await isRunning())) throw new ProblemError(stopped)
  const stopsWithin = async (ms: number): Promise<boolean> => {
    const end = performance.now() + ms
    while ((await isRunning().catch(() => undefined)) !== false) {
      if (performance.now() >= end) return false
      await setTimeout(dyingAskMs)
    }
    return true
  }
  return {
    terminal: await runtime.terminal({ id: node, command: shellCommand, size }, signal),
    why: async ({ exitCode, error }) => {
      const isAlone = exitCode !== undefined && exitCode !== killed
      if (await stopsWithin(isAlone ? 0 : dyingMs)) return stopped
      if (error === undefined && exitCode !== undefined) return undefined
      return problem(
        'shell.lost',
        { place: node },
        { detail: error === undefined ? undefined : problemOf(error).detail },
      )
    },
    hangUp: async (pid) => {
      await runtime.exec(node, hangUpCommand(pid), AbortSignal.timeout(askMs))
    },
    release: () => undefined,
  }
}
