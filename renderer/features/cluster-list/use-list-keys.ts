import type { FocusEvent, KeyboardEvent } from 'react'
import { useState } from 'react'

/**
 * One stop for Tab, and the arrow keys from there on: up and down between rows, right and left between a row and its buttons, and the
 * first letter of a name. `stop` is the key of the row that Tab comes to.
 */
export function useListKeys(keys: readonly string[], chosen: string | undefined) {
  const [reached, setReached] = useState<string>()
  const [before, setBefore] = useState(chosen)
  // Follow a choice that was made elsewhere, by shortcut or from the tray.
  if (before !== chosen) {
    setBefore(chosen)
    setReached(chosen)
  }
  return {
    // The row that was reached may be gone by now.
    stop: [reached, chosen].find((key) => key !== undefined && keys.includes(key)) ?? keys[0],
    onFocus: ({ target }: FocusEvent) => {
      const row = target.closest<HTMLElement>('[data-row]')
      if (row) setReached(row.dataset.row)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { key, target, currentTarget, ctrlKey, metaKey, altKey } = event
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
      if (!row || ctrlKey || metaKey || altKey) return
      const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
      const next = stepTo(key, { rows, row, target: target as HTMLElement }) // an Element with a row around it, in HTML
      if (!next) return
      event.preventDefault()
      next.focus()
    },
  }
}

function stepTo(
  key: string,
  { rows, row, target }: { rows: readonly HTMLElement[]; row: HTMLElement; target: HTMLElement },
): HTMLElement | undefined {
  const at = rows.indexOf(row)
  const own = buttonsOf(row)
  switch (key) {
    case 'ArrowDown':
      return nameOf(rows[at + 1] ?? row)
    case 'ArrowUp':
      return nameOf(rows[at - 1] ?? row)
    case 'Home':
      return nameOf(rows[0] ?? row)
    case 'End':
      return nameOf(rows.at(-1) ?? row)
    case 'ArrowRight':
      return own[own.indexOf(target) + 1]
    case 'ArrowLeft':
      return own[own.indexOf(target) - 1]
    default: {
      if (!/^[a-z0-9]$/i.test(key)) return undefined
      const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
      const named = after.find(({ dataset }) => dataset.cluster?.startsWith(key.toLowerCase()))
      return named && nameOf(named)
    }
  }
}

const buttonsOf = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('button')]

const nameOf = (row: HTMLElement) => buttonsOf(row)[0]
