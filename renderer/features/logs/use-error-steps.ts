import { useHotkeys } from '@mantine/hooks'
import type { LogSession } from '../../api/log-session.ts'
import { sayNotice } from '../../ui/notice.tsx'
import type { LogSearchControl } from './use-log-search.ts'

type Direction = 'next' | 'previous'

/** Goes from error to error, also with F8, wherever the focus is; says so where there is none. */
export function useErrorSteps(session: LogSession, search: LogSearchControl): (direction: Direction) => void {
  const step = async (direction: Direction) => {
    // A session that broke says so by itself.
    if (await search.findError(direction).catch(() => true)) return
    const { error = 0, fatal = 0 } = session.state?.levels ?? {}
    sayNotice(error + fatal > 0 ? 'logs.errors.filtered' : 'logs.errors.none', {})
  }
  const onKey = (direction: Direction) => (event: KeyboardEvent) => {
    if (!isForOthers(event)) void step(direction)
  }
  useHotkeys(
    [
      ['F8', onKey('next')],
      ['shift+F8', onKey('previous')],
    ],
    [],
  )
  return (direction) => void step(direction)
}

/** A shell has all keys for itself, and under a dialog they sleep. */
function isForOthers({ target }: KeyboardEvent): boolean {
  if (target instanceof Element && target.closest('[data-shell]')) return true
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}
