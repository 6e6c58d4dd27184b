import type { OperationEvent } from '#shared/operation.ts'
import { problemFrom } from './problem-from.ts'

/** Runs something, and cancels it at the first event of a kind. */
export async function cancelledAt(
  work: (own: { signal: AbortSignal; onEvent: (event: OperationEvent) => void }) => Promise<unknown>,
  isTime: (event: OperationEvent) => boolean,
) {
  const ending = new AbortController()
  const events: OperationEvent[] = []
  const onEvent = (event: OperationEvent) => {
    events.push(event)
    if (isTime(event)) ending.abort()
  }
  const found = await problemFrom(work({ signal: ending.signal, onEvent }))
  return { found, last: events.at(-1) }
}
