import { ipcMain, type MessagePortMain } from 'electron'
import type { Reply } from '#shared/contract.ts'
import { problem } from '#shared/problem.ts'
import { handOver, isViewName, type ViewHandlers } from './hand-over.ts'
import { type RequestHandlers, type StreamHandlers, type StreamPort, serveRequest, serveStream } from './serve.ts'

/** Says whether a message comes from our own window's main frame. */
export type IsTrusted = (frame: Electron.WebFrameMain | null) => boolean

/** Binds the two channels. The sender is looked at before anything else. */
export function bindIpc(
  requests: RequestHandlers,
  streams: StreamHandlers,
  { isTrusted, views }: { isTrusted: IsTrusted; views: ViewHandlers<MessagePortMain> },
): void {
  ipcMain.handle('request', async (event, message: unknown): Promise<Reply<unknown>> => {
    if (!isTrusted(event.senderFrame)) return { ok: false, problem: problem('ipc.forbidden_sender', {}) }
    const { name, input } = envelope(message)
    return serveRequest(requests, name, input)
  })
  ipcMain.on('stream', (event, message: unknown) => {
    const [port] = event.ports
    if (!port) return
    if (!isTrusted(event.senderFrame)) {
      port.postMessage({ kind: 'failed', problem: problem('ipc.forbidden_sender', {}) })
      port.close()
      return
    }
    const { name, input } = envelope(message)
    if (isViewName(name)) handOver(views, { name, input }, port)
    else void serveStream(streams, name, input, adapt(port))
  })
}

function envelope(message: unknown): { name: unknown; input: unknown } {
  const isObject = typeof message === 'object' && message !== null
  return {
    name: isObject && 'name' in message ? message.name : undefined,
    input: isObject && 'input' in message ? message.input : undefined,
  }
}

function adapt(port: MessagePortMain): StreamPort {
  return {
    postMessage: (frame) => port.postMessage(frame),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  }
}
