import { type RefObject, useState } from 'react'
import type { LogListHandle } from '../../ui/log/LogList.tsx'
import { type LogPlace, useKeptPlace } from '../../ui/log/use-kept-place.ts'
import type { OpenLog } from './use-open-log.ts'

/** Going from place to place in a log. */
export interface LogSearchControl {
  /** Which of the found rows is shown, from 1. */
  readonly index: number | undefined
  /** The line that was gone to. */
  readonly line: number | undefined
  find(direction: 'next' | 'previous'): Promise<void>
  /** False where there is none. */
  findError(direction: 'next' | 'previous'): Promise<boolean>
  showLine(line: number): Promise<void>
  showTime(time: number): Promise<void>
  /** What was found belongs to another search now. */
  leave(): void
}

interface Shown {
  readonly place: LogPlace
  /** A moment is no line: nothing there is marked. */
  readonly isLine: boolean
  readonly index?: number
}

export function useLogSearch(view: OpenLog, list: RefObject<LogListHandle | null>): LogSearchControl {
  const { session } = view
  const [shown, setShown] = useState<Shown>()
  useKeptPlace(view, shown?.place, (place) => setShown((before) => before && { ...before, place }))
  const show = (
    { revision, row, line }: Pick<LogPlace, 'revision' | 'row' | 'line'>,
    rest: Pick<Shown, 'isLine' | 'index'>,
  ) => {
    const place = { generation: session.generation, revision, row, line }
    setShown({ place, ...rest })
    list.current?.show(place)
  }
  const from = () => {
    if (shown?.place.generation === session.generation) return { from: shown.place.row, line: shown.place.line }
    return { from: list.current?.topRow() ?? 0 }
  }
  return {
    index: shown?.index,
    line: shown?.isLine && shown.place.generation === session.generation ? shown.place.line : undefined,
    leave: () => setShown(undefined),
    find: async (direction) => {
      const found = await session.ask('find', { ...from(), direction })
      if (found) show(found, { isLine: true, index: found.index })
    },
    findError: async (direction) => {
      const found = await session.ask('findError', { ...from(), direction })
      if (found) show(found, { isLine: true })
      return found !== null
    },
    showLine: async (line) => show(await session.ask('locate', { line }), { isLine: true }),
    showTime: async (time) => show(await session.ask('locate', { time }), { isLine: false }),
  }
}
