import type { ShellAsk, ShellFrame, ShellQuery, TerminalSize } from '#shared/access.ts'
import { problem } from '#shared/problem.ts'
import { isRecord, openPort } from './client.ts'

export interface ShellSession {
  type(data: Uint8Array): void
  resize(size: TerminalSize): void
  /** So many bytes more are on the screen: a shell that is far ahead of it waits. */
  shown(bytes: number): void
  close(): void
}

/** Opens a shell. After `exited` or `failed` nothing more comes. What is asked before its port is there, waits for it. */
export function openShell(query: ShellQuery, take: (frame: ShellFrame) => void): ShellSession {
  let port: MessagePort | undefined
  const waiting: ShellAsk[] = []
  const ask = (one: ShellAsk) => {
    if (port) port.postMessage(one)
    else waiting.push(one)
  }
  const close = openPort(
    'shell.open',
    query,
    (_, data) => {
      if (!isShellFrame(data)) return
      if (data.kind === 'exited' || data.kind === 'failed') close()
      take(data)
    },
    (opened) => {
      port = opened
      for (const one of waiting.splice(0)) port.postMessage(one)
    },
    () => take({ kind: 'failed', problem: problem('ipc.stream_lost', {}) }),
  )
  return {
    type: (data) => ask({ kind: 'input', data }),
    resize: (size) => ask({ kind: 'resize', size }),
    shown: (bytes) => ask({ kind: 'shown', bytes }),
    close,
  }
}

/** Typed by the contract on the other side. */
function isShellFrame(data: unknown): data is ShellFrame {
  if (!isRecord(data)) return false
  const { kind } = data
  return (
    kind === 'opened' ||
    kind === 'exited' ||
    kind === 'failed' ||
    (kind === 'output' && data.data instanceof Uint8Array)
  )
}
