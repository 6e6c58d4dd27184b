import { randomUUID } from 'node:crypto'
import { ipcMain, type MessagePortMain, type WebContents } from 'electron'
import { type Reply, RequestId } from '#shared/contract.ts'
import { problem, problemOf } from '#shared/problem.ts'
import { handOver, isViewName, type ViewHandlers } from './hand-over.ts'
import type { RunningRequests } from './running-requests.ts'
import { type RequestHandlers, type StreamHandlers, type StreamPort, serveRequest, serveStream } from './serve.ts'

/** Says whether a message comes from our own window's main frame. */
export type IsTrusted = (frame: Electron.WebFrameMain | null) => boolean

/** Binds the two channels. The sender is looked at before anything else. */
export function bindIpc(
  requests: RequestHandlers,
  streams: StreamHandlers,
  {
    isTrusted,
    views,
    running,
  }: { isTrusted: IsTrusted; views: ViewHandlers<MessagePortMain>; running: RunningRequests },
): void {
  const watched = new WeakSet<WebContents>()
  const watch = (page: WebContents) => {
    if (watched.has(page)) return
    watched.add(page)
    const owner = page.id
    page.once('destroyed', () => running.cancelAllOf(owner))
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) running.cancelAllOf(owner)
    })
  }
  ipcMain.handle('request', async (event, message: unknown): Promise<Reply<unknown>> => {
    if (!isTrusted(event.senderFrame)) return { ok: false, problem: problem('ipc.forbidden_sender', {}) }
    watch(event.sender)
    const { id, ...asked } = envelope(message)
    const known = RequestId.default(() => randomUUID()).safeParse(id)
    if (!known.success) return { ok: false, problem: problem('ipc.invalid_input', { name: 'id' }) }
    try {
      return await running.run({ id: known.data, owner: event.sender.id }, (signal) =>
        serveRequest(requests, asked, signal),
      )
    } catch (error) {
      return { ok: false, problem: problemOf(error) } // an id that is in use
    }
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

function envelope(message: unknown): { name: unknown; input: unknown; id: unknown } {
  const isObject = typeof message === 'object' && message !== null
  return {
    name: isObject && 'name' in message ? message.name : undefined,
    input: isObject && 'input' in message ? message.input : undefined,
    id: isObject && 'id' in message ? message.id : undefined,
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
