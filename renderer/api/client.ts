import { z } from 'zod'
import type {
  Bridge,
  Frame,
  Reply,
  RequestInput,
  RequestName,
  RequestOutput,
  StreamInput,
  StreamMessage,
  StreamName,
} from '#shared/contract.ts'
import { ChosenFile } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'

declare global {
  interface Window {
    readonly sampan: Bridge
  }
}

interface RequestOptions {
  /** Aborts when nobody waits for the answer any more: what the main process does for it is broken off. */
  readonly signal?: AbortSignal
}

type Arguments<T> = undefined extends T ? [input?: T, options?: RequestOptions] : [input: T, options?: RequestOptions]

/** Asks the main process; throws the ProblemError that it answers with. */
export async function request<N extends RequestName>(
  name: N,
  ...[input, { signal } = {}]: Arguments<RequestInput<N>>
): Promise<RequestOutput<N>> {
  signal?.throwIfAborted()
  const id = crypto.randomUUID()
  const cancel = () => void window.sampan.request('request.cancel', { id })
  signal?.addEventListener('abort', cancel, { once: true })
  const reply = await window.sampan.request(name, input, id).finally(() => signal?.removeEventListener('abort', cancel))
  if (!isReply(reply)) throw new TypeError(`${name} was not answered with a reply`)
  if (!reply.ok) throw new ProblemError(reply.problem)
  return reply.value as RequestOutput<N> // the handler of `name` is typed by the same contract
}

/**
 * Follows a stream. The listener gets `message` frames, then one `failed` or `end`: a port that is closed at the other end without a
 * word, as by a process that died, is a failure too. Returns what closes it.
 */
export function openStream<N extends StreamName>(
  name: N,
  input: StreamInput<N>,
  listener: (frame: Frame<StreamMessage<N>>) => void,
): () => void {
  const close = openPort(
    name,
    input,
    (port, data) => {
      if (!isFrame(data)) return
      // Each message is acknowledged, so that a window that lags is not flooded (electron/ipc/serve.ts).
      if (data.kind === 'message') port.postMessage({ kind: 'ack' })
      else close()
      listener(data as Frame<StreamMessage<N>>) // its producer is typed by the same contract
    },
    undefined,
    () => listener({ kind: 'failed', problem: problem('ipc.stream_lost', {}) }),
  )
  return close
}

/** A port to whoever answers under that name. Nothing is heard any more once it was closed, be it here or at the other end. */
export function openPort(
  name: string,
  input: unknown,
  listener: (port: MessagePort, data: unknown) => void,
  onOpen?: (port: MessagePort) => void,
  onLost?: () => void,
): () => void {
  const id = crypto.randomUUID()
  let port: MessagePort | undefined
  let isClosed = false

  const takePort = (event: MessageEvent<unknown>) => {
    if (!isPortMessage(event.data) || event.data.id !== id) return
    window.removeEventListener('message', takePort)
    const [opened] = event.ports
    if (!opened) return
    if (isClosed) return opened.close()
    port = opened
    opened.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isClosed) listener(opened, data)
    }
    // Only the other end's closing is an event (HTML, "disentangle"; Chromium 122).
    opened.addEventListener('close', () => {
      if (isClosed) return
      isClosed = true
      onLost?.()
    })
    onOpen?.(opened)
  }

  window.addEventListener('message', takePort)
  window.sampan.open(name, input, id)
  return () => {
    isClosed = true
    port?.close()
  }
}

/** Gives files that the user chose or dropped to the main process; throws the ProblemError that it answers with. */
export async function takeFiles(files: readonly File[]): Promise<ChosenFile[]> {
  const reply = await window.sampan.take(files)
  if (!isReply(reply)) throw new TypeError('The files were not answered with a reply')
  if (!reply.ok) throw new ProblemError(reply.problem)
  return z.array(ChosenFile).parse(reply.value)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isReply(value: unknown): value is Reply<unknown> {
  return isRecord(value) && typeof value.ok === 'boolean' && (value.ok || isRecord(value.problem))
}

function isFrame(value: unknown): value is Frame<unknown> {
  return isRecord(value) && (value.kind === 'message' || value.kind === 'failed' || value.kind === 'end')
}

function isPortMessage(value: unknown): value is { kind: 'sampan.port'; id: string } {
  return isRecord(value) && value.kind === 'sampan.port' && typeof value.id === 'string'
}
