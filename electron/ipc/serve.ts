import { z } from 'zod'
import {
  type Frame,
  type Reply,
  type RequestName,
  type RequestOutput,
  type RequestParsed,
  requests,
  type StreamMessage,
  type StreamName,
  type StreamParsed,
  streams,
} from '#shared/contract.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { sharedAbort } from '../async/scope.ts'

/** One function for every name of the contract; a missing or misspelt one does not compile. */
export type RequestHandlers = {
  readonly [N in RequestName]: (
    input: RequestParsed<N>,
    signal: AbortSignal,
  ) => Promise<RequestOutput<N>> | RequestOutput<N>
}
export type StreamHandlers = {
  readonly [N in StreamName]: (input: StreamParsed<N>, signal: AbortSignal) => AsyncIterable<StreamMessage<N>>
}

/** The part of a MessagePort that a stream needs; Electron's and Node's differ in the rest. */
export interface StreamPort {
  postMessage(frame: Frame<unknown>): void
  /** Whatever the other side posts: it acknowledges each message. */
  onMessage(listener: () => void): void
  onClose(listener: () => void): void
  start(): void
  close(): void
}

/** A window that has not acknowledged this many messages gets no more until it has: the producer waits meanwhile. */
const mostUnacknowledged = 16

/**
 * Answers one request from the window: known name, input that fits, then the handler, whose signal aborts when nobody waits for the
 * answer any more. Never throws.
 */
export async function serveRequest(
  handlers: RequestHandlers,
  { name, input }: { readonly name: unknown; readonly input: unknown },
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  try {
    if (!isKeyOf(requests, name)) throw unknownName(name)
    const parsed = parse(requests[name].input, input, name)
    // TypeScript does not see that both belong to one name; the line above has checked it.
    const handler = handlers[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>
    return { ok: true, value: await handler(parsed, signal) }
  } catch (error) {
    if (signal.aborted) return { ok: false, problem: problem('ipc.cancelled', {}) }
    return { ok: false, problem: reported(error, shown(name)) }
  }
}

/** Pumps a stream into its port until it ends, fails, or the other side closes the port, which stops the producer. */
export async function serveStream(
  handlers: StreamHandlers,
  name: unknown,
  input: unknown,
  port: StreamPort,
): Promise<void> {
  const controller = sharedAbort()
  let unacknowledged = 0
  let proceed: () => void = () => undefined
  port.onClose(() => {
    controller.abort(new DOMException('The window closed the stream', 'AbortError'))
    proceed()
  })
  port.onMessage(() => {
    unacknowledged = Math.max(0, unacknowledged - 1)
    proceed()
  })
  port.start()
  try {
    if (!isKeyOf(streams, name)) throw unknownName(name)
    const parsed = parse(streams[name].input, input, name)
    // As above: name and input belong together.
    const handler = handlers[name] as (input: unknown, signal: AbortSignal) => AsyncIterable<unknown>
    for await (const message of handler(parsed, controller.signal)) {
      if (controller.signal.aborted) return
      port.postMessage({ kind: 'message', message })
      unacknowledged += 1
      while (unacknowledged >= mostUnacknowledged && !controller.signal.aborted) {
        await new Promise<void>((resolve) => {
          proceed = resolve
        })
      }
      if (controller.signal.aborted) return
    }
    if (!controller.signal.aborted) port.postMessage({ kind: 'end' })
  } catch (error) {
    if (!controller.signal.aborted) port.postMessage({ kind: 'failed', problem: reported(error, shown(name)) })
  } finally {
    controller.abort(new DOMException('The stream is over', 'AbortError'))
    port.close()
  }
}

function isKeyOf<T extends object>(contract: T, name: unknown): name is keyof T {
  return typeof name === 'string' && Object.hasOwn(contract, name)
}

function unknownName(name: unknown): ProblemError {
  return new ProblemError(problem('ipc.unknown_name', { name: shown(name) }))
}

/** Names come from outside and may be anything, also objects that cannot become a string. */
function shown(name: unknown): string {
  return typeof name === 'string' ? name.slice(0, 100) : typeof name
}

function parse<S extends z.ZodType>(schema: S, input: unknown, name: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new ProblemError(problem('ipc.invalid_input', { name }, { detail: z.prettifyError(parsed.error) }), {
    cause: parsed.error,
  })
}

/** The boundary is the one place where errors are logged, and only those that nobody expected. */
function reported(error: unknown, name: string): Problem {
  if (!(error instanceof ProblemError)) console.error(`${name}:`, error)
  return problemOf(error)
}
