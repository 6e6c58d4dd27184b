import { useState } from 'react'
import { useLineSelection } from '../../ui/log/use-line-selection.ts'
import { type LogPlace, useKeptPlace } from './use-kept-place.ts'
import type { OpenLog } from './use-open-log.ts'

/** The row that the keyboard stands on, and the lines that are chosen from there. It stays that line when rows are laid out anew. */
export function useCurrentRow(view: OpenLog) {
  const selection = useLineSelection()
  const [current, setCurrent] = useState<LogPlace>()
  useKeptPlace(view, current, (now, before) => {
    setCurrent(now)
    if (now.line !== before.line && selection.count === 1) selection.choose(now.line, { isExtending: false })
  })
  return {
    current,
    selection,
    /** From now on the keyboard stands there. With `isExtending`, all between is chosen, too. */
    goTo: (place: LogPlace, { isExtending }: { readonly isExtending: boolean }) => {
      const isAlone = selection.count === 1 && selection.has(place.line)
      if (isExtending || !isAlone) selection.choose(place.line, { isExtending })
      setCurrent(place)
    },
    leave: () => {
      selection.clear()
      setCurrent(undefined)
    },
  }
}
