import { useRef, useSyncExternalStore } from 'react'
import type { LogViewState } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'

/** A part of a view's state, small enough to be compared: in a flood most of the screen has nothing to draw. */
export function useLogState<T>(session: LogSession, select: (state: LogViewState | undefined) => T): T {
  const last = useRef<{ readonly text: string; readonly value: T }>(undefined)
  return useSyncExternalStore(session.subscribe, () => {
    const value = select(session.state)
    const text = JSON.stringify(value) ?? ''
    if (last.current?.text !== text) last.current = { text, value }
    return last.current.value
  })
}
