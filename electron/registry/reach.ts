import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ChooseProxy } from './node-proxy.ts'

/** Opens a connection from the place that a test is made from. Fails with the words of whoever could not. */
export type Reach = (
  place: { readonly hostname: string; readonly port: number },
  signal: AbortSignal,
) => Promise<Duplex>

/** How a place gets anywhere. */
export interface Way {
  readonly reach: Reach
  readonly proxyFor: ChooseProxy
}

/** From this computer. */
export const reachFromHere: Reach = ({ hostname, port }, signal) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port })
    const cut = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    signal.addEventListener('abort', cut, { once: true })
    socket.once('close', () => signal.removeEventListener('abort', cut))
    socket.once('error', reject)
    socket.once('connect', () => resolve(socket))
  })

/** Through a node, which resolves the name and has the routes that its containerd has. */
export function reachThrough(
  runtime: { pipe(id: string, command: readonly string[], signal: AbortSignal): Promise<Duplex> },
  id: string,
): Reach {
  // It gives up before whoever waits for an answer does, and says that it never had a connection.
  return ({ hostname, port }, signal) => runtime.pipe(id, ['nc', '-w', '7', hostname, String(port)], signal)
}
