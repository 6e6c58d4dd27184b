import type { MessagePortMain } from 'electron'
import type { ShellFrame } from '#shared/access.ts'
import type { ShellPort } from '../access/shell-session.ts'

/** A window's port as a shell takes it. */
export function shellPort(port: MessagePortMain): ShellPort {
  return {
    postMessage: (frame: ShellFrame) => port.postMessage(frame),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  }
}
