import { MessageChannel } from 'node:worker_threads'
import type { ShellAsk, ShellFrame, ShellQuery } from '#shared/access.ts'
import type { Shells } from '../../electron/access/shells.ts'
import { until } from './docker.ts'

export type OpenShell = ReturnType<typeof openShell>

/** A shell as a window has it: what it shows, and what is typed. Shows everything at once unless told not to. */
export function openShell(shells: Shells, query: ShellQuery) {
  const { port1, port2 } = new MessageChannel()
  const frames: Exclude<ShellFrame, { kind: 'output' }>[] = []
  let shown = ''
  let bytes = 0
  let isShowing = true
  let owed = 0
  let isClosed = false
  const send = (ask: ShellAsk) => port1.postMessage(ask)
  port1.on('message', (frame: ShellFrame) => {
    if (frame.kind !== 'output') return void frames.push(frame)
    bytes += frame.data.length
    shown = (shown + Buffer.from(frame.data).toString()).slice(-100_000)
    if (isShowing) send({ kind: 'shown', bytes: frame.data.length })
    else owed += frame.data.length
  })
  port1.on('close', () => {
    isClosed = true
  })
  shells.open(query, {
    postMessage: (frame) => port2.postMessage(frame),
    onMessage: (listener) => port2.on('message', listener),
    onClose: (listener) => port2.on('close', listener),
    start: () => port2.start(),
    close: () => port2.close(),
  })
  return {
    frames,
    type: (text: string) => send({ kind: 'input', data: new TextEncoder().encode(text) }),
    resize: (columns: number, rows: number) => send({ kind: 'resize', size: { columns, rows } }),
    shown: () => shown,
    bytes: () => bytes,
    isClosed: () => isClosed,
    stopShowing: () => {
      isShowing = false
    },
    showAgain: () => {
      isShowing = true
      send({ kind: 'shown', bytes: owed })
      owed = 0
    },
    close: () => port1.close(),
    /** Waits for what it shows. */
    sees: async (pattern: RegExp, timeoutMs?: number) => {
      try {
        await until(`the shell shows ${pattern}`, async () => pattern.test(shown), timeoutMs)
      } catch (error) {
        throw new Error(`It shows ${JSON.stringify(shown.slice(-300))} ${JSON.stringify(frames)}`, { cause: error })
      }
    },
    ended: async () => {
      await until('the shell has ended', async () => frames.some(({ kind }) => kind === 'exited' || kind === 'failed'))
      return frames.find(({ kind }) => kind === 'exited' || kind === 'failed')
    },
  }
}
