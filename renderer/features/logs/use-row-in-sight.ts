import { type RefObject, useEffectEvent, useLayoutEffect } from 'react'

/** Moves the list until a row is seen whole. Wrapped rows are as high as their lines, which only the page knows. */
export function useRowInSight(
  list: RefObject<HTMLElement | null>,
  rowId: string | undefined,
  {
    isWanted,
    topRow,
    shift,
  }: { readonly isWanted: boolean; readonly topRow: number; readonly shift: (rows: number) => void },
): void {
  const onDrawn = useEffectEvent(() => {
    const frame = list.current?.getBoundingClientRect()
    const row = document.getElementById(rowId ?? '')?.getBoundingClientRect()
    if (!frame || !row || row.height > frame.height) return
    if (row.bottom > frame.bottom + 1) shift(1)
    else if (row.top < frame.top - 1) shift(-1)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each step of the list it is looked at again.
  useLayoutEffect(() => {
    if (isWanted) onDrawn()
  }, [isWanted, rowId, topRow])
}
