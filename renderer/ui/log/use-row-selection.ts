import { useState } from 'react'
import type { OpenRows } from './row-feed.ts'
import { type LogPlace, useKeptPlace } from './use-kept-place.ts'

/** The rows that are chosen, from the one that was chosen first to the one that the keyboard stands on. */
export interface RowSelection {
  /** Where the keyboard stands. */
  readonly current: LogPlace | undefined
  /** First and last line, both included. */
  readonly lines: readonly [first: number, last: number] | undefined
  /** How many rows: what is not shown in between is not meant. */
  readonly count: number
  has(line: number): boolean
  choose(place: LogPlace, options: { readonly isExtending: boolean }): void
  chooseFrom(anchor: LogPlace, head: LogPlace): void
  clear(): void
}

/** They stay those lines when rows are laid out anew. */
export function useRowSelection(view: OpenRows): RowSelection {
  const [chosen, setChosen] = useState<{ readonly anchor: LogPlace; readonly head: LogPlace }>()
  useKeptPlace(view, chosen?.anchor, (anchor) => setChosen((before) => before && { ...before, anchor }))
  useKeptPlace(view, chosen?.head, (head) => setChosen((before) => before && { ...before, head }))
  const lines =
    chosen &&
    ([Math.min(chosen.anchor.line, chosen.head.line), Math.max(chosen.anchor.line, chosen.head.line)] as const)
  return {
    current: chosen?.head,
    lines,
    count: chosen ? Math.abs(chosen.head.row - chosen.anchor.row) + 1 : 0,
    has: (line) => lines !== undefined && lines[0] <= line && line <= lines[1],
    choose: (head, { isExtending }) =>
      setChosen((before) => ({ anchor: isExtending && before ? before.anchor : head, head })),
    chooseFrom: (anchor, head) => setChosen({ anchor, head }),
    clear: () => setChosen(undefined),
  }
}
