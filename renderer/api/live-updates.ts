import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { StreamInput, StreamMessage, StreamName } from '#shared/contract.ts'
import { type Problem, ProblemError } from '#shared/problem.ts'
import { openStream } from './client.ts'

/** What is known from a stream: the last value stays while a broken stream is being opened again. */
export interface Live<T> {
  readonly value: T | undefined
  readonly problem: Problem | undefined
  readonly hasEnded: boolean
}

const reopenAfterMs = 2000

/**
 * A stream as a query: it is open while a component looks at it, and its messages, reduced to one value, are the query's
 * data. However fast they come, the window renders once per animation frame. With a `run`, a stream that has ended is over:
 * only the next run opens it again.
 */
export function liveQuery<N extends StreamName, T>(
  stream: N,
  input: StreamInput<N>,
  reduce: (value: T | undefined, message: StreamMessage<N>) => T,
  run?: number,
) {
  const queryKey = ['live', stream, input, run] as const
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }) => follow({ client, signal, queryKey, stream, input, reduce }),
    refetchOnMount: ({ state }) => (run !== undefined && state.data?.hasEnded ? false : 'always'),
    retry: true,
    retryDelay: reopenAfterMs,
  })
}

/** A stream whose newest message is all that matters. */
export function latestQuery<N extends StreamName>(stream: N, input: StreamInput<N>) {
  return liveQuery<N, StreamMessage<N>>(stream, input, (_, message) => message)
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
  return new Promise((resolve, reject) => {
    let value: T | undefined
    let frameRequest: number | undefined
    const lastKnown = () => value ?? client.getQueryData<Live<T>>(queryKey)?.value
    const publish = () => {
      frameRequest = undefined
      client.setQueryData<Live<T>>(queryKey, { value, problem: undefined, hasEnded: false })
    }
    const cancelPublish = () => {
      if (frameRequest !== undefined) cancelAnimationFrame(frameRequest)
    }

    const close = openStream(stream, input, (frame) => {
      if (frame.kind === 'message') {
        value = reduce(value, frame.message)
        frameRequest ??= requestAnimationFrame(publish)
        return
      }
      cancelPublish()
      if (frame.kind === 'end') return resolve({ value: lastKnown(), problem: undefined, hasEnded: true })
      client.setQueryData<Live<T>>(queryKey, { value: lastKnown(), problem: frame.problem, hasEnded: false })
      reject(new ProblemError(frame.problem))
    })
    signal.addEventListener('abort', () => {
      cancelPublish()
      close()
    })
  })
}
