import { useEffect, useEffectEvent } from 'react'
import type { OpenRows } from './row-feed.ts'
import { useLogState } from './use-log-state.ts'

/** A line, and the row that it was in when the rows were of that revision. */
export interface LogPlace {
  /** Of the session: one that was opened again counts everything anew. */
  readonly generation: number
  readonly revision: number
  readonly row: number
  readonly line: number
}

/**
 * Rows are laid out anew when lines of another source are brought in between, or the filter is changed: each may be another line then.
 * `move` is told where the line of `place` is now, once for each time.
 */
export function useKeptPlace(
  { session }: OpenRows,
  place: LogPlace | undefined,
  move: (now: LogPlace, before: LogPlace) => void,
): void {
  const revision = useLogState(session, (state) => state?.revision ?? 0)
  const onMoved = useEffectEvent(move)
  useEffect(() => {
    const { generation } = session
    if (place?.generation !== generation || place.revision >= revision) return
    let isLeft = false
    session.ask('locate', { line: place.line }).then(
      (now) => {
        if (!isLeft) onMoved({ ...now, generation }, place)
      },
      () => undefined, // The session says by itself that it broke.
    )
    return () => {
      isLeft = true
    }
  }, [session, place, revision])
}
