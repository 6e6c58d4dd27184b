import type { LogClock } from '../../ui/log/log-clock.ts'
import { FindingsPanel } from './FindingsPanel.tsx'
import { LogDetails } from './LogDetails.tsx'
import type { OpenLog, TimeRange } from './use-open-log.ts'

/** What stands beside the log. */
export type Pane = { readonly kind: 'findings' } | { readonly kind: 'details'; readonly line: number }

interface Props {
  readonly pane: Pane | undefined
  readonly view: OpenLog
  readonly clock: LogClock
  readonly onShow: (line: number) => void
  readonly onRange: (range: TimeRange) => void
  readonly onClose: () => void
}

export function LogPanes({ pane, view, clock, onShow, onRange, onClose }: Props) {
  switch (pane?.kind) {
    case 'findings':
      return <FindingsPanel view={view} clock={clock} onShow={onShow} onClose={onClose} />
    case 'details':
      return <LogDetails session={view.session} line={pane.line} onRange={onRange} onClose={onClose} />
    default:
      return null
  }
}
