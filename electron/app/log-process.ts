import { BrowserWindow, dialog, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { LogViewQuery } from '#shared/log-view.ts'
import type { DockerConnection } from '../docker/docker-endpoint.ts'
import type { FromLogProcess, ToLogProcess } from '../log-process.ts'

/** The process that reads logs. Started with the first view, and again when it has died: its views tell their windows by themselves. */
export class LogProcess {
  readonly #modulePath: string
  #process: UtilityProcess | undefined

  constructor(modulePath: string) {
    this.#modulePath = modulePath
  }

  /** Hands a window's port over. From then on the two talk without the main process. */
  open(query: LogViewQuery, connection: DockerConnection, port: MessagePortMain): void {
    const message: ToLogProcess = { kind: 'open', query, connection }
    this.#running().postMessage(message, [port])
  }

  close(): void {
    this.#process?.kill()
  }

  #running(): UtilityProcess {
    if (this.#process) return this.#process
    const started = utilityProcess.fork(this.#modulePath, [], { serviceName: 'Sampan logs' })
    started.on('message', (message: FromLogProcess) => void this.#choosePath(started, message))
    started.once('exit', () => {
      if (this.#process === started) this.#process = undefined
    })
    this.#process = started
    return started
  }

  async #choosePath(asking: UtilityProcess, { id, suggestedName }: FromLogProcess): Promise<void> {
    const [window] = BrowserWindow.getAllWindows()
    const chosen = window ? await dialog.showSaveDialog(window, { defaultPath: suggestedName }) : undefined
    const path = chosen?.canceled === false && chosen.filePath ? chosen.filePath : undefined
    const answer: ToLogProcess = { kind: 'path', id, path }
    asking.postMessage(answer)
  }
}
