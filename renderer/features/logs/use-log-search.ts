import { type RefObject, useState } from 'react'
import type { LogListHandle } from './LogList.tsx'
import type { OpenLog } from './use-open-log.ts'

/** Going from place to place in a log. */
export interface LogSearchControl {
  /** Which of the found rows is shown, from 1. */
  readonly index: number | undefined
  /** The line that was gone to. */
  readonly line: number | undefined
  find(direction: 'next' | 'previous'): Promise<void>
  findError(direction: 'next' | 'previous'): Promise<void>
  showLine(line: number): Promise<void>
  showTime(time: number): Promise<void>
  /** What was found belongs to another search now. */
  leave(): void
}

interface Place {
  readonly row: number
  readonly line?: number
  readonly index?: number
}

export function useLogSearch({ session }: OpenLog, list: RefObject<LogListHandle | null>): LogSearchControl {
  const [place, setPlace] = useState<Place>()
  const show = (next: Place) => {
    setPlace(next)
    list.current?.showRow(next.row)
  }
  return {
    index: place?.index,
    line: place?.line,
    leave: () => setPlace(undefined),
    find: async (direction) => {
      const from = place?.row ?? list.current?.topRow() ?? 0
      const found = await session.ask('find', { from, direction })
      if (found) show({ row: found.row, line: found.line, index: found.index })
    },
    findError: async (direction) => {
      const from = place?.row ?? list.current?.topRow() ?? 0
      const found = await session.ask('findError', { from, direction })
      if (found) show(found)
    },
    showLine: async (line) => show({ ...(await session.ask('locate', { line })), line }),
    showTime: async (time) => show(await session.ask('locate', { time })),
  }
}
