import { ipcMain, type MessagePortMain, type WebContents } from 'electron'
import type { Reply } from '#shared/contract.ts'

/** Says whether a message comes from our own window's main frame. */
export type IsTrusted = (frame: Electron.WebFrameMain | null) => boolean

/** The handlers behind the three channels. None of them throws. */
export interface Doors {
  request(message: unknown, page: WebContents): Promise<Reply<unknown>>
  stream(message: unknown, port: MessagePortMain): void
  /** From the preload script alone, which has the paths from the browser: a page cannot send this. */
  files(paths: unknown): Promise<Reply<unknown>>
}

/** Binds the three channels. The sender is looked at before anything else; whoever asks before the doors are there waits for them. */
export function bindIpc(isTrusted: IsTrusted, doors: () => Promise<Doors>): void {
  ipcMain.handle('request', async ({ senderFrame, sender }, message: unknown): Promise<Reply<unknown>> => {
    if (!isTrusted(senderFrame)) return { ok: false, problem: await refusal() }
    return (await doors()).request(message, sender)
  })
  ipcMain.handle('files', async ({ senderFrame }, paths: unknown): Promise<Reply<unknown>> => {
    if (!isTrusted(senderFrame)) return { ok: false, problem: await refusal() }
    return (await doors()).files(paths)
  })
  ipcMain.on('stream', async ({ senderFrame, ports: [port] }, message: unknown) => {
    if (!port) return
    if (isTrusted(senderFrame)) return (await doors()).stream(message, port)
    port.postMessage({ kind: 'failed', problem: await refusal() })
    port.close()
  })
}

/** Loaded when it is needed, which is never in a window of ours: the first one does not wait for the schema of all Problems. */
async function refusal() {
  const { problem } = await import('#shared/problem.ts')
  return problem('ipc.forbidden_sender', {})
}
