import type { KeyboardEvent, MouseEvent } from 'react'
import { request } from '../../api/client.ts'
import type { OpenRows } from './row-feed.ts'
import type { LogPlace } from './use-kept-place.ts'
import type { useRowScroll } from './use-row-scroll.ts'
import { useRowSelection } from './use-row-selection.ts'

interface Rows {
  readonly firstRow: number
  readonly endRow: number
  readonly scroll: ReturnType<typeof useRowScroll>
  /** The line of a row as it is on the screen; undefined while it has not come. */
  readonly placeOf: (row: number) => LogPlace | undefined
  /** Called with the line that was chosen last; `isOpening` where its details are asked for and not only to be kept up with. */
  readonly onChoose: ((line: number | undefined, options: { readonly isOpening: boolean }) => void) | undefined
}

/** What keys and clicks do in a list of rows: they go from one to another, choose some, and copy those. */
export function useRowChoice(view: OpenRows, { firstRow, endRow, scroll, placeOf, onChoose }: Rows) {
  const { session, rows } = view
  const selection = useRowSelection(view)
  const { current } = selection
  const { topRow, rowsInView } = scroll

  /** Chooses the line of a row, which then stays in sight. False where it has not come yet. */
  const choose = (row: number, { isExtending, isOpening }: { isExtending: boolean; isOpening: boolean }): boolean => {
    const place = placeOf(row)
    if (!place) return false
    selection.choose(place, { isExtending })
    scroll.reveal(row)
    // A marker has no details.
    if (rows.row(row)?.kind === 'line') onChoose?.(place.line, { isOpening })
    return true
  }
  const step = (by: 1 | -1, isExtending: boolean) => {
    const from = current && scroll.isInView(current.row) ? current.row + by : undefined
    // After scrolling, the keys continue from the visible rows.
    const edge = by === 1 ? Math.ceil(topRow) : Math.min(endRow, topRow + rowsInView) - 1
    const row = Math.max(firstRow, Math.min(endRow - 1, from ?? edge))
    if (!choose(row, { isExtending, isOpening: false })) scroll.by(by)
  }
  const chooseAll = async () => {
    const [first, last] = await Promise.all([placeFar(firstRow), placeFar(endRow - 1)])
    if (first && last) selection.chooseFrom(first, last)
  }
  /** Also of a row that is not on the screen. */
  const placeFar = async (row: number): Promise<LogPlace | undefined> => {
    const { generation } = session
    const { revision, rows: found } = await session.ask('rows', { first: row, count: 1 })
    return found[0] && { generation, revision, row, line: found[0].line }
  }
  const copyChosen = async (hasPrefix: boolean) => {
    if (!selection.lines) return ''
    const [firstLine, lastLine] = selection.lines
    return (await session.ask('text', { firstLine, lastLine, hasPrefix })).text
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, altKey } = event
    const isCommand = event.ctrlKey || event.metaKey
    const page = Math.max(1, rowsInView - 2)
    // Together with Alt, the arrows lead to other clusters.
    if (altKey) return
    if (isCommand) {
      if (key.toLowerCase() === 'a' && endRow > firstRow) void chooseAll()
      else if (key.toLowerCase() === 'c' && selection.lines && !window.getSelection()?.toString())
        void copyChosen(shiftKey).then((chosen) => request('app.copyText', { text: chosen }))
      else return
    } else if (key === 'End') scroll.toEnd()
    else if (key === 'Home') scroll.toStart()
    else if (key === 'PageDown') scroll.by(page)
    else if (key === 'PageUp') scroll.by(-page)
    else if (key === 'ArrowDown') step(1, shiftKey)
    else if (key === 'ArrowUp') step(-1, shiftKey)
    else if (key === 'Enter' && current) choose(current.row, { isExtending: false, isOpening: true })
    else if (key === 'Escape' && selection.lines) {
      selection.clear()
      onChoose?.(undefined, { isOpening: false })
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onClick = ({ target, detail, shiftKey }: MouseEvent) => {
    const row = target instanceof Element ? target.closest('[role=row]') : null
    // Selected text takes precedence over selected lines.
    const hasMarked = !shiftKey && window.getSelection()?.toString()
    if (!row || detail > 1 || hasMarked) return
    const number = firstRow + Number(row.getAttribute('aria-rowindex')) - 1
    choose(number, { isExtending: shiftKey, isOpening: true })
  }
  return { selection, copyChosen, onKeyDown, onClick }
}
