import { useState } from 'react'

interface LineSelection {
  readonly anchor: number
  readonly head: number
}

/** Whole lines chosen by their numbers: a click chooses one, with Shift up to there. They may be far off the screen. */
export function useLineSelection() {
  const [selection, setSelection] = useState<LineSelection>()
  const first = selection && Math.min(selection.anchor, selection.head)
  const last = selection && Math.max(selection.anchor, selection.head)
  const has = (number: number) => first !== undefined && last !== undefined && first <= number && number <= last
  return {
    has,
    isEmpty: selection === undefined,
    choose: (number: number, { isExtending }: { readonly isExtending: boolean }) =>
      setSelection((before) => {
        if (isExtending && before) return { ...before, head: number }
        const isSame = before?.anchor === number && before.head === number
        return isSame ? undefined : { anchor: number, head: number }
      }),
    chooseAll: (numbers: readonly number[]) => {
      const anchor = numbers[0]
      const head = numbers.at(-1)
      if (anchor !== undefined && head !== undefined) setSelection({ anchor, head })
    },
    clear: () => setSelection(undefined),
  }
}
