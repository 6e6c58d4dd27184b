import { join } from 'node:path'
import type { MessageEvent, MessagePortMain } from 'electron'
import type { LogFrame, LogViewQuery } from '#shared/log-view.ts'
import { clusterLogs } from './cluster-logs.ts'
import type { DockerConnection } from './docker/docker-endpoint.ts'
import { DockerRuntime } from './docker/docker-runtime.ts'
import { explainMessage } from './logs/explanations.ts'
import { LogView } from './logs/log-view.ts'
import { openSearchThread } from './logs/search-lines.ts'

/** What the main process sends: a port to a window that wants to look, that it looks no more, or where a log is to be saved. */
export type ToLogProcess =
  | {
      readonly kind: 'open'
      readonly view: number
      readonly query: LogViewQuery
      readonly connection: DockerConnection
    }
  | { readonly kind: 'leave'; readonly view: number }
  | { readonly kind: 'path'; readonly id: number; readonly path: string | undefined }
export type FromLogProcess = { readonly kind: 'choosePath'; readonly id: number; readonly suggestedName: string }

/** Composition root of the log process: every view of a log lives here, so that no flood of lines reaches the main process. */
function main(): void {
  const waiting = new Map<number, (path: string | undefined) => void>()
  let nextId = 1
  const choosePath = (suggestedName: string) =>
    new Promise<string | undefined>((resolve) => {
      const message: FromLogProcess = { kind: 'choosePath', id: nextId, suggestedName }
      waiting.set(nextId, resolve)
      nextId += 1
      process.parentPort.postMessage(message)
    })

  const views = new Map<number, () => void>()
  process.parentPort.on('message', ({ data, ports: [port] }: MessageEvent) => {
    const message: ToLogProcess = data // sent by our own main process, typed there
    switch (message.kind) {
      case 'path':
        waiting.get(message.id)?.(message.path)
        waiting.delete(message.id)
        return
      case 'leave':
        return views.get(message.view)?.()
      case 'open': {
        if (!port) return
        const close = open(message, port, choosePath)
        views.set(message.view, close)
        port.on('close', () => {
          close()
          views.delete(message.view)
        })
        return port.start()
      }
    }
  })
}

/** Gives back what ends the view. */
function open(
  { query, connection }: Extract<ToLogProcess, { kind: 'open' }>,
  port: MessagePortMain,
  choosePath: (suggestedName: string) => Promise<string | undefined>,
): () => void {
  const post = (frame: LogFrame) => port.postMessage(frame)
  const runtime = new DockerRuntime(connection)
  const sources = clusterLogs(runtime, query.cluster, (problem) => post({ kind: 'failed', problem }))
  const view = new LogView({
    capacityBytes: query.capacityBytes,
    lostAt: query.lostAt,
    sources,
    explain: explainMessage,
    openThread: (listener) => openSearchThread(join(__dirname, 'search-thread.cjs'), listener),
    post,
    choosePath: (name) => choosePath(`${query.cluster.name}-${name}`),
  })
  port.on('message', ({ data }) => void view.ask(data))
  return () => {
    view.close()
    sources.close()
    runtime.close()
  }
}

main()
