import type { ViewFrame, ViewInput, ViewName } from '#shared/contract.ts'
import type { Problem } from '#shared/problem.ts'
import { isRecord, openPort } from './client.ts'

interface ViewListener {
  /** The other side is connected; requests go to this port. */
  readonly joined: (port: MessagePort) => void
  /** What comes from there. */
  readonly message: (data: unknown) => void
  /** The main process says that nothing more comes. Nothing is heard any more after it. */
  readonly failed: (problem: Problem) => void
}

/**
 * Opens what another process answers, and returns what closes it. There are two ports: one to that process, and one to the main process,
 * which knows when the other one has died.
 */
export function openView<N extends ViewName>(name: N, input: ViewInput<N>, listener: ViewListener): () => void {
  let view: MessagePort | undefined
  let isClosed = false

  const join = ({ data, ports: [port] }: MessageEvent<unknown>) => {
    if (!isViewFrame(data) || data.kind !== 'joined' || !port) return
    if (isClosed) return port.close()
    view = port
    port.onmessage = (event: MessageEvent<unknown>) => {
      if (!isClosed) listener.message(event.data)
    }
    listener.joined(port)
  }
  const closeControl = openPort(
    name,
    input,
    (_, data) => {
      if (!isViewFrame(data) || data.kind !== 'failed') return
      close()
      listener.failed(data.problem)
    },
    (control) => control.addEventListener('message', join),
  )
  const close = () => {
    isClosed = true
    closeControl()
    view?.close()
  }
  return close
}

function isViewFrame(data: unknown): data is ViewFrame {
  return isRecord(data) && (data.kind === 'joined' || (data.kind === 'failed' && isRecord(data.problem)))
}
