import { useRef, useSyncExternalStore } from 'react'

interface Stated<S> {
  readonly state: S | undefined
  readonly subscribe: (listener: () => void) => () => void
}

/** A part of a view's state, small enough to be compared: in a flood most of the screen has nothing to draw. */
export function useLogState<S, T>(session: Stated<S>, select: (state: S | undefined) => T): T {
  const last = useRef<{ readonly text: string; readonly value: T }>(undefined)
  return useSyncExternalStore(session.subscribe, () => {
    const value = select(session.state)
    const text = JSON.stringify(value) ?? ''
    if (last.current?.text !== text) last.current = { text, value }
    return last.current.value
  })
}
