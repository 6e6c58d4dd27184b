import { randomUUID } from 'node:crypto'
import type { MessagePortMain, WebContents } from 'electron'
import { z } from 'zod'
import { type Reply, RequestId } from '#shared/contract.ts'
import { problem, problemOf } from '#shared/problem.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import type { Doors } from '../ipc/electron.ts'
import { handOver, isViewName, type ViewHandlers } from '../ipc/hand-over.ts'
import type { RunningRequests } from '../ipc/running-requests.ts'
import { type RequestHandlers, type StreamHandlers, type StreamPort, serveRequest, serveStream } from '../ipc/serve.ts'

interface Handlers {
  readonly requests: RequestHandlers
  readonly streams: StreamHandlers
  readonly views: ViewHandlers<MessagePortMain>
  readonly running: RunningRequests
  readonly files: Pick<ChosenFiles, 'take'>
}

/** The three channels, answered by `handlers`. What a page has asked for is broken off when it goes. */
export function doorsTo({ requests, streams, views, running, files }: Handlers): Doors {
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
  return {
    request: async (message, page): Promise<Reply<unknown>> => {
      watch(page)
      const { id, ...asked } = envelope(message)
      const known = RequestId.default(() => randomUUID()).safeParse(id)
      if (!known.success) return { ok: false, problem: problem('ipc.invalid_input', { name: 'id' }) }
      try {
        return await running.run({ id: known.data, owner: page.id }, (signal) => serveRequest(requests, asked, signal))
      } catch (error) {
        return { ok: false, problem: problemOf(error) } // an id that is in use
      }
    },
    stream: (message, port) => {
      const { name, input } = envelope(message)
      if (isViewName(name)) handOver(views, { name, input }, port)
      else void serveStream(streams, name, input, adapt(port))
    },
    files: async (paths): Promise<Reply<unknown>> => {
      const known = ChosenPaths.safeParse(paths)
      if (!known.success) return { ok: false, problem: problem('ipc.invalid_input', { name: 'files' }) }
      try {
        return { ok: true, value: await files.take(known.data) }
      } catch (error) {
        return { ok: false, problem: problemOf(error) }
      }
    },
  }
}

/** A file that is on no disk has no path. */
const ChosenPaths = z.array(z.string().min(1).max(32_768)).max(200)

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
