import type { ShellTarget, TerminalSize } from '#shared/access.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { ApiStatusError } from '../kubernetes/api-connection.ts'
import { PodAccess } from '../kubernetes/pod-access.ts'
import { execPath, isMissingCommand, PodTerminal, shellPod } from '../kubernetes/pod-terminal.ts'
import { hangUpCommand, shellCommand } from './shell-script.ts'
import type { OpenedShell } from './shell-session.ts'

const askMs = 5000

/** A shell in a container of a pod. Fails with `shell.*` where there is no such pod, or it does not run. */
export async function openPodShell(
  kubeconfig: string,
  { target, size }: { target: Extract<ShellTarget, { kind: 'pod' }>; size: TerminalSize },
  signal: AbortSignal,
): Promise<OpenedShell> {
  const { namespace, pod } = target
  const place = `pod/${pod}`
  const access = await PodAccess.open(kubeconfig)
  const look = async (container: string | undefined, own: AbortSignal) =>
    shellPod(await access.pod({ namespace, name: pod }, own), { pod, container })
  try {
    const { container, run, problem: reason } = await look(target.container, signal).catch(translated)
    if (reason) throw new ProblemError(reason)
    const command = { namespace, pod, container, command: shellCommand }
    const channels = await access.channels(execPath(command), signal).catch(translated)
    const terminal = new PodTerminal(channels, size)
    return {
      terminal,
      container,
      why: async ({ exitCode, error }) => {
        const { end } = terminal
        if (end?.kind === 'failed' && isMissingCommand(end.message))
          return problem('shell.none', { pod, container }, { detail: end.message })
        // A shell that exited by itself needs no reason, and a kill may have been intended.
        const now = exitCode === undefined || exitCode > 128 ? await lookNow() : undefined
        if (now) return now
        if (end?.kind === 'failed') return problem('shell.failed', { place }, { detail: end.message })
        if (exitCode !== undefined) return undefined
        return problem('shell.lost', { place }, { detail: error === undefined ? undefined : problemOf(error).detail })
      },
      hangUp: async (pid) => {
        const options = { ...command, command: hangUpCommand(pid) }
        const own = AbortSignal.timeout(askMs)
        const { messages } = await access.channels(execPath(options, { hasTerminal: false }), own)
        for await (const _ of messages) if (own.aborted) return
      },
      release: () => access.close(),
    }

    async function lookNow(): Promise<Problem | undefined> {
      try {
        const now = await look(container, AbortSignal.timeout(askMs))
        if (now.problem?.code === 'shell.pod_gone') return now.problem
        return now.problem || now.run !== run ? problem('shell.container_ended', { pod, container }) : undefined
      } catch (error) {
        const { code } = problemOf(error)
        return code === 'forward.gone' ? problem('shell.pod_gone', { pod }) : undefined
      }
    }
  } catch (error) {
    access.close()
    signal.throwIfAborted()
    throw error
  }

  function translated(error: unknown): never {
    signal.throwIfAborted()
    const found = problemOf(error)
    if (found.code === 'forward.gone' || (error instanceof ApiStatusError && error.status === 404))
      throw new ProblemError(problem('shell.pod_gone', { pod }), { cause: error })
    if (error instanceof ProblemError) throw error
    throw new ProblemError(problem('shell.failed', { place }, { detail: found.detail }), { cause: error })
  }
}
