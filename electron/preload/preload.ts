import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from '#shared/contract.ts'

/** Three doors between the window and the main process. Which names there are is not known here. */
const bridge: Bridge = {
  request: (name, input, id) => ipcRenderer.invoke('request', { name, input, id }),
  open: (name, input, id) => {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage('stream', { name, input }, [port2])
    // A port cannot pass through the context bridge, but through a message to our own page.
    window.postMessage({ kind: 'sampan.port', id }, window.location.origin, [port1])
  },
  // The page gets no path to see, and can give none: only what the user chose or dropped has one.
  take: (files) => ipcRenderer.invoke('files', files.map(pathOf)),
}

/** Empty for what is no file of a disk. Before Electron 29 there are no webUtils: there a file says it itself. */
function pathOf(file: object): string {
  if (!(file instanceof File)) return ''
  const utils: typeof webUtils | undefined = webUtils
  if (utils) return utils.getPathForFile(file)
  return 'path' in file && typeof file.path === 'string' ? file.path : ''
}

contextBridge.exposeInMainWorld('sampan', bridge)
