import { z } from 'zod'
import { ClusterRef } from './cluster.ts'
import { LogLevel } from './log.ts'
import { LogSearch, LogSource } from './log-view.ts'

/** What keeps lines from being shown. */
export const LogFilters = z.object({
  /** Names of sources that are followed but not shown. */
  hidden: z.array(z.string().max(1000)).max(500).default([]),
  level: LogLevel.optional(),
  search: LogSearch.default({ pattern: '', isRegex: false, isCaseSensitive: false, isWholeWord: false }),
  isOnlyMatching: z.boolean().default(false),
})
export type LogFilters = z.infer<typeof LogFilters>

/** What a window that shows nothing but a log begins with. */
export const LogWindowView = z.object({
  cluster: ClusterRef,
  /** Absent: every node. */
  sources: z.array(LogSource).max(200).optional(),
  filters: LogFilters,
})
export type LogWindowView = z.infer<typeof LogWindowView>

/** Of one such window, for as long as it is open. */
export const LogWindowId = z.string().min(1).max(64)

const LogWindow = LogWindowView.extend({ id: LogWindowId })
export type LogWindow = z.infer<typeof LogWindow>

/** The name of the part of the page's address that says what it is to show. It is the address, so that a reload shows the same. */
export const logWindowParameter = 'log'

export function logWindowAddress(page: string, window: LogWindow): string {
  return `${page}?${logWindowParameter}=${encodeURIComponent(JSON.stringify(window))}`
}

/** What the parameter says; undefined where there is none, in the app's main window. */
export function logWindowOf(text: string | null): LogWindow | undefined {
  if (text === null) return undefined
  try {
    return LogWindow.parse(JSON.parse(text))
  } catch {
    return undefined // Nobody but us writes addresses; the main window is what always works.
  }
}
