import { ShellAsk, type ShellFrame } from '#shared/access.ts'
import { type Problem, ProblemError, problemOf } from '#shared/problem.ts'
import { Changes } from '../async/changes.ts'
import { withoutProcessId } from './shell-script.ts'
import type { Terminal } from './terminal.ts'

/** The part of a MessagePort that a shell needs; Electron's and Node's differ in the rest. */
export interface ShellPort {
  postMessage(frame: ShellFrame): void
  onMessage(listener: (data: unknown) => void): void
  onClose(listener: () => void): void
  start(): void
  close(): void
}

export interface OpenedShell {
  readonly terminal: Terminal
  /** For the window to name, where it did not choose one. */
  readonly container?: string
  /** Why it ended, where the shell itself did not want to. Throws nothing. */
  why(end: { readonly exitCode: number | undefined; readonly error?: unknown }): Promise<Problem | undefined>
  /** Ends what runs in it. */
  hangUp(pid: string): Promise<void>
  /** Nothing is asked of it any more. */
  release(): void
}

/**
 * What was printed and has not been shown by the window: more is not read. What is under way besides, in sockets and pipes, is all that a
 * flood costs.
 */
const mostUnshownBytes = 256 * 1024

/** Joins a window's port with a shell until one of them ends. What the window asks before the shell is there, waits for it. */
export async function serveShell(
  port: ShellPort,
  open: (signal: AbortSignal) => Promise<OpenedShell>,
  ending: AbortSignal,
): Promise<void> {
  const closing = new AbortController()
  const changes = new Changes()
  const asked: ShellAsk[] = []
  let unshownBytes = 0
  let terminal: Terminal | undefined

  const leave = () => closing.abort(new DOMException('The window closed the shell', 'AbortError'))
  const take = (ask: ShellAsk) => {
    if (ask.kind === 'input') terminal?.write(ask.data)
    else if (ask.kind === 'resize') terminal?.resize(ask.size)
  }
  port.onClose(leave)
  ending.addEventListener('abort', leave, { once: true })
  if (ending.aborted) leave()
  port.onMessage((data) => {
    const ask = ShellAsk.safeParse(data).data
    if (!ask) return
    if (ask.kind === 'shown') {
      unshownBytes = Math.max(0, unshownBytes - ask.bytes)
      changes.notify()
    } else if (terminal) take(ask)
    else asked.push(ask)
  })
  port.start()

  let pid: string | undefined
  let shell: OpenedShell | undefined
  let hasEnded = false
  try {
    shell = await open(closing.signal)
    terminal = shell.terminal
    const stop = () => terminal?.close()
    closing.signal.addEventListener('abort', stop, { once: true })
    if (closing.signal.aborted) return
    port.postMessage({ kind: 'opened', ...(shell.container === undefined ? {} : { container: shell.container }) })
    for (const ask of asked.splice(0)) take(ask)
    const result = await pump()
    if (closing.signal.aborted) return
    hasEnded = true
    const why = await shell.why(result)
    port.postMessage({ kind: 'exited', exitCode: result.exitCode ?? -1, ...(why ? { problem: why } : {}) })
  } catch (error) {
    if (closing.signal.aborted) return
    if (!(error instanceof ProblemError)) console.error('shell:', error)
    port.postMessage({ kind: 'failed', problem: problemOf(error) })
  } finally {
    ending.removeEventListener('abort', leave)
    leave()
    terminal?.close()
    port.close()
    if (shell && pid !== undefined && !hasEnded) await shell.hangUp(pid).catch(() => undefined)
    shell?.release()
  }

  async function pump(): Promise<{ exitCode: number | undefined; error?: unknown }> {
    const { signal } = closing
    try {
      if (!terminal) return { exitCode: undefined }
      const output = withoutProcessId(terminal.output, (found) => {
        pid = found
      })
      for await (const chunk of output) {
        if (signal.aborted) break
        // A copy: the chunk may lie in a larger buffer, all of which would be sent.
        port.postMessage({ kind: 'output', data: new Uint8Array(chunk) })
        unshownBytes += chunk.length
        while (unshownBytes >= mostUnshownBytes && !signal.aborted) {
          await changes.after(changes.version, signal).catch(() => undefined)
        }
      }
      return { exitCode: await terminal.exitCode() }
    } catch (error) {
      return { exitCode: undefined, error }
    }
  }
}
