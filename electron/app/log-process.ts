import { dialog, MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { ClusterRef } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import type { ViewFrame } from '#shared/contract.ts'
import type { LogViewQuery } from '#shared/log-view.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { EngineConnection } from '../docker/engine-connection.ts'
import type { FromLogProcess, ToLogProcess } from '../log-process.ts'
import { askingWindow } from './window.ts'

/** A window that looks at a log, and the port by which it hears what becomes of its view. */
interface OpenView {
  readonly id: number
  readonly cluster: ClusterRef
  readonly port: MessagePortMain
}

/**
 * The process that reads logs. Started with the first view, and again when it has died. A view talks to its window without the main
 * process, which keeps a port of its own to each window: whoever has died cannot say so.
 */
export class LogProcess {
  readonly #modulePath: string
  readonly #engine: Pick<EngineConnection, 'status' | 'runtime' | 'watch'>
  readonly #views = new Set<OpenView>()
  #process: UtilityProcess | undefined
  #lastId = 0

  constructor(modulePath: string, engine: Pick<EngineConnection, 'status' | 'runtime' | 'watch'>) {
    this.#modulePath = modulePath
    this.#engine = engine
  }

  /** Joins a window with a view of its own. Throws `engine.changed` when the cluster is not on the engine that is in use. */
  open(query: LogViewQuery, port: MessagePortMain): void {
    const { connection } = this.#engine.runtime()
    const other = this.#otherThan(query.cluster)
    if (other) throw new ProblemError(other)
    const { port1, port2 } = new MessageChannelMain()
    this.#lastId += 1
    const view: OpenView = { id: this.#lastId, cluster: query.cluster, port }
    const message: ToLogProcess = { kind: 'open', view: view.id, query, connection }
    this.#running().postMessage(message, [port1])
    this.#views.add(view)
    port.on('close', () => this.#leave(view))
    port.start()
    const joined: ViewFrame = { kind: 'joined' }
    port.postMessage(joined, [port2])
  }

  /** Ends the views of a cluster as soon as another engine is in use than its own. */
  async run(signal: AbortSignal): Promise<void> {
    for await (const _ of this.#engine.watch(signal)) {
      for (const view of [...this.#views]) {
        const other = this.#otherThan(view.cluster)
        if (other) this.#fail(view, other)
      }
    }
  }

  close(): void {
    this.#process?.kill()
  }

  #otherThan(cluster: ClusterRef): Problem | undefined {
    const { status } = this.#engine
    if (status.kind !== 'connected' || status.engineId === engineOfRef(cluster)) return undefined
    return problem('engine.changed', { cluster: cluster.name, engine: status.name })
  }

  #running(): UtilityProcess {
    if (this.#process) return this.#process
    const started = utilityProcess.fork(this.#modulePath, [], { serviceName: 'Sampan logs' })
    started.on('message', (message: FromLogProcess) => void this.#choosePath(started, message))
    started.once('exit', (code) => {
      console.error(`The log process ended with ${code}`)
      this.#process = undefined
      for (const view of [...this.#views]) this.#fail(view, problem('logs.reader_died', {}))
    })
    this.#process = started
    return started
  }

  /** A window that goes closes its port to the view, too, but it may have gone before it had one. */
  #leave(view: OpenView): void {
    if (!this.#views.delete(view)) return
    const message: ToLogProcess = { kind: 'leave', view: view.id }
    this.#process?.postMessage(message)
  }

  #fail(view: OpenView, reason: Problem): void {
    this.#leave(view)
    const failed: ViewFrame = { kind: 'failed', problem: reason }
    view.port.postMessage(failed)
    view.port.close()
  }

  async #choosePath(asking: UtilityProcess, { id, suggestedName }: FromLogProcess): Promise<void> {
    const window = askingWindow()
    const chosen = window ? await dialog.showSaveDialog(window, { defaultPath: suggestedName }) : undefined
    const path = chosen?.canceled === false && chosen.filePath ? chosen.filePath : undefined
    const answer: ToLogProcess = { kind: 'path', id, path }
    asking.postMessage(answer)
  }
}
