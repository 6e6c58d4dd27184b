import type { IncomingMessage } from 'node:http'
import { addAbortSignal } from 'node:stream'

export interface Cut {
  /** For the request. */
  readonly signal: AbortSignal
  /** It is answered. Gives back the answer, which is cut by `parent` until its end. */
  readonly answered: (response: IncomingMessage) => IncomingMessage
  /** It failed. */
  readonly leave: () => void
}

/**
 * Cuts a request while it waits for its answer, and then the answer alone. Node itself goes on to cut the request, with an error for
 * its connection; where the answer ends in that moment nobody listens there any more (lib/_http_client.js, responseKeepAlive), and an
 * error that nobody catches ends the process.
 */
export function cutBy(parent: AbortSignal): Cut {
  const cut = new AbortController()
  const follow = () => cut.abort(parent.reason)
  if (parent.aborted) follow()
  parent.addEventListener('abort', follow, { once: true })
  const leave = () => parent.removeEventListener('abort', follow)
  return {
    signal: cut.signal,
    answered: (response) => {
      leave()
      return addAbortSignal(parent, response)
    },
    leave,
  }
}
