import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { StreamInput, StreamMessage, StreamName } from '#shared/contract.ts'
import type { Problem } from '#shared/problem.ts'
import { openStream } from './client.ts'

/** What is known from a stream: the last value stays while a broken stream is being opened again. */
export interface Live<T> {
  readonly value: T | undefined
  readonly problem: Problem | undefined
  readonly hasEnded: boolean
}

const firstPauseMs = 500
const longestPauseMs = 10_000

interface Listener<N extends StreamName> {
  /** Comes before the first message of each opening: the new producer tells everything from the beginning. */
  onOpen?(): void
  onMessage(message: StreamMessage<N>): void
  onFailed?(problem: Problem): void
  onEnd?(): void
}

/**
 * Keeps a stream open until it ends by itself or is closed by the function that is returned: one that breaks is opened again, after
 * a pause that grows as long as nothing comes.
 */
export function keepOpen<N extends StreamName>(name: N, input: StreamInput<N>, listener: Listener<N>): () => void {
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let close: () => void = () => undefined
  const open = () => {
    listener.onOpen?.()
    close = openStream(name, input, (frame) => {
      switch (frame.kind) {
        case 'message':
          pauseMs = firstPauseMs
          return listener.onMessage(frame.message)
        case 'failed':
          timer = setTimeout(open, pauseMs)
          pauseMs = Math.min(pauseMs * 2, longestPauseMs)
          return listener.onFailed?.(frame.problem)
        case 'end':
          return listener.onEnd?.()
      }
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    close()
  }
}

interface LiveOptions {
  /** Which run of something the stream tells of. One that has ended is over: only the next run opens it again. */
  readonly run?: number
  /** What the producer looks at only once, when the stream is opened: it is opened anew whenever this changes. */
  readonly basedOn?: string
  /** How long it is kept when nobody looks any more; otherwise for ever. */
  readonly keptForMs?: number
}

/**
 * A stream as a query: it is open while a component looks at it, and its messages, reduced to one value, are the query's
 * data. However fast they come, the window renders once per animation frame.
 */
export function liveQuery<N extends StreamName, T>(
  stream: N,
  input: StreamInput<N>,
  reduce: (value: T | undefined, message: StreamMessage<N>) => T,
  { run, basedOn, keptForMs }: LiveOptions = {},
) {
  const queryKey = ['live', stream, input, run, basedOn] as const
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }) => follow({ client, signal, queryKey, stream, input, reduce }),
    ...(keptForMs === undefined ? {} : { gcTime: keptForMs }),
    refetchOnMount: ({ state }) => (run !== undefined && state.data?.hasEnded ? false : 'always'),
  })
}

/** A stream whose newest message is all that matters. */
export function latestQuery<N extends StreamName>(stream: N, input: StreamInput<N>, options: LiveOptions = {}) {
  return liveQuery<N, StreamMessage<N>>(stream, input, (_, message) => message, options)
}

function follow<N extends StreamName, T>(options: {
  readonly client: QueryClient
  readonly signal: AbortSignal
  readonly queryKey: QueryKey
  readonly stream: N
  readonly input: StreamInput<N>
  readonly reduce: (value: T | undefined, message: StreamMessage<N>) => T
}): Promise<Live<T>> {
  const { client, signal, queryKey, stream, input, reduce } = options
  return new Promise((resolve) => {
    let value: T | undefined
    let frameRequest: number | undefined
    const lastKnown = () => value ?? client.getQueryData<Live<T>>(queryKey)?.value
    const publish = () => {
      frameRequest = undefined
      client.setQueryData<Live<T>>(queryKey, { value, problem: undefined, hasEnded: false })
    }
    const cancelPublish = () => {
      if (frameRequest !== undefined) cancelAnimationFrame(frameRequest)
      frameRequest = undefined
    }

    const close = keepOpen(stream, input, {
      onOpen: () => {
        value = undefined
      },
      onMessage: (message) => {
        value = reduce(value, message)
        frameRequest ??= requestAnimationFrame(publish)
      },
      onFailed: (problem) => {
        cancelPublish()
        client.setQueryData<Live<T>>(queryKey, { value: lastKnown(), problem, hasEnded: false })
      },
      onEnd: () => {
        cancelPublish()
        resolve({ value: lastKnown(), problem: undefined, hasEnded: true })
      },
    })
    signal.addEventListener('abort', () => {
      cancelPublish()
      close()
    })
  })
}
