import { join } from 'node:path'
import type { MessageEvent, MessagePortMain } from 'electron'
import type { LogFrame, LogViewQuery } from '#shared/log-view.ts'
import { clusterLogs } from './cluster-logs.ts'
import type { DockerConnection } from './docker/docker-endpoint.ts'
import { DockerRuntime } from './docker/docker-runtime.ts'
import { explainMessage } from './logs/explanations.ts'
import { LogView } from './logs/log-view.ts'
import { openSearchThread } from './logs/search-lines.ts'

/** What the main process sends: a port to a window that wants to look, or where a log is to be saved. */
export type ToLogProcess =
  | { readonly kind: 'open'; readonly query: LogViewQuery; readonly connection: DockerConnection }
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

  process.parentPort.on('message', ({ data, ports: [port] }: MessageEvent) => {
    const message: ToLogProcess = data // sent by our own main process, typed there
    if (message.kind === 'path') {
      waiting.get(message.id)?.(message.path)
      waiting.delete(message.id)
      return
    }
    if (port) open(message, port, choosePath)
  })
}

function open(
  { query, connection }: Extract<ToLogProcess, { kind: 'open' }>,
  port: MessagePortMain,
  choosePath: (suggestedName: string) => Promise<string | undefined>,
): void {
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
  port.on('close', () => {
    view.close()
    sources.close()
    runtime.close()
  })
  port.start()
}

main()
