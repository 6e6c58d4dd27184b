import type { LogRequestInput, LogRequestName, LogRequestOutput, LogViewState } from '#shared/log-view.ts'
import type { RowWindow } from './row-window.ts'

/** What a list of rows has to know of a log. How much of it is kept is not known of every one. */
export type FeedState = Pick<LogViewState, 'revision' | 'firstRow' | 'endRow' | 'lines' | 'droppedLines' | 'sources'> &
  Partial<Pick<LogViewState, 'keptBytes' | 'capacityBytes'>>

type FeedRequest = Extract<LogRequestName, 'rows' | 'locate' | 'text'>

/** Where rows come from: a view in the log process, or lines that the window keeps itself. */
export interface RowFeed {
  readonly state: FeedState | undefined
  /** Counts how often it was opened. */
  readonly generation: number
  readonly subscribe: (listener: () => void) => () => void
  ask<N extends FeedRequest>(name: N, input: LogRequestInput<N>): Promise<LogRequestOutput<N>>
}

/** A log whose rows are shown. */
export interface OpenRows {
  readonly session: RowFeed
  readonly rows: RowWindow
}
