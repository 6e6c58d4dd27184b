import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { rowIdOf } from './LogLine.tsx'

/**
 * Moves the list until the row of a line that was just gone to is seen whole. Wrapped rows are as high as their lines, which only the
 * page knows. Whoever scrolls on from there is not held.
 */
export function useRowInSight(
  list: RefObject<HTMLElement | null>,
  line: number | undefined,
  {
    isWanted,
    topRow,
    shift,
  }: { readonly isWanted: boolean; readonly topRow: number; readonly shift: (rows: number) => void },
): void {
  const sought = useRef<{ readonly line: number; readonly step?: 1 | -1 }>(undefined)
  const onDrawn = useEffectEvent(() => {
    if (!sought.current) return
    const { line: wanted, step: before } = sought.current
    const step = stepTo(list.current, document.getElementById(rowIdOf(wanted)))
    // A step can be longer than the way: going to and fro would never end.
    const isMeant = step !== undefined && step + (before ?? step) !== 0
    sought.current = isMeant ? { line: wanted, step } : undefined
    if (isMeant) shift(step)
  })
  useLayoutEffect(() => {
    sought.current = isWanted && line !== undefined ? { line } : undefined
  }, [isWanted, line])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each step of the list it is looked at again.
  useLayoutEffect(() => onDrawn(), [isWanted, line, topRow])
}

/** Which way the list has to go by a row for this one to be seen; undefined where it is. */
function stepTo(list: Element | null, row: Element | null): 1 | -1 | undefined {
  if (!list || !row) return undefined
  const [frame, its] = [list.getBoundingClientRect(), row.getBoundingClientRect()]
  if (its.bottom > frame.bottom + 1 && its.height <= frame.height) return 1
  return its.top < frame.top - 1 ? -1 : undefined
}
